/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interpolant: the distribution function of a density between its nodes.
 *
 * On [x_i, x_{i+1}] F is the cubic with the values cdf and slopes pdf of both ends; in the upper
 * half the same is done with the tail. Beyond the nodes F is taken to fall to 0 at x_0 and to 1 at
 * x_{n-1}; cdf_0 and tail_{n-1} are then the bound on the error. */
#ifndef FPK_COMPARE_INTERPOLANT_PRIV_H
#define FPK_COMPARE_INTERPOLANT_PRIV_H

#include "fpk/base/density.h"

/* FPK_USAGE with fewer than 8 nodes; FPK_NUMERIC when a number is not finite, nodes do not
 * increase, or cdf decreases by more than rounding. */
enum fpk_status fpk_interpolant_check(const struct fpk_density *density) FPK_MUST_USE;

/* *cdf, *tail at x; returns a bound on the error of interpolation. O(log n). */
double fpk_interpolant_at(const struct fpk_density *density, double x, double *cdf, double *tail);

/* *x with cdf = u, tail = v = 1 - u, from the smaller of both. FPK_NUMERIC when it lies beyond the
 * nodes. */
enum fpk_status fpk_interpolant_quantile(const struct fpk_density *density, double u, double v,
                                         double *x) FPK_MUST_USE;

#endif
