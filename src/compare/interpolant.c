/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interpolant_priv.h"

#include <math.h>
#include <stdbool.h>

enum fpk_status fpk_interpolant_check(const struct fpk_density *density)
{
    FPK_CHECK(density->n >= 8, FPK_USAGE, "a density on %zu nodes is too coarse; at least 8",
              density->n);
    for (size_t i = 0; i < density->n; i++) {
        FPK_CHECK(isfinite(density->x[i]) && isfinite(density->pdf[i]) &&
                      isfinite(density->cdf[i]) && isfinite(density->tail[i]),
                  FPK_NUMERIC, "the density is not finite at node %zu, x = %.10g", i,
                  density->x[i]);
        FPK_CHECK(i == 0 || density->x[i] > density->x[i - 1], FPK_NUMERIC,
                  "nodes %zu and %zu of the density do not increase: %.17g, %.17g", i - 1, i,
                  density->x[i - 1], density->x[i]);
        FPK_CHECK(i == 0 || density->cdf[i] >= density->cdf[i - 1] - 1e-12, FPK_NUMERIC,
                  "the cdf falls from %.17g to %.17g at x = %.10g", density->cdf[i - 1],
                  density->cdf[i], density->x[i]);
    }
    return FPK_OK;
}

/* The interval [x_i, x_{i+1}) that holds x, for x_0 <= x < x_{n-1}. */
static size_t interval(const struct fpk_density *density, double x)
{
    size_t low = 0, high = density->n - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (density->x[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Cubic with values a, b and slopes p, q (times the width) at s = 0 and 1. Written around a, so
 * that it is a at s = 0 to the last bit. */
static double cubic(double a, double b, double p, double q, double s)
{
    double rise = b - a;
    return a + s * (p + s * ((3 * rise - 2 * p - q) + s * (p + q - 2 * rise)));
}

static double clamp(double v, double low, double high)
{
    return fmin(fmax(v, low), high);
}

/* F and 1 - F inside interval i; F is kept between its node values. */
static void inside(const struct fpk_density *d, size_t i, double x, double *cdf, double *tail)
{
    double h = d->x[i + 1] - d->x[i], s = (x - d->x[i]) / h;
    double p = h * d->pdf[i], q = h * d->pdf[i + 1];
    *cdf = clamp(cubic(d->cdf[i], d->cdf[i + 1], p, q, s), d->cdf[i], d->cdf[i + 1]);
    *tail = clamp(cubic(d->tail[i], d->tail[i + 1], -p, -q, s), d->tail[i + 1], d->tail[i]);
}

/* h^4 |p'''| / 384 with p''' = 6 p[x_a, x_a+1, x_a+2, x_a+3], the worst over the windows of four
 * nodes that contain the interval. */
static double error_bound(const struct fpk_density *d, size_t i)
{
    double h = d->x[i + 1] - d->x[i], worst = 0;
    size_t first = i >= 2 ? i - 2 : 0;
    for (size_t a = first; a <= i && a + 3 < d->n; a++) {
        double f[4];
        for (size_t j = 0; j < 4; j++)
            f[j] = d->pdf[a + j];
        for (size_t level = 1; level < 4; level++)
            for (size_t j = 0; j + level < 4; j++)
                f[j] = (f[j + 1] - f[j]) / (d->x[a + j + level] - d->x[a + j]);
        worst = fmax(worst, fabs(f[0]));
    }
    return 6 * worst * h * h * h * h / 384;
}

double fpk_interpolant_at(const struct fpk_density *density, double x, double *cdf, double *tail)
{
    size_t n = density->n;
    if (x < density->x[0]) {
        *cdf = 0;
        *tail = 1;
        return fabs(density->cdf[0]);
    }
    if (x >= density->x[n - 1]) {
        bool at_end = x == density->x[n - 1];
        *cdf = at_end ? density->cdf[n - 1] : 1;
        *tail = at_end ? density->tail[n - 1] : 0;
        return at_end ? 0 : fabs(density->tail[n - 1]);
    }
    size_t i = interval(density, x);
    inside(density, i, x, cdf, tail);
    return error_bound(density, i);
}

/* Node i has at least u below it (asked of the smaller side). */
static bool reached(const struct fpk_density *d, size_t i, double u, double v)
{
    return u <= v ? d->cdf[i] >= u : d->tail[i] <= v;
}

enum fpk_status fpk_interpolant_quantile(const struct fpk_density *density, double u, double v,
                                         double *x)
{
    size_t low = 0, high = density->n - 1;
    FPK_CHECK(!reached(density, low, u, v) && reached(density, high, u, v), FPK_NUMERIC,
              "the quantile at %.6g lies outside the nodes of the density, %.6g ... %.6g", u,
              density->x[low], density->x[high]);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (reached(density, middle, u, v))
            high = middle;
        else
            low = middle;
    }
    double a = density->x[low], b = density->x[high];
    for (int i = 0; i < 200; i++) {
        double middle = a + (b - a) / 2, c, t;
        if (!(middle > a && middle < b))
            break;
        inside(density, low, middle, &c, &t);
        if (u <= v ? c >= u : t <= v)
            b = middle;
        else
            a = middle;
    }
    *x = b;
    return FPK_OK;
}
