/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variates that take a number of draws that is itself random, each particle its own: draws 16, 17,
 * 18, ... of the counters of its step, so that what it gets does not depend on its neighbours. */
#ifndef FPK_SDE_VARIATES_PRIV_H
#define FPK_SDE_VARIATES_PRIV_H

#include "fpk/model/model.h"
#include "fpk/sde/noise.h"

/* The draws of a step (docs/random.md); 0 ... 3 are those of noise.c. */
enum fpk_sde_draw {
    FPK_DRAW_BOOST = 4,     /* one uniform */
    FPK_DRAW_GAMMA = 16,    /* a normal and a uniform for each attempt */
    FPK_DRAW_POISSON = 2048 /* two uniforms for each attempt */
};
#define FPK_ATTEMPTS 1000 /* beyond: NaN; each is refused with probability below 1/2 */

/* out [n] <- gamma variates of unit scale; shape [n] >= 0 (0 gives 0, others NaN). */
void fpk_sde_gamma(const struct fpk_noise *noise, size_t n, const double *shape, double *out);

/* out [n] <- Poisson variates; mean [n] >= 0 (others NaN). */
void fpk_sde_poisson(const struct fpk_noise *noise, size_t n, const double *mean, double *out);

/* ln(e^-mean mean^k / k!) for mean > 0 and whole k >= 0. */
double fpk_sde_log_poisson(double mean, double k);

/* x [n] <- scale chi'^2(freedom, ratio x); NaN for x < 0, and when the noise is given: a path of
 * increments does not determine these. */
void fpk_sde_chi_square(const struct fpk_noise *noise, const struct fpk_exact_law *law, size_t n,
                        double *x);

#endif
