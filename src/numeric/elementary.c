/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "elementary_kernel.h"
#include "elementary_priv.h"
#include "logarithm_priv.h"
#include "trigonometric_priv.h"

#include <math.h>

#define CHUNK 1024 /* values that share one look for large arguments */

void fpk_each(double (*f)(double), size_t n, const double *x, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = f(x[i]);
}

double fpk_exp(double x)
{
    return exp_core(x);
}

void fpk_exp_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_exp_kernel)(n, x, out);
}

double fpk_log(double x)
{
    return log_core(x);
}

void fpk_log_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_log_kernel)(n, x, out);
}

/* Any finite x. */
static uint64_t reduce(double x, struct dd *r)
{
    return fabs(x) <= TRIG_FAST ? reduce_small(x, r) : fpk_reduce_large(x, r);
}

double fpk_sin(double x)
{
    if (fabs(x) <= TRIG_FAST)
        return sin_core(x);
    if (!isfinite(x))
        return x != x ? x : NAN;
    struct dd r;
    uint64_t q = reduce(x, &r);
    return sin_of_quadrant(q, r);
}

double fpk_cos(double x)
{
    if (!isfinite(x))
        return x != x ? x : NAN;
    struct dd r;
    uint64_t q = reduce(x, &r);
    return sin_of_quadrant(q + 1, r);
}

void fpk_sin_block(size_t n, const double *x, double *out)
{
    for (size_t i = 0; i < n; i += CHUNK) {
        size_t m = n - i < CHUNK ? n - i : CHUNK;
        if (FPK_DISPATCH(fpk_trig_large_kernel)(m, x + i) == 0)
            FPK_DISPATCH(fpk_sin_kernel)(m, x + i, out + i);
        else
            fpk_each(fpk_sin, m, x + i, out + i);
    }
}

void fpk_cos_block(size_t n, const double *x, double *out)
{
    for (size_t i = 0; i < n; i += CHUNK) {
        size_t m = n - i < CHUNK ? n - i : CHUNK;
        if (FPK_DISPATCH(fpk_trig_large_kernel)(m, x + i) == 0)
            FPK_DISPATCH(fpk_cos_kernel)(m, x + i, out + i);
        else
            fpk_each(fpk_cos, m, x + i, out + i);
    }
}

/* sin/cos, or -cos/sin in odd quadrants, as a quotient of pairs. */
double fpk_tan(double x)
{
    if (!isfinite(x))
        return x != x ? x : NAN;
    if (fabs(x) < 0x1p-27)
        return x;
    struct dd r;
    uint64_t q = reduce(x, &r);
    struct dd s = sin_pair(r), c = cos_pair(r);
    s = quick_sum(s.hi, s.lo);
    c = quick_sum(c.hi, c.lo);
    return q & 1 ? -dd_div(c, s).hi : dd_div(s, c).hi;
}

void fpk_tan_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_tan, n, x, out);
}
