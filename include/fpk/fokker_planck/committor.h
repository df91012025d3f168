/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Committor: where a 1-D autonomous model leaves an interval, the splitting probability.
 *
 *     f q' + D q'' = 0,  q(a) = 0, q(b) = 1:   q(x) = P(b before a from x)
 *         = int_a^x e^Phi / (int_a^x e^Phi + int_x^b e^Phi),   Phi' = -f/D,
 *
 * sums of positive numbers, so that 1e-30 has as many digits as 1/2 (Gardiner, Handbook of
 * stochastic methods, 5.5). */
#ifndef FPK_FOKKER_PLANCK_COMMITTOR_H
#define FPK_FOKKER_PLANCK_COMMITTOR_H

#include "fpk/model/model.h"

/* Inputs, for designated initialisers; all borrowed. */
struct fpk_committor_problem {
    const struct fpk_model *model; /* 1-D, Ito, autonomous */
    double a, b;                   /* a < b */
    double tolerance;              /* relative, of each probability; 0: 1e-6 */
    size_t n;
    const double *x; /* [n], in [a, b] */
};

/* q [n] and error [n], absolute estimates meant as bounds; *converged: all within the tolerance.
 * Gauss-Legendre panels of 8 nodes on both sides of each x, doubled until q settles. FPK_USAGE: not
 * 1-D, not Ito, time-dependent, a >= b, an x outside; FPK_NUMERIC: a coefficient is not finite, or
 * the noise vanishes. Allocates nothing. Same bits everywhere. */
enum fpk_status fpk_committor_solve(const struct fpk_committor_problem *problem, double *q,
                                    double *error, bool *converged) FPK_MUST_USE;

#endif
