/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "elementary_kernel.h"
#include "elementary_priv.h"
#include "logarithm_priv.h"

#define EXP_ALONE 40 /* beyond, e^-x is below 2^-115 of e^x */

double fpk_expm1(double x)
{
    return expm1_core(x);
}

void fpk_expm1_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_expm1_kernel)(n, x, out);
}

double fpk_tanh(double x)
{
    return tanh_core(x);
}

void fpk_tanh_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_tanh_kernel)(n, x, out);
}

/* e^a / 2 without overflow before its time. */
static double half_exp(double a)
{
    double k, v = a > 712 ? 712 : a;
    struct dd m = exp_pair((struct dd){v, 0}, &k);
    return scale_by(m.hi, k - 1);
}

/* With h = (e^a - 1)/2: sinh a = h + h/(1 + 2h), cosh a = 1 + 2 h^2/(1 + 2h). */
double fpk_sinh(double x)
{
    double a = fabs(x);
    if (a < 0x1p-27 || !isfinite(x))
        return x;
    if (a > EXP_ALONE)
        return copysign(half_exp(a), x);
    struct dd h = half_expm1_pair((struct dd){a, 0});
    struct dd e = dd_add((struct dd){1, 0}, dd_scale(h, 2));
    return copysign(dd_add(h, dd_div(h, e)).hi, x);
}

double fpk_cosh(double x)
{
    double a = fabs(x);
    if (a != a)
        return x;
    if (a > EXP_ALONE)
        return half_exp(a);
    struct dd h = half_expm1_pair((struct dd){a, 0});
    struct dd one = {1, 0}, e = dd_add(one, dd_scale(h, 2));
    return dd_add(one, dd_div(dd_scale(dd_mul(h, h), 2), e)).hi;
}

void fpk_sinh_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_sinh, n, x, out);
}

void fpk_cosh_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_cosh, n, x, out);
}

/* log(a + sqrt(1 + a^2)), with the sum as a pair and, for small a, as 1 + (a + a^2/(1 + root)). */
double fpk_asinh(double x)
{
    double a = fabs(x);
    if (a < 0x1p-27 || !isfinite(x))
        return x;
    if (a > 0x1p30) {
        struct dd ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
        return copysign(dd_add(log_pair(a), ln2).hi, x);
    }
    struct dd square = two_product(a, a), one = {1, 0}, w = dd_add(one, square);
    double root = sqrt(w.hi);
    struct dd back = two_product(root, root);
    struct dd s = quick_sum(root, ((w.hi - back.hi) - back.lo + w.lo) / (2 * root));
    struct dd t = dd_add((struct dd){a, 0}, dd_div(square, dd_add(one, s)));
    struct dd u = two_sum(1, t.hi); /* 1 + t keeps all of t in u.lo and t.lo */
    return copysign(log_of_pair((struct dd){u.hi, u.lo + t.lo}).hi, x);
}

void fpk_asinh_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_asinh, n, x, out);
}
