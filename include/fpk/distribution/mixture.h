/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaussian mixtures: the targets whose every noised version is known in closed form.
 *
 *     p(x) = sum_k w_k N(x; m_k, C_k),      score = grad log p
 *     alpha X + sigma eps  ~  sum_k w_k N(alpha m_k, alpha^2 C_k + sigma^2 I)
 *
 * Block functions take n <= FPK_BLOCK points, x [dim][n] (base/block.h); they allocate nothing and
 * give the same bits on every CPU path. Log-sum-exp throughout: far from every component the score
 * is still exact. x and out are apart in memory. */
#ifndef FPK_DISTRIBUTION_MIXTURE_H
#define FPK_DISTRIBUTION_MIXTURE_H

#include "fpk/base/points.h"
#include "fpk/base/status.h"
#include "fpk/schedule/level.h"

#include <stddef.h>
#include <stdint.h>

#define FPK_MIXTURE_MAX      256   /* components */
#define FPK_MIXTURE_DIM_MAX  1024  /* dimensions */
#define FPK_MIXTURE_MEAN_MAX 1e150 /* of a mean, so that squares stay finite */

struct fpk_mixture {
    size_t dim, n;      /* n components */
    double *weight;     /* [n], positive, summing to 1; owned, as are all below */
    double *mean;       /* [n][dim] */
    double *covariance; /* [n][dim][dim], symmetric positive definite */
    /* derived by fpk_mixture_init */
    double *factor; /* [n][dim][dim], lower Cholesky factor of the covariance */
    double *axes;   /* [n][dim][dim], orthonormal eigenvectors of the covariance, in columns */
    double *spread; /* [n][dim], its eigenvalues: alpha^2 C + sigma^2 I has the same axes, which is
                           why noising to a level needs no new factorisation */
    double *log_weight; /* [n] */
};

/* Copies and checks. FPK_USAGE, naming the component, when a weight is not positive, weights are
 * more than 1e-9 from summing to 1 (closer ones are normalised), a number is not finite, or a
 * covariance is not symmetric (to 1e-12 of its largest entry) positive definite. O(n dim^3). */
enum fpk_status fpk_mixture_init(struct fpk_mixture *mixture, size_t dim, size_t n,
                                 const double *weight, const double *mean,
                                 const double *covariance) FPK_MUST_USE;
void fpk_mixture_clear(struct fpk_mixture *mixture);

/* *out <- the law of alpha X + sigma eps. */
enum fpk_status fpk_mixture_diffuse(const struct fpk_mixture *mixture, struct fpk_level level,
                                    struct fpk_mixture *out) FPK_MUST_USE;

/* Density, log density [n]; score [dim][n]; score's Jacobian [dim][dim][n] (in 1-D: [n]). */
void fpk_mixture_pdf(const struct fpk_mixture *mixture, size_t n, const double *x, double *out);
void fpk_mixture_log_pdf(const struct fpk_mixture *mixture, size_t n, const double *x, double *out);
void fpk_mixture_score(const struct fpk_mixture *mixture, size_t n, const double *x, double *out);
void fpk_mixture_score_x(const struct fpk_mixture *mixture, size_t n, const double *x, double *out);

/* The same for alpha X + sigma eps without building it (no allocation): what a score at many levels
 * calls. 1-D and n-D. Equal bits to diffuse + score are not promised, 1e-15 agreement is. */
void fpk_mixture_score_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                          const double *x, double *out);
void fpk_mixture_score_x_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                            const double *x, double *out);
/* Log density of alpha X + sigma eps. */
void fpk_mixture_log_pdf_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                            const double *x, double *out);
/* Score and Jacobian at the price of the Jacobian. */
void fpk_mixture_score_both_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                               const double *x, double *score, double *score_x);

/* Mean of the data given a noised point, x = alpha x0 + sigma eps,
 *     E[x0 | x] = sum_k r_k(x) (m_k + alpha C_k (alpha^2 C_k + sigma^2 I)^-1 (x - alpha m_k)),
 * r_k the components' weights given x, and its Jacobian mean_x [dim][dim][n] (NULL: not wanted).
 * Never divides by alpha: at alpha 0 it is the mean of the data. */
void fpk_mixture_posterior_mean_at(const struct fpk_mixture *mixture, struct fpk_level level,
                                   size_t n, const double *x, double *mean, double *mean_x);

/* 1-D only. tail = 1 - cdf with relative accuracy. quantile: cdf(x) = u to a few ulp, from the
 * nearer tail; quantile_tail(v): tail(x) = v. u = 0 and 1 give the infinite ends. Newton's method
 * on the logarithm of the tail, kept inside a bracket: 5 to 10 evaluations of cdf and density, up
 * to 70 across a gap without density. */
void fpk_mixture_cdf(const struct fpk_mixture *mixture, size_t n, const double *x, double *out);
void fpk_mixture_tail(const struct fpk_mixture *mixture, size_t n, const double *x, double *out);
double fpk_mixture_quantile(const struct fpk_mixture *mixture, double u);
double fpk_mixture_quantile_tail(const struct fpk_mixture *mixture, double v);

/* Moments: mean [dim], covariance [dim][dim]. */
void fpk_mixture_mean(const struct fpk_mixture *mixture, double *mean);
void fpk_mixture_covariance(const struct fpk_mixture *mixture, double *covariance);

/* Fills points (already of the mixture's dim) with independent samples: particle i of the stream
 * (seed, purpose FPK_FOR_DATA or FPK_FOR_START; draw 0 for normals, draw 1 for the component). The
 * _range form numbers them first .. first + points->n - 1. Same bits at any number of threads.
 * FPK_USAGE when the dimensions differ. */
enum fpk_status fpk_mixture_sample(const struct fpk_mixture *mixture, uint64_t seed, int purpose,
                                   struct fpk_points *points) FPK_MUST_USE;
enum fpk_status fpk_mixture_sample_range(const struct fpk_mixture *mixture, uint64_t seed,
                                         int purpose, uint64_t first,
                                         struct fpk_points *points) FPK_MUST_USE;

#endif
