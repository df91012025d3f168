/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passage: when a 1-D autonomous model first reaches a point, and which of two points first.
 *
 *     T(x) = E time from x to `to`,  f T' + D T'' = -1,  T(to) = 0, a reflecting wall on the far
 *     side; its variance V: f V' + D V'' = -2 D T'^2; committor q: f q' + D q'' = 0.
 *
 * With R = |T'| both come from integrals of positive numbers, here for `to` above `from`,
 *     R(y) = int_a^y e^{Phi(y)-Phi(z)}/D(z) dz,    T = int_from^to R dy,     Phi' = -f/D,
 *     S(y) = int_a^y e^{Phi(y)-Phi(z)} 2 R(z)^2 dz, V = int_from^to S dy,
 * so that a mean time of 1e30 has as many digits as one of 1
 * (Gardiner, Handbook of stochastic methods, 5.5; Risken, The Fokker-Planck equation, 8). */
#ifndef FPK_FOKKER_PLANCK_PASSAGE_H
#define FPK_FOKKER_PLANCK_PASSAGE_H

#include "fpk/model/model.h"

#include <stdbool.h>
#include <stddef.h>

/* Inputs, for designated initialisers; zero is the default. */
struct fpk_passage_problem {
    const struct fpk_model *model; /* 1-D, Ito, autonomous; borrowed */
    double from, to;               /* different */
    double a, b;                   /* domain; the end behind `from` reflects, the other has no part;
                                    * a = b = 0: that wall stands far away */
    double tolerance;              /* relative; 0: 1e-6 */
};

struct fpk_passage {
    double mean, variance;             /* of the time */
    double mean_error, variance_error; /* absolute, estimates meant as bounds */
    double wall;                       /* where the reflecting wall stands */
    size_t panels;                     /* of the finest rule */
    bool converged;
};

/* Gauss-Legendre panels of 8 nodes, doubled until mean and variance settle. A wall that was not
 * given is moved out until it does not matter. FPK_USAGE: not 1-D, not Ito, time-dependent, from =
 * to, outside the domain; FPK_NUMERIC: a coefficient is not finite, the noise vanishes, or the far
 * side does not confine, so that the mean time is infinite; a time beyond 1e300. Not reaching the
 * tolerance is no failure: `converged` is false. Same bits everywhere. */
enum fpk_status fpk_passage_solve(const struct fpk_passage_problem *problem,
                                  struct fpk_passage *passage) FPK_MUST_USE;

#endif
