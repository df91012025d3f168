/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments: mean and central moments of numbers that arrive in blocks, to the same bits whoever
 * computed the blocks.
 *
 *     M_k = sum_i (x_i - mean)^k,   k = 2, 3, 4
 *
 * A block is summed in a fixed order (eight interleaved partial sums); blocks are merged in the
 * order in which the caller merges them. Two-pass inside a block, so that a large mean costs no
 * digits. Formulas: Pebay, Sandia report SAND2008-6212 (2008), eqs 2.1, 3.1. */
#ifndef FPK_NUMERIC_MOMENTS_H
#define FPK_NUMERIC_MOMENTS_H

#include <stddef.h>

struct fpk_sample_moments {
    double n; /* how many numbers, a whole number <= 2^53; {0} is the empty set */
    double mean, m2, m3, m4;
};

/* Moments of x [n]; cost about 6 flops per number. */
struct fpk_sample_moments fpk_moments_of(size_t n, const double *x);

/* Moments of the union of a and b, in this order. */
struct fpk_sample_moments fpk_moments_merge(struct fpk_sample_moments a,
                                            struct fpk_sample_moments b);

/* Moments of x [n] taken in blocks of FPK_BLOCK merged in order. */
struct fpk_sample_moments fpk_moments_long(size_t n, const double *x);

/* Unbiased variance m2/(n-1); NaN when n < 2. */
double fpk_moments_variance(const struct fpk_sample_moments *m);

/* Standard error of the mean, sqrt(variance/n). */
double fpk_moments_mean_se(const struct fpk_sample_moments *m);

/* Standard error of the variance, sqrt((m4/n - (n-3)/(n-1) variance^2)/n): exact for independent
 * numbers up to the estimate of the moments themselves; NaN when n < 4. */
double fpk_moments_variance_se(const struct fpk_sample_moments *m);

#endif
