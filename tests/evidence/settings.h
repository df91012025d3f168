/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings: a walk over the options of a sampler, read off its own parameter table, so that a new
 * method or a new option is swept without being named here. */
#ifndef FPK_EVIDENCE_SETTINGS_H
#define FPK_EVIDENCE_SETTINGS_H

#include "fpk/sampler/sampler.h"

#include <stdbool.h>

/* The values of one option that are worth trying: all of a choice, both of a flag, all of a whole
 * number with at most 8 values, else its ends' neighbours and its default. */
#define SETTINGS_VALUES 16
struct setting_option {
    const struct fpk_parameter *parameter;
    size_t n;
    char text[SETTINGS_VALUES][24]; /* "" leaves the option out */
};

/* *n options of the sampler [<= room], but for those named in `skip`, separated by blanks. */
void settings_options(const struct fpk_sampler *sampler, const char *skip, size_t room,
                      struct setting_option *option, size_t *n);

/* values <- the sampler's defaults; "" is left out. */
enum fpk_status settings_begin(struct fpk_values *values,
                               const struct fpk_sampler *sampler) FPK_MUST_USE;
enum fpk_status settings_set(struct fpk_values *values, const char *name,
                             const char *text) FPK_MUST_USE;

/* "schedule=vp order=3": what was given, for a person. */
const char *settings_text(const struct fpk_values *values, char *out, size_t room);

#endif
