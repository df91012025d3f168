/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transform: the discrete Fourier transform of n real numbers, in place, by FFTW.
 *
 *     X_k = sum_j x_j exp(-2 pi i j k/n),   k = 0 .. n/2
 *
 * FFTW_ESTIMATE: the plan, and with it every bit, depends on n, the machine and the build only. */
#ifndef FPK_SERIES_TRANSFORM_PRIV_H
#define FPK_SERIES_TRANSFORM_PRIV_H

#include "fpk/base/status.h"

#include <stddef.h>

struct fftw_plan_s;

struct fpk_transform {
    size_t n;  /* even */
    double *x; /* [n + 2]: n numbers before, n/2 + 1 pairs (real, imaginary) after; owned */
    struct fftw_plan_s *forward, *backward;
};

/* Room and plans, x all 0. FPK_NUMERIC when memory is short. */
enum fpk_status fpk_transform_init(struct fpk_transform *t, size_t n) FPK_MUST_USE;
void fpk_transform_clear(struct fpk_transform *t);

void fpk_transform_forward(const struct fpk_transform *t);
/* Back, without the factor 1/n. */
void fpk_transform_backward(const struct fpk_transform *t);

/* *mean <- the mean of x [n_series][n]. FPK_NUMERIC when one of them is not finite or their sum too
 * large; the sentence says which. */
enum fpk_status fpk_series_mean(size_t n_series, size_t n, const double *x,
                                double *mean) FPK_MUST_USE;

#endif
