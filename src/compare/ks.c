/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/ks.h"

#include "fpk/base/memory.h"

#include "ks_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Kolmogorov's limit P(sup |bridge| >= x), by the series that converges fast on each side. */
static double kolmogorov(double x)
{
    if (x <= 0)
        return 1;
    double sum = 0;
    if (x < 1.18) {
        double y = exp(-FPK_PI * FPK_PI / (8 * x * x)), y8 = pow(y, 8);
        sum = sqrt(2 * FPK_PI) / x * y * (1 + y8 * (1 + y8 * y8 * (1 + pow(y8, 3))));
        return 1 - sum;
    }
    for (int k = 1; k <= 20; k++)
        sum += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * x * x);
    return sum;
}

/* Smirnov's P(D_n^+ >= d) = d sum_j C(n,j) (j/n + d)^(j-1) (1 - j/n - d)^(n-j), exact. */
static double one_sided(uint64_t n, double d)
{
    double count = (double)n, sum = 0, log_choose = 0;
    for (double j = 0; j <= floor(count * (1 - d)); j++) {
        double a = j / count + d, b = 1 - a;
        if (b > 0)
            sum += exp(log_choose + (j - 1) * log(a) + (count - j) * log(b));
        else if (j == count)
            sum += exp(log_choose + (j - 1) * log(a));
        log_choose += log((count - j) / (j + 1));
    }
    return d * sum;
}

double fpk_ks_tail(uint64_t n, double d)
{
    double count = (double)n, x = sqrt(count) * d;
    if (d <= 0.5 / count)
        return 1;
    if (d >= 1)
        return 0;
    if (x * x >= 2.25 && n <= 100000)
        return fmin(1, 2 * one_sided(n, d));
    if (n <= 100)
        return fmax(0, 1 - fpk_ks_matrix(n, d));
    x += 1 / (6 * sqrt(count)) + (x - 1) / (4 * count);
    return fmin(1, fmax(0, kolmogorov(x)));
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void gap(size_t n, const double *sorted, fpk_cdf_fn *cdf, const void *ctx,
                struct fpk_ks *out)
{
    double c[FPK_BLOCK], t[FPK_BLOCK];
    for (size_t i = 0; i < n; i += FPK_BLOCK) {
        size_t m = n - i < FPK_BLOCK ? n - i : FPK_BLOCK;
        cdf(m, sorted + i, c, t, ctx);
        for (size_t j = 0; j < m; j++) {
            double above = (double)(i + j + 1) / (double)n - c[j];
            double below = c[j] - (double)(i + j) / (double)n;
            out->d = fmax(out->d, fmax(above, below));
        }
    }
    for (size_t i = 1; i < n; i++)
        out->ties += sorted[i] == sorted[i - 1];
}

enum fpk_status fpk_ks_test(size_t n, const double *x, fpk_cdf_fn *cdf, const void *ctx,
                            struct fpk_ks *out)
{
    *out = (struct fpk_ks){.n = n, .p_value = NAN};
    FPK_CHECK(n >= 1, FPK_USAGE, "Kolmogorov-Smirnov: there are no points");
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(isfinite(x[i]), FPK_USAGE, "Kolmogorov-Smirnov: point %zu of %zu is %g", i, n,
                  x[i]);
    double *sorted = NULL;
    FPK_TRY(fpk_allocate(&sorted, n));
    memcpy(sorted, x, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_value);
    gap(n, sorted, cdf, ctx, out);
    out->p_value = fpk_ks_tail(n, out->d);
    fpk_release(&sorted);
    return FPK_OK;
}

static void uniform(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        cdf[i] = fmin(1, fmax(0, x[i]));
        tail[i] = 1 - cdf[i];
    }
}

enum fpk_status fpk_ks_uniform(size_t n, const double *p, struct fpk_ks *out)
{
    return fpk_ks_test(n, p, uniform, NULL, out);
}
