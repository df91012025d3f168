/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/quadrature.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include "double_double_priv.h"

#include <assert.h>

static struct dd plain(double v)
{
    return (struct dd){v, 0};
}

/* P_n(x), and (1 - x^2) P_n'(x) = n (P_{n-1} - x P_n), |x| < 1, both as pairs: in doubles the
 * recurrence and the rounding of x would leave the outer weights with 5e-14 instead of 1e-16. */
static struct dd legendre(size_t n, double x, struct dd *slope)
{
    struct dd before = plain(1), p = plain(x);
    for (size_t k = 2; k <= n; k++) {
        double m = (double)k;
        struct dd next = dd_mul(dd_mul(plain(2 * m - 1), plain(x)), p);
        next = dd_div(dd_add(next, dd_mul(plain(1 - m), before)), plain(m));
        before = p;
        p = next;
    }
    *slope = dd_mul(plain((double)n), dd_add(before, dd_mul(plain(-x), p)));
    return p;
}

/* With G(x) = (1 - x^2) P_n'(x)^2, the weight is 2/G at the exact node x + e; there G' = 2 x
 * P_n'^2, so that G(x + e) = G(x) + 2 x e P_n'(x)^2. */
static double weight_at(size_t n, double x)
{
    struct dd slope, p = legendre(n, x, &slope), w = dd_mul(two_sum(1, -x), two_sum(1, x));
    double e = -dd_div(dd_mul(p, w), slope).hi;
    struct dd g = dd_div(dd_mul(slope, slope), w);
    g = dd_mul(g, two_sum(1, 2 * x * e / w.hi));
    return dd_div(plain(2), g).hi;
}

void fpk_gauss_legendre(size_t n, double *x, double *w)
{
    assert(n >= 1 && n <= FPK_GAUSS_MAX);
    for (size_t i = 0; i < (n + 1) / 2; i++) {
        /* the i-th largest node; the start is off by O(1/n^2), so five steps reach rounding */
        double r = fpk_cos(FPK_PI * ((double)i + 0.75) / ((double)n + 0.5));
        for (int k = 0; k < 6; k++) {
            struct dd slope, p = legendre(n, r, &slope);
            r -= p.hi / slope.hi * ((1 - r) * (1 + r));
        }
        if (2 * i + 1 == n)
            r = 0;
        x[i] = -r;
        x[n - 1 - i] = r;
        w[i] = w[n - 1 - i] = weight_at(n, r);
    }
}

void fpk_gauss_legendre_on(double a, double b, size_t n, const double *node, const double *weight,
                           double *x, double *w)
{
    double half = 0.5 * (b - a), centre = 0.5 * (a + b);
    for (size_t i = 0; i < n; i++) {
        x[i] = centre + half * node[i];
        w[i] = weight[i] * half;
    }
}
