/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bound: the variational bound of an ancestral chain with the exact score, term by term,
 *
 *     - E log p(x_0) <= L = L_T + sum_i L_i + L_0,   E over the data,
 *     L_T = E KL( q(x_T | x_0) || N(0, start_std^2 I) )                     the prior's term
 *     L_i = E KL( q(x' | x, x_0) || N(mean(x), s_i^2 I) )                   a step from x to x'
 *     L_0 = - E log N(x_0; x0(x), s_0^2 I)                                  the reconstruction
 *
 * (Ho, Jain & Abbeel 2020, arXiv:2006.11239, eq. 5). q(x' | x, x_0) is N(.., v_i I), and its mean
 * and the step's differ by c_i (x_0 - E[x_0 | x]), so that with mmse of fpk/study/posterior.h
 *
 *     L_i = dim/2 (log(s_i^2/v_i) + v_i/s_i^2 - 1) + c_i^2 mmse_i/(2 s_i^2),
 *     L_0 = dim/2 log(2 pi s_0^2) + mmse_0/(2 s_0^2).
 *
 * Everything in nats; divide by dim log 2 for bits per dimension. */
#ifndef FPK_STUDY_BOUND_H
#define FPK_STUDY_BOUND_H

#include "fpk/plan/plan.h"
#include "fpk/study/posterior.h"

/* s_0^2: the chain draws no noise in its last step; a convention gives it a variance. */
enum fpk_bound_last {
    FPK_BOUND_USUAL, /* the posterior variance v of the step before (Ho et al.'s code) */
    FPK_BOUND_BETA,  /* the variance that the last step's noising adds, beta_1 */
    FPK_BOUND_OWN    /* the mean square error there, mmse_0/dim: the best that there is */
};

/* s_i^2 of the other steps. */
enum fpk_bound_variance {
    FPK_BOUND_PLAN,    /* of the plan's own noises */
    FPK_BOUND_SMALL,   /* v_i */
    FPK_BOUND_LARGE,   /* what noising from x' to x adds, beta_t */
    FPK_BOUND_ANALYTIC /* v_i + c_i^2 mmse_i/dim, the best (Bao et al. 2022, arXiv:2201.06503) */
};

struct fpk_bound {
    size_t dim, n; /* n steps, the reconstruction included */
    struct fpk_number prior;
    double *step;            /* [n - 1] L_i, in the order of sampling; owned, as are the next two */
    double *variance;        /* [n] s_i^2, the last one s_0^2 */
    struct fpk_level *now;   /* [n] the level that each step leaves */
    struct fpk_number steps; /* their sum */
    struct fpk_number reconstruction, total, entropy;
};

/* The bound of the chain through the levels that the plan reaches (first, then those of its MIXes
 * into register 0, one a step). FPK_USAGE unless there are two steps at least, from noise to the
 * clean end, each with ddpm's mean of x and the score, and, with FPK_BOUND_PLAN, noise in all but
 * the last (without it the bound is infinite). Data as for fpk_posterior_variance. Cost: a
 * quadrature for each step, 50 us for two modes. */
enum fpk_status fpk_bound_of_plan(const struct fpk_plan *plan, const struct fpk_mixture *data,
                                  enum fpk_bound_variance variance, enum fpk_bound_last last,
                                  struct fpk_bound *bound) FPK_MUST_USE;
void fpk_bound_clear(struct fpk_bound *bound);

#endif
