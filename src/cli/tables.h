/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: which options a verb takes, given what was typed: a sampler and a named model bring the
 * options of their own. */
#ifndef FPK_CLI_TABLES_H
#define FPK_CLI_TABLES_H

#include "verb.h"

#define FPK_GROUPS 12

/* Tables with a title each, in the order of the help text. */
struct fpk_groups {
    size_t n;
    struct fpk_table table[FPK_GROUPS];
    const char *title[FPK_GROUPS];
};

/* The verb's fixed tables; sampler and model may be NULL. */
struct fpk_groups fpk_tables_of(const struct fpk_verb *verb, const char *sampler,
                                const char *model);

/* *values <- all options that are legal on this command line, with their defaults. Cleared by the
 * caller. Looks ahead in argv for --sampler NAME, --model NAME and `show sampler NAME`. */
enum fpk_status fpk_tables_gather(const struct fpk_verb *verb, int argc, char **argv,
                                  struct fpk_values *values) FPK_MUST_USE;

#endif
