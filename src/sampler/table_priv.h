/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: what the builders of plans share: time grids over a schedule, and rows of x and score. */
#ifndef FPK_SAMPLER_TABLE_PRIV_H
#define FPK_SAMPLER_TABLE_PRIV_H

#include "fpk/sampler/sampler.h"

#include <stdbool.h>

/* clang-format off */
/* Parameters of every sampler on a discrete schedule. */
#define FPK_DISCRETE_PARAMETERS                                                                    \
    {"schedule", FPK_CHOICE, "linear", 0, 0, "linear|cosine|scaled-linear", NULL,                  \
     "noise schedule of the training times", false},                                               \
    {"training-times", FPK_INTEGER, "1000", 1, 1e6, NULL, "1",                                     \
     "number T of training times", false},                                                         \
    {"steps", FPK_INTEGER, NULL, 1, 1e6, NULL, "1",                                                \
     "number of steps; all training times when left out", false},                                  \
    {"spacing", FPK_CHOICE, "leading", 0, 0, "leading|linspace|trailing", NULL,                    \
     "which training times the steps visit", false}

/* Parameters of the samplers on a continuous process. */
#define FPK_CONTINUOUS_PARAMETERS                                                                  \
    {"schedule", FPK_CHOICE, "linear", 0, 0, "linear", NULL,                                       \
     "noise schedule; only linear has a continuous twin here", false},                             \
    {"steps", FPK_INTEGER, "1000", 1, 1e6, NULL, "1", "number S of equal steps", false}
/* clang-format on */

/* One step of a walk down a discrete schedule, from abar = A to abar = P, P = 1 at the clean end.
 * Complements are accumulated from the betas: 1 - A and 1 - A/P lose up to 12 digits near the clean
 * end, A from 1 - (1 - A) as many at the other. */
struct fpk_walk_step {
    double not_A, not_P;        /* 1 - A, 1 - P */
    double keep, drop;          /* A/P = prod (1 - beta) over the times passed, and 1 - A/P */
    struct fpk_level now, next; /* label t = training time, -1 at the clean end */
};

struct fpk_walk {
    size_t n;
    struct fpk_walk_step *step; /* [n] in the order of sampling; owned */
};

enum fpk_status fpk_walk_init(struct fpk_walk *walk, const struct fpk_values *values) FPK_MUST_USE;
void fpk_walk_clear(struct fpk_walk *walk);

/* Appends  r1 <- score(r0, now);  r0 <- a r0 + b r1 + noise xi, reaching `next`. */
enum fpk_status fpk_table_row(struct fpk_plan *plan, uint64_t step, struct fpk_level now,
                              struct fpk_level next, double a, double b, double noise) FPK_MUST_USE;

/* Euler steps back along a continuous VP process, t_i = 1 - i/S, coefficients at t_i:
 *     x' = x + [b(t) x + share g(t)^2 score] / S + noisy g(t) / sqrt(S) xi. */
enum fpk_status fpk_table_reverse(struct fpk_plan *plan, const char *name,
                                  const struct fpk_values *values, double share,
                                  bool noisy) FPK_MUST_USE;

/* The methods, one file each. */
extern const struct fpk_sampler fpk_sampler_ddpm, fpk_sampler_ddim, fpk_sampler_annealed_langevin,
    fpk_sampler_reverse_euler_maruyama, fpk_sampler_probability_flow_euler;

#endif
