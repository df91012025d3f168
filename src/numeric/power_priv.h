/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log1p and pow as straight-line code, for kernels and for single values. */
#ifndef FPK_NUMERIC_POWER_PRIV_H
#define FPK_NUMERIC_POWER_PRIV_H

#include "logarithm_priv.h"

#include <stdbool.h>

FPK_CORE double log1p_core(double x)
{
    double v = x > -1 ? x : 0;
    v = v < INFINITY ? v : 0;
    double y = log_of_pair(two_sum(1, v)).hi;
    y = fabs(x) < 0x1p-54 || x != x || x == INFINITY ? x : y;
    y = x == -1 ? -INFINITY : y;
    return x < -1 ? NAN : y;
}

/* e^v, any v without NaN; outside the range of exp the lower part no longer matters. */
FPK_CORE double exp_of_pair(struct dd v)
{
    double hi = v.hi > 710 ? 710 : v.hi, k;
    hi = hi < -746 ? -746 : hi;
    struct dd m = exp_pair((struct dd){hi, hi == v.hi ? v.lo : 0}, &k);
    return scale_by(m.hi, k);
}

/* What pow_core is for; the rest is for fpk_pow. Below 2^51 integers are told by the rounder. */
static inline bool pow_is_plain(double x, double y)
{
    return (fabs(x) > 0) & (fabs(x) < INFINITY) & (fabs(y) < 0x1p51);
}

/* x^y = e^(y log |x|), with the sign of an odd integer power, NaN for other powers of x < 0. */
FPK_CORE double pow_core(double x, double y)
{
    double p = exp_of_pair(dd_mul(log_pair(fabs(x)), (struct dd){y, 0})), h = 0.5 * y;
    bool whole = (y + FPK_ROUNDER) - FPK_ROUNDER == y;
    bool even = (h + FPK_ROUNDER) - FPK_ROUNDER == h;
    double below = even ? p : -p;
    below = whole ? below : NAN;
    return x < 0 ? below : p;
}

#endif
