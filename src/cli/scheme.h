/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scheme: the options of a stepper on an equation, and its exact law; how laws are computed. */
#ifndef FPK_CLI_SCHEME_H
#define FPK_CLI_SCHEME_H

#include "verb.h"

#include "fpk/law/law.h"

extern const struct fpk_table fpk_table_stepper; /* --scheme, --dt */
extern const struct fpk_table fpk_table_law;     /* --grid-factor */

/* --grid-factor and --threads. */
struct fpk_law_options fpk_law_options_of(const struct fpk_values *values);

/* Exact law of an equation's scheme at --time; *law is ended by the caller. */
enum fpk_status fpk_scheme_law(const struct fpk_values *values, struct fpk_law **law,
                               uint64_t *n_step) FPK_MUST_USE;

#endif
