/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mixture kernels are given: a mixture noised to a level, its exponents in base 2. */
#ifndef FPK_DISTRIBUTION_MIXTURE_PRIV_H
#define FPK_DISTRIBUTION_MIXTURE_PRIV_H

#include "fpk/base/isa.h"
#include "fpk/distribution/mixture.h"

#define FPK_LOG2_E      1.44269504088896340736
#define FPK_LN_2        0.693147180559945309417
#define FPK_HALF_LN_2PI 0.918938533204672741780

/* 1-D: w_k N(x; mean, var) sqrt(2 pi) = 2^(height - curve (x - mean)^2). */
struct fpk_mixture_line {
    size_t n;
    double mean[FPK_MIXTURE_MAX], inverse[FPK_MIXTURE_MAX]; /* inverse = 1/var */
    double curve[FPK_MIXTURE_MAX], height[FPK_MIXTURE_MAX];
};

/* The same and the data behind it: the mean of component k given x is centre + gain (x - mean),
 * gain = alpha C/(alpha^2 C + sigma^2). */
struct fpk_mixture_posterior {
    struct fpk_mixture_line line;
    double centre[FPK_MIXTURE_MAX], gain[FPK_MIXTURE_MAX];
    double tilt; /* alpha/sigma^2 where alpha < sigma, else -1 */
};

/* n-D: component k has mean alpha m_k and, along its axis j, variance alpha^2 spread_kj +
 * sigma^2. */
struct fpk_mixture_space {
    const struct fpk_mixture *mixture;
    double alpha, alpha2, sigma2;
    double height[FPK_MIXTURE_MAX]; /* log2 of w_k / sqrt(det) */
};

/* top, sum [n]: the density is (2 pi)^(-dim/2) 2^top sum, 1 <= sum <= number of components. */
FPK_KERNEL_DECLARE(void, fpk_line_sum_kernel,
                   (const struct fpk_mixture_line *g, size_t n, const double *x, double *top,
                    double *sum));
FPK_KERNEL_DECLARE(void, fpk_line_score_kernel,
                   (const struct fpk_mixture_line *g, size_t n, const double *x, double *score));
FPK_KERNEL_DECLARE(void, fpk_line_both_kernel,
                   (const struct fpk_mixture_line *g, size_t n, const double *x, double *score,
                    double *score_x));
/* score [dim][n] and score_x [dim][dim][n] may be NULL. */
FPK_KERNEL_DECLARE(void, fpk_space_kernel,
                   (const struct fpk_mixture_space *g, size_t n, const double *x, double *top,
                    double *sum, double *score, double *score_x));
/* Mean of the data given x and its derivative (NULL: not wanted); n-D [dim][n], [dim][dim][n]. */
FPK_KERNEL_DECLARE(void, fpk_line_posterior_kernel,
                   (const struct fpk_mixture_posterior *p, size_t n, const double *x, double *mean,
                    double *mean_x));
FPK_KERNEL_DECLARE(void, fpk_space_posterior_kernel,
                   (const struct fpk_mixture_space *g, size_t n, const double *x, double *mean,
                    double *mean_x));

#endif
