/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Particles: the samples that a verb was asked for, from a sampler's plan or from an equation. */
#ifndef FPK_CLI_PARTICLES_H
#define FPK_CLI_PARTICLES_H

#include "answer.h"
#include "verb.h"

#include "fpk/base/points.h"
#include "fpk/numeric/moments.h"

struct fpk_observation; /* observe.h */

extern const struct fpk_table fpk_table_particles; /* --particles, --out */

/* Draws them; cleared with fpk_points_clear by the caller. What was run, its seed and its cost are
 * added to the answer. */
enum fpk_status fpk_particles_of_sampler(const struct fpk_values *values, struct fpk_points *points,
                                         struct fpk_answer *answer) FPK_MUST_USE;
/* observation NULL: only the end is looked at. */
enum fpk_status fpk_particles_of_equation(const struct fpk_values *values,
                                          struct fpk_observation *observation,
                                          struct fpk_points *points,
                                          struct fpk_answer *answer) FPK_MUST_USE;

/* A wrong --out ends a long run at its beginning. */
enum fpk_status fpk_particles_check_out(const struct fpk_values *values) FPK_MUST_USE;

/* As text: JSON's numbers hold 2^53 and a seed has 64 bits. */
void fpk_particles_answer_seed(struct fpk_answer *answer, uint64_t seed);

/* Writes --out when given; adds mean, variance and their standard errors (per component when there
 * are several), from m [dim]; points are only asked for by --out and --at. */
enum fpk_status fpk_particles_report(const struct fpk_points *points,
                                     const struct fpk_sample_moments *m,
                                     const struct fpk_values *values,
                                     struct fpk_answer *answer) FPK_MUST_USE;

/* The same with the moments of the points, and prints. */
enum fpk_status fpk_particles_finish(const struct fpk_points *points, struct fpk_answer *answer,
                                     const struct fpk_call *call) FPK_MUST_USE;

#endif
