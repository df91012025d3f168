/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order: how fast an error falls with the step, log d = log c + order log dt by least squares.
 *
 * The points that it was fitted on travel with it. Fit orders in TV, W1 or rms: KL has twice the
 * order. */
#ifndef FPK_COMPARE_ORDER_H
#define FPK_COMPARE_ORDER_H

#include "fpk/base/status.h"

#include <stddef.h>

#define FPK_ORDER_MAX 16 /* points of a fit */

struct fpk_order {
    size_t n;
    double dt[FPK_ORDER_MAX], d[FPK_ORDER_MAX]; /* the points */
    double order, order_se; /* slope, and its standard error from the residuals (n = 2: NaN) */
    double constant;        /* c in d = c dt^order */
    double residual;        /* rms of log d - fit */
};

/* FPK_USAGE unless 2 <= n <= FPK_ORDER_MAX and all dt, d are positive and finite with at least two
 * different dt. */
enum fpk_status fpk_order_fit(size_t n, const double *dt, const double *d,
                              struct fpk_order *out) FPK_MUST_USE;

#endif
