/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "elementary_kernel.h"
#include "elementary_priv.h"
#include "error_function_priv.h"

double fpk_erf(double x)
{
    return erf_core(x);
}

double fpk_erfc(double x)
{
    return erfc_core(x);
}

/* e^(x^2) erfc(x) = F/(1 + 2 x); for x < 0 by erfc(x) = 2 - erfc(-x). */
double fpk_erfcx(double x)
{
    if (x != x)
        return x;
    double a = fabs(x);
    if (a > 0x1p60)
        return x < 0 ? INFINITY : 0x1.20dd750429b6dp-1 / x;
    if (a < 0.5) { /* F is steepest at 0 and would magnify the rounding of t */
        double k;
        struct dd e = exp_pair(two_product(a, a), &k);
        return scale_by(dd_mul(e, two_sum(1, -erf_small(x))).hi, k);
    }
    struct dd f = dd_div(erfc_factor(a), two_sum(1, 2 * a));
    if (x >= 0)
        return f.hi;
    if (a > 27)
        return INFINITY; /* 2 e^(729) */
    double k;
    struct dd e = exp_pair(two_product(a, a), &k);
    double rest = k > 110 ? 0 : scale_by(f.hi, -k); /* in units of 2^k */
    return scale_by(2 * e.hi + (2 * e.lo - rest), k);
}

void fpk_erf_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_erf_kernel)(n, x, out);
}

void fpk_erfc_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_erfc_kernel)(n, x, out);
}

void fpk_erfcx_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_erfcx, n, x, out);
}
