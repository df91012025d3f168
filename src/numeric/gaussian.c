/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "elementary_kernel.h"
#include "elementary_priv.h"
#include "error_function_priv.h"

#define SQRT_HALF     0x1.6a09e667f3bcdp-1
#define SQRT_2_PI     0x1.40d931ff62706p+1
#define LOG_SQRT_2_PI 0x1.d67f1c864beb5p-1

double fpk_normal_pdf(double x)
{
    return normal_pdf_core(x);
}

double fpk_normal_cdf(double x)
{
    return normal_cdf_core(x);
}

double fpk_normal_tail(double x)
{
    return normal_cdf_core(-x);
}

void fpk_normal_pdf_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_normal_pdf_kernel)(n, x, out);
}

void fpk_normal_cdf_block(size_t n, const double *x, double *out)
{
    FPK_DISPATCH(fpk_normal_cdf_kernel)(n, x, out);
}

/* tail(x)/pdf(x) for x >= 0: Mills' ratio, which neither under- nor overflows. */
static double mills(double x)
{
    return SQRT_2_PI / 2 * fpk_erfcx(x * SQRT_HALF);
}

double fpk_normal_log_cdf(double x)
{
    if (x > -1)
        return fpk_log1p(-fpk_normal_tail(x)) + 0.0; /* +0 at infinity, as log 1 is */
    if (!(x > -0x1p500))
        return x != x ? x : -INFINITY;
    return -0.5 * x * x + (fpk_log(mills(-x)) - LOG_SQRT_2_PI);
}

void fpk_normal_log_cdf_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_normal_log_cdf, n, x, out);
}

/* x > 0 with tail(x) = q, q < 0.3. Start: the rational fit 26.2.23 of Abramowitz and Stegun, off by
 * at most 4.5e-4; then two Halley steps, each cubing the error. Where q and the density are near
 * underflow, Newton steps on log tail(x) = log q instead. */
static double upper_quantile(double q)
{
    double log_q = fpk_log(q), t = sqrt(-2 * log_q);
    double x = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    if (q < 1e-290) {
        for (int k = 0; k < 3; k++)
            x += (fpk_normal_log_cdf(-x) - log_q) * mills(x);
        return x;
    }
    for (int k = 0; k < 2; k++) {
        double e = (fpk_normal_tail(x) - q) / fpk_normal_pdf(x);
        x += e / (1 - 0.5 * x * e);
    }
    return x;
}

/* x with cdf(x) - 1/2 = d, |d| <= 0.21: relative accuracy down to d = 0 needs erf, not cdf. */
static double central_quantile(double d)
{
    double x = d * SQRT_2_PI * (1 + 1.0471975512 * d * d);
    for (int k = 0; k < 3; k++) {
        double e = (0.5 * fpk_erf(x * SQRT_HALF) - d) / fpk_normal_pdf(x);
        x -= e / (1 + 0.5 * x * e);
    }
    return x;
}

double fpk_normal_quantile(double u)
{
    if (!(u > 0 && u < 1))
        return u == 0 ? -INFINITY : (u == 1 ? INFINITY : (u != u ? u : NAN));
    double d = u - 0.5;
    if (fabs(d) <= 0.21)
        return central_quantile(d);
    return d < 0 ? -upper_quantile(u) : upper_quantile(1 - u);
}
