/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One dimension: distribution function, upper tail, quantiles. */
#include "fpk/base/block.h"
#include "fpk/distribution/mixture.h"
#include "fpk/numeric/elementary.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 200 }; /* 10 are usual; bisections alone would need some 110 */

/* out <- sum_k w_k Phi(sign (x - m_k)/s_k): positive terms, so the tails keep their digits. */
static void accumulate(const struct fpk_mixture *mixture, double sign, size_t n, const double *x,
                       double *out)
{
    double z[FPK_BLOCK];
    assert(mixture->dim == 1 && n <= FPK_BLOCK);
    for (size_t i = 0; i < n; i++)
        out[i] = 0;
    for (size_t k = 0; k < mixture->n; k++) {
        double mean = mixture->mean[k], deviation = mixture->factor[k];
        for (size_t i = 0; i < n; i++)
            z[i] = sign * (x[i] - mean) / deviation;
        fpk_normal_cdf_block(n, z, z);
        for (size_t i = 0; i < n; i++)
            out[i] += mixture->weight[k] * z[i];
    }
}

void fpk_mixture_cdf(const struct fpk_mixture *mixture, size_t n, const double *x, double *out)
{
    accumulate(mixture, 1, n, x, out);
}

void fpk_mixture_tail(const struct fpk_mixture *mixture, size_t n, const double *x, double *out)
{
    accumulate(mixture, -1, n, x, out);
}

/* P(sign X <= sign x) for one x. */
static double below(const struct fpk_mixture *mixture, double sign, double x)
{
    double p;
    accumulate(mixture, sign, 1, &x, &p);
    return p;
}

/* The quantiles of the components hold that of the mixture between them. [*low, *high] is in the
 * order of x whatever the sign, widened until rounding cannot matter. */
static void bracket(const struct fpk_mixture *mixture, double sign, double p, double *low,
                    double *high)
{
    double z = sign * fpk_normal_quantile(p);
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t k = 0; k < mixture->n; k++) {
        double q = mixture->mean[k] + mixture->factor[k] * z;
        double slack = 1e-12 * (fabs(mixture->mean[k]) + mixture->factor[k] * (fabs(z) + 1));
        *low = fmin(*low, q - slack);
        *high = fmax(*high, q + slack);
    }
}

/* Solves below(x) = p, 0 < p <= 1/2, by Newton's method for log below(x) = log p: the logarithm of
 * a normal tail is nearly a parabola, so that far tails converge as fast as the middle. Where a
 * step leaves the bracket or does not halve the one before (a gap between the components stalls
 * Newton) the bracket is halved instead. */
static double solve(const struct fpk_mixture *mixture, double sign, double p)
{
    double low, high, narrow = INFINITY;
    bracket(mixture, sign, p, &low, &high);
    for (size_t k = 0; k < mixture->n; k++)
        narrow = fmin(narrow, mixture->factor[k]);
    double x = 0.5 * (low + high), step = high - low, log_p = fpk_log(p);
    for (int i = 0; i < MOST_STEPS; i++) {
        double f = below(mixture, sign, x), density;
        if ((f > p) == (sign > 0))
            high = x;
        else
            low = x;
        fpk_mixture_pdf(mixture, 1, &x, &density);
        double newton = -sign * f * (fpk_log(f) - log_p) / density;
        bool good = x + newton >= low && x + newton <= high && fabs(newton) <= 0.5 * fabs(step);
        step = good ? newton : 0.5 * (low + high) - x;
        x += step;
        if (fabs(step) <= 0x1p-53 * fmax(fabs(x), narrow))
            break;
    }
    return x;
}

double fpk_mixture_quantile(const struct fpk_mixture *mixture, double u)
{
    assert(mixture->dim == 1);
    if (!(u >= 0 && u <= 1))
        return NAN;
    if (u == 0 || u == 1)
        return u == 0 ? -INFINITY : INFINITY;
    return u <= 0.5 ? solve(mixture, 1, u) : solve(mixture, -1, 1 - u); /* 1 - u is exact here */
}

double fpk_mixture_quantile_tail(const struct fpk_mixture *mixture, double v)
{
    assert(mixture->dim == 1);
    if (!(v >= 0 && v <= 1))
        return NAN;
    if (v == 0 || v == 1)
        return v == 0 ? INFINITY : -INFINITY;
    return v <= 0.5 ? solve(mixture, -1, v) : solve(mixture, 1, 1 - v);
}
