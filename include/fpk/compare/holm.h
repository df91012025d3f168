/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holm: many tests, one false-alarm rate.
 *
 * With p_(1) <= ... <= p_(m), reject (1), (2), ... while p_(k) <= alpha/(m - k + 1). The chance of
 * any false rejection is at most alpha, however the tests depend on each other (Holm, Scand. J.
 * Stat. 6, 65, 1979). */
#ifndef FPK_COMPARE_HOLM_H
#define FPK_COMPARE_HOLM_H

#include "fpk/base/status.h"

#include <stddef.h>

/* adjusted [m] <- the smallest family alpha at which test i is rejected: reject i when adjusted[i]
 * <= alpha. A p-value that is NaN is adjusted to NaN and counts as a test. Ties by index. */
enum fpk_status fpk_holm(size_t m, const double *p, double *adjusted) FPK_MUST_USE;

#endif
