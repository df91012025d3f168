/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Method: a sampler with values for its options, as one word of a person: "ddim",
 * "dpm-solver++:order=2,spacing=logsnr". What sweeps and claims are made of. */
#ifndef FPK_STUDY_METHOD_H
#define FPK_STUDY_METHOD_H

#include "fpk/sampler/sampler.h"

struct fpk_method {
    const struct fpk_sampler *sampler;
    struct fpk_values values; /* of its own table; owned */
};

/* FPK_USAGE with the nearest name or option, or what is wrong with a value. Cleared by
 * fpk_method_clear. */
enum fpk_status fpk_method_parse(struct fpk_method *method, const char *text) FPK_MUST_USE;
void fpk_method_clear(struct fpk_method *method);

/* "key=value key=value", blanks or commas between them: the later ones win. */
enum fpk_status fpk_method_set(struct fpk_method *method, const char *options) FPK_MUST_USE;

/* One option, if the method has it and takes this value; else false, and nothing has changed. */
bool fpk_method_try(struct fpk_method *method, const char *name, const char *value);

#endif
