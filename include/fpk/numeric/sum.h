/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums: the same bits at any thread count, small error at any length.
 *
 *     s = sum_i x_i
 *
 * in index order with compensation, or exactly and therefore in any order. */
#ifndef FPK_NUMERIC_SUM_H
#define FPK_NUMERIC_SUM_H

#include <stddef.h>
#include <stdint.h>

/* Compensated (Neumaier) running sum; start from {0}. */
struct fpk_sum {
    double sum, lost;
};
void fpk_sum_add(struct fpk_sum *s, double value);
double fpk_sum_value(const struct fpk_sum *s);

/* sum_i x_i, and sum_i x_i y_i, compensated, in index order. */
double fpk_sum_block(size_t n, const double *x);
double fpk_dot_block(size_t n, const double *x, const double *y);

#define FPK_BINNED_LIMBS 34 /* 2098 bits of a double, 63 for how many, a sign; times 64 */

/* Exact running sum: a fixed-point number wide enough for every double. Integers add exactly, so
 * neither the order of the numbers nor the split over threads, shards and calls can change a bit of
 * the value. Start from {0}; at most 2^63 numbers. */
struct fpk_binned_sum {
    uint64_t limb[FPK_BINNED_LIMBS]; /* two's complement, lowest first, unit 2^-1074 */
    uint64_t up, down, nans;         /* infinities and NaNs met */
    int window;                      /* where the fast path looks; no part of the value */
};

/* s += sum_i x_i, i < n. In runs of 2048: where all bits of a run lie within 98 binary places below
 * its largest number (always so when its numbers, zeros apart, span a factor less than 2^44), each
 * is cut into two integers by adding constants, at the speed of memory; other runs go number by
 * number, about 4 ns each, to the same sum. Method: Demmel and Nguyen 2015,
 * doi:10.1109/TC.2014.2345391 (cutting at fixed places), Neal 2015, arXiv:1505.05571 (wide
 * accumulators); differs in that what would fall below the cuts is noticed and added exactly, so
 * that no range has to be known before. */
void fpk_binned_sum_add(struct fpk_binned_sum *s, size_t n, const double *x);

/* s += other. */
void fpk_binned_sum_merge(struct fpk_binned_sum *s, const struct fpk_binned_sum *other);

/* The double nearest to the exact sum (ties to even); infinite when that is too large for a double
 * or an infinity was added, NaN when a NaN or both infinities were. A sum of nothing is +0. */
double fpk_binned_sum_value(const struct fpk_binned_sum *s);

#endif
