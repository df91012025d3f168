/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/moments.h"

#include "fpk/base/block.h"

#include <math.h>

enum { LANES = 8 }; /* partial sums: the same at any vector width */

/* The lanes in a fixed tree. */
static double reduce(const double *s)
{
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

static double mean_of(size_t n, const double *x)
{
    double sum[LANES] = {0};
    for (size_t i = 0; i < n; i++)
        sum[i % LANES] += x[i];
    return reduce(sum) / (double)n;
}

struct fpk_sample_moments fpk_moments_of(size_t n, const double *x)
{
    if (n == 0)
        return (struct fpk_sample_moments){0};
    double mean = mean_of(n, x);
    double s1[LANES] = {0}, s2[LANES] = {0}, s3[LANES] = {0}, s4[LANES] = {0};
    for (size_t i = 0; i < n; i++) {
        size_t j = i % LANES;
        double d = x[i] - mean, d2 = d * d;
        s1[j] += d;
        s2[j] += d2;
        s3[j] += d2 * d;
        s4[j] += d2 * d2;
    }
    /* The first pass left a remainder r in the mean; it is taken out to first order. */
    double r = reduce(s1) / (double)n, m2 = reduce(s2), m3 = reduce(s3);
    return (struct fpk_sample_moments){.n = (double)n,
                                       .mean = mean + r,
                                       .m2 = m2 - (double)n * r * r,
                                       .m3 = m3 - 3 * r * m2,
                                       .m4 = reduce(s4) - 4 * r * m3};
}

struct fpk_sample_moments fpk_moments_merge(struct fpk_sample_moments a,
                                            struct fpk_sample_moments b)
{
    if (a.n == 0)
        return b;
    if (b.n == 0)
        return a;
    double n = a.n + b.n, delta = b.mean - a.mean;
    double u = delta / n, ab = a.n * b.n;
    struct fpk_sample_moments m = {.n = n, .mean = a.mean + u * b.n};
    m.m2 = a.m2 + b.m2 + delta * u * ab;
    m.m3 = a.m3 + b.m3 + delta * u * u * ab * (a.n - b.n) + 3 * u * (a.n * b.m2 - b.n * a.m2);
    m.m4 = a.m4 + b.m4 + delta * u * u * u * ab * (a.n * a.n - ab + b.n * b.n) +
           6 * u * u * (a.n * a.n * b.m2 + b.n * b.n * a.m2) + 4 * u * (a.n * b.m3 - b.n * a.m3);
    return m;
}

struct fpk_sample_moments fpk_moments_long(size_t n, const double *x)
{
    struct fpk_sample_moments m = {0};
    for (size_t i = 0; i < n; i += FPK_BLOCK)
        m = fpk_moments_merge(m, fpk_moments_of(n - i < FPK_BLOCK ? n - i : FPK_BLOCK, x + i));
    return m;
}

double fpk_moments_variance(const struct fpk_sample_moments *m)
{
    return m->n < 2 ? NAN : m->m2 / (m->n - 1);
}

double fpk_moments_mean_se(const struct fpk_sample_moments *m)
{
    return sqrt(fpk_moments_variance(m) / m->n);
}

double fpk_moments_variance_se(const struct fpk_sample_moments *m)
{
    if (m->n < 4)
        return NAN;
    double v = fpk_moments_variance(m);
    return sqrt(fmax(0, (m->m4 / m->n - (m->n - 3) / (m->n - 1) * v * v) / m->n));
}
