/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help: the list of verbs, the options of one, the man page and the words for completion, all read
 * off the verbs' tables. Each prints to standard output. */
#ifndef FPK_CLI_HELP_H
#define FPK_CLI_HELP_H

#include "verb.h"

enum fpk_status fpk_help_all(void) FPK_MUST_USE;
/* values: as gathered, so that --sampler NAME --help shows that sampler's options. */
enum fpk_status fpk_help_verb(const struct fpk_verb *verb,
                              const struct fpk_values *values) FPK_MUST_USE;
enum fpk_status fpk_help_man(void) FPK_MUST_USE;
/* verb NULL: the verbs; else its options, every sampler's and model's among them. */
enum fpk_status fpk_help_complete(const struct fpk_verb *verb) FPK_MUST_USE;

#endif
