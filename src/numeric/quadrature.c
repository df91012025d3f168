/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/quadrature.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include <assert.h>

/* P_n(x), and P_n'(x) = n (x P_n - P_{n-1}) / (x^2 - 1), |x| < 1. */
static double legendre(size_t n, double x, double *slope)
{
    double before = 1, p = x;
    for (size_t k = 2; k <= n; k++) {
        double next = ((2.0 * (double)k - 1) * x * p - ((double)k - 1) * before) / (double)k;
        before = p;
        p = next;
    }
    *slope = (double)n * (x * p - before) / ((x - 1) * (x + 1));
    return p;
}

void fpk_gauss_legendre(size_t n, double *x, double *w)
{
    assert(n >= 1 && n <= FPK_GAUSS_MAX);
    for (size_t i = 0; i < (n + 1) / 2; i++) {
        /* the i-th largest node; the start is off by O(1/n^2), so five steps reach rounding */
        double r = fpk_cos(FPK_PI * ((double)i + 0.75) / ((double)n + 0.5));
        double slope;
        for (int k = 0; k < 6; k++) {
            double p = legendre(n, r, &slope);
            r -= p / slope;
        }
        if (2 * i + 1 == n)
            r = 0;
        legendre(n, r, &slope);
        double weight = 2 / ((1 - r) * (1 + r) * slope * slope);
        x[i] = -r;
        x[n - 1 - i] = r;
        w[i] = w[n - 1 - i] = weight;
    }
}

void fpk_gauss_legendre_on(double a, double b, size_t n, double *x, double *w)
{
    double half = 0.5 * (b - a), centre = 0.5 * (a + b);
    fpk_gauss_legendre(n, x, w);
    for (size_t i = 0; i < n; i++) {
        x[i] = centre + half * x[i];
        w[i] *= half;
    }
}
