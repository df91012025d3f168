/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "elementary_kernel.h"
#include "elementary_priv.h"
#include "power_priv.h"

#define CHUNK 1024 /* pairs that share one look for special values */

double fpk_log1p(double x)
{
    return log1p_core(x);
}

/* log x times a constant: exact powers come out exact because the product is good to 2^-68. */
static double log_times(double x, struct dd factor)
{
    if (!(x > 0) || x == INFINITY)
        return log_core(x);
    return dd_mul(log_pair(x), factor).hi;
}

double fpk_log2(double x)
{
    return log_times(x, (struct dd){0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56});
}

double fpk_log10(double x)
{
    return log_times(x, (struct dd){0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57});
}

double fpk_exp2(double x)
{
    if (x != x)
        return x;
    if (x >= 1024 || x < -1076)
        return x > 0 ? INFINITY : 0;
    double whole = (x + FPK_ROUNDER) - FPK_ROUNDER, k;
    struct dd part =
        dd_mul((struct dd){x - whole, 0}, (struct dd){0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56});
    struct dd m = exp_pair(part, &k);
    return scale_by(m.hi, whole + k);
}

static bool is_integer(double y)
{
    return floor(y) == y;
}

static bool is_odd(double y)
{
    return is_integer(y) && !is_integer(0.5 * y);
}

/* C11 Annex F.10.4.4 for a zero or infinite base: the result is 0 or infinite. */
static double power_of_end(double x, double y)
{
    double size = (x == 0) == (y > 0) ? 0 : INFINITY;
    return is_odd(y) ? copysign(size, x) : size;
}

double fpk_pow(double x, double y)
{
    if (pow_is_plain(x, y))
        return pow_core(x, y);
    if (y == 0 || x == 1)
        return 1;
    if (x != x || y != y)
        return x != x ? x : y;
    double a = fabs(x);
    if (isinf(y))
        return a == 1 ? 1 : ((a > 1) == (y > 0) ? INFINITY : 0);
    if (a == 0 || isinf(a))
        return power_of_end(x, y);
    if (x < 0 && !is_integer(y))
        return NAN;
    /* |log a| >= 2^-53 unless a = 1, so an exponent beyond 2^64 decides all by itself */
    double v = y > 0x1p64 ? 0x1p64 : (y < -0x1p64 ? -0x1p64 : y);
    double p = exp_of_pair(dd_mul(log_pair(a), (struct dd){v, 0}));
    return x < 0 && is_odd(y) ? -p : p;
}

void fpk_log1p_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_log1p_kernel)(n, x, out);
}

void fpk_log2_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_log2, n, x, out);
}

void fpk_log10_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_log10, n, x, out);
}

void fpk_exp2_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_exp2, n, x, out);
}

void fpk_pow_block(size_t n, const double *x, const double *y, double *out)
{
    for (size_t i = 0; i < n; i += CHUNK) {
        size_t m = n - i < CHUNK ? n - i : CHUNK;
        if (FPK_DISPATCH(fpk_pow_special_kernel)(m, x + i, y + i) == 0) {
            FPK_DISPATCH(fpk_pow_kernel)(m, x + i, y + i, out + i);
            continue;
        }
        for (size_t j = i; j < i + m; j++)
            out[j] = fpk_pow(x[j], y[j]);
    }
}
