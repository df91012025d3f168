/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/walk.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <assert.h>
#include <math.h>

#define SCALE 0x1p600 /* keeps the low parts normal where the probability itself is tiny */

/* P(S_n = 2k - n) 2^600 as hi + lo, about 104 bits: tens of thousands of quotients are multiplied
 * on the way from the middle to where the law underflows. */
struct ladder {
    size_t n, k;
    double hi, lo;
};

/* x y = p + *error exactly (Dekker 1971, doi:10.1007/BF01397083). */
static double product(double x, double y, double *error)
{
    const double split = 0x1p27 + 1;
    double p = x * y, cx = split * x, cy = split * y;
    double x1 = cx - (cx - x), y1 = cy - (cy - y), x2 = x - x1, y2 = y - y1;
    *error = ((x1 * y1 - p) + x1 * y2 + x2 * y1) + x2 * y2;
    return p;
}

/* hi + lo <- (hi + lo) up / down */
static void times_quotient(struct ladder *l, double up, double down)
{
    double e, p = product(l->hi, up, &e);
    e += l->lo * up;
    double q = p / down, r, s = product(q, down, &r);
    double rest = (((p - s) - r) + e) / down;
    l->hi = q + rest;
    l->lo = rest - (l->hi - q);
}

/* C(2m, m) 4^-m, for m > 32 by the asymptotic series of its logarithm (from Stirling's), whose
 * first term left out, 31/(18432 m^9), is below 4e-17 there. */
static double central(size_t m)
{
    struct ladder l = {.hi = 1};
    if (m <= 32) {
        for (size_t j = 1; j <= m; j++)
            times_quotient(&l, (double)(2 * j - 1), (double)(2 * j));
        return l.hi;
    }
    double r = 1 / (double)m, s = r * r;
    double log = r * (-1.0 / 8 + s * (1.0 / 192 + s * (-1.0 / 640 + s * (17.0 / 14336))));
    return fpk_exp(log) / sqrt(FPK_PI * (double)m);
}

/* At the middle: k = n/2, rounded down. C(2m - 1, m) 2^-(2m-1) is C(2m, m) 4^-m. */
static struct ladder at_middle(size_t n)
{
    return (struct ladder){.n = n, .k = n / 2, .hi = SCALE * central((n + 1) / 2)};
}

static double probability(const struct ladder *l)
{
    return l->hi * (1 / SCALE);
}

/* From k >= 1 to k - 1. */
static void descend(struct ladder *l)
{
    times_quotient(l, (double)l->k, (double)(l->n - l->k + 1));
    l->k--;
}

void fpk_walk_law(size_t n, double *pmf)
{
    assert(n <= (size_t)1 << 24);
    struct ladder l = at_middle(n);
    for (;;) {
        pmf[l.k] = pmf[n - l.k] = probability(&l);
        if (l.k == 0 || pmf[l.k] == 0)
            break;
        descend(&l);
    }
    for (size_t k = 0; k < l.k; k++)
        pmf[k] = pmf[n - k] = 0;
}

/* The law is symmetric: the jumps up to the middle have both sides of all. Their heights are
 * counted from 1/2, so that nothing cancels. */
double fpk_walk_distance(size_t n)
{
    assert(n >> 50 == 0);
    struct ladder l = at_middle(n);
    double p = probability(&l), root = sqrt((double)n), distance = 0;
    struct fpk_sum above = {n % 2 == 0 ? p / 2 : 0, 0}; /* F(x_k) - 1/2 */
    for (;;) {
        double x = 2 * l.k == n ? 0 : ((double)l.k - (double)(n - l.k)) / root;
        double limit = 0.5 * fpk_erf(x * sqrt(0.5));
        distance = fmax(distance, fabs(fpk_sum_value(&above) - limit));
        fpk_sum_add(&above, -p);
        distance = fmax(distance, fabs(fpk_sum_value(&above) - limit));
        if (l.k == 0 || p < 1e-30)
            return distance;
        descend(&l);
        p = probability(&l);
    }
}
