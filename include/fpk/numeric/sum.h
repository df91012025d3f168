/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums in a fixed order: the same bits at any thread count, small error at any length. */
#ifndef FPK_NUMERIC_SUM_H
#define FPK_NUMERIC_SUM_H

#include <stddef.h>

/* Compensated (Neumaier) running sum; start from {0}. */
struct fpk_sum {
    double sum, lost;
};
void fpk_sum_add(struct fpk_sum *s, double value);
double fpk_sum_value(const struct fpk_sum *s);

/* sum_i x_i, and sum_i x_i y_i, compensated, in index order. */
double fpk_sum_block(size_t n, const double *x);
double fpk_dot_block(size_t n, const double *x, const double *y);

#endif
