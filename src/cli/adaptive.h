/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adaptive: the options by which `fpk simulate` lets every particle find its own steps. */
#ifndef FPK_CLI_ADAPTIVE_H
#define FPK_CLI_ADAPTIVE_H

#include "answer.h"
#include "verb.h"

#include "fpk/base/points.h"

extern const struct fpk_table fpk_table_adaptive; /* --adaptive, --adaptive-relative */

/* Was it asked for? FPK_USAGE when options are given that do not go together. */
enum fpk_status fpk_adaptive_asked(const struct fpk_values *values, bool *asked) FPK_MUST_USE;

/* The particles at --time; cleared with fpk_points_clear by the caller. What was run, its seed and
 * its steps are added to the answer. */
enum fpk_status fpk_adaptive_particles(const struct fpk_values *values, struct fpk_points *points,
                                       struct fpk_answer *answer) FPK_MUST_USE;

#endif
