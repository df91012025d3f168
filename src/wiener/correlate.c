/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/correlate.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define TOLERANCE 1e-12
#define STRIP     64

/* Refuses what no covariance can be, before anything is computed. */
static enum fpk_status check_pair(size_t d, const double *r, size_t i, size_t j)
{
    double lower = r[i * d + j], upper = r[j * d + i];
    double size = sqrt(r[i * d + i]) * sqrt(r[j * d + j]);
    FPK_CHECK(fabs(lower - upper) <= TOLERANCE * size, FPK_USAGE,
              "covariance: not symmetric, row %zu column %zu is %.17g but row %zu column %zu is "
              "%.17g",
              i + 1, j + 1, lower, j + 1, i + 1, upper);
    FPK_CHECK(fabs(lower) <= (1 + TOLERANCE) * size, FPK_USAGE,
              "covariance: row %zu column %zu is %.17g, but its two variances, %.17g and %.17g, "
              "allow no more than %.17g",
              i + 1, j + 1, lower, r[i * d + i], r[j * d + j], size);
    return FPK_OK;
}

static enum fpk_status check_entries(size_t d, const double *r)
{
    for (size_t i = 0; i < d * d; i++)
        FPK_CHECK(fabs(r[i]) <= DBL_MAX, FPK_USAGE,
                  "covariance: row %zu column %zu is %g, not a finite number", i / d + 1, i % d + 1,
                  r[i]);
    for (size_t i = 0; i < d; i++) {
        FPK_CHECK(r[i * d + i] >= 0, FPK_USAGE,
                  "covariance: row %zu column %zu, a variance, is %.17g; it cannot be negative",
                  i + 1, i + 1, r[i * d + i]);
        for (size_t j = 0; j < i; j++)
            FPK_TRY(check_pair(d, r, i, j));
    }
    return FPK_OK;
}

/* What is left of entry (i, j) once the columns before j are taken away. */
static double left_of(size_t d, const double *l, size_t i, size_t j)
{
    double entry = l[i * d + j];
    for (size_t k = 0; k < j; k++)
        entry -= l[i * d + k] * l[j * d + k];
    return entry;
}

/* Column j from its diagonal down and the diagonal after it still hold R. */
static enum fpk_status eliminate(size_t d, double *l, size_t j)
{
    double variance = l[j * d + j], pivot = left_of(d, l, j, j), ratio = 0;
    size_t largest = j; /* row of the largest covariance left, if it counts */
    for (size_t i = j + 1; i < d; i++) {
        double size = sqrt(variance) * sqrt(l[i * d + i]), left = left_of(d, l, i, j);
        l[i * d + j] = left;
        if (fabs(left) > fmax(ratio, TOLERANCE) * size) {
            ratio = fabs(left) / size;
            largest = i;
        }
    }
    FPK_CHECK(pivot >= -TOLERANCE * variance, FPK_USAGE,
              "covariance: not positive semidefinite at row %zu column %zu: of the variance %.17g, "
              "%.3g is left given the variables before",
              j + 1, j + 1, variance, pivot);
    FPK_CHECK(pivot > 0 || largest == j, FPK_USAGE,
              "covariance: not positive semidefinite at row %zu column %zu: variable %zu has no "
              "variance left given the variables before, but a covariance of %.3g",
              largest + 1, j + 1, j + 1, l[largest * d + j]);
    double root = pivot <= TOLERANCE * variance && largest == j ? 0 : sqrt(pivot);
    l[j * d + j] = root;
    for (size_t i = j + 1; i < d; i++)
        l[i * d + j] = root > 0 ? l[i * d + j] / root : 0;
    return FPK_OK;
}

enum fpk_status fpk_correlation_factor(size_t d, const double *covariance, double *factor)
{
    FPK_TRY(check_entries(d, covariance));
    if (factor != covariance)
        memcpy(factor, covariance, d * d * sizeof *factor);
    for (size_t j = 0; j < d; j++)
        FPK_TRY(eliminate(d, factor, j));
    for (size_t i = 0; i < d; i++)
        for (size_t j = i + 1; j < d; j++)
            factor[i * d + j] = 0;
    return FPK_OK;
}

/* Row i of out needs the rows of z up to i: from the last row up, out may be z. */
void fpk_correlate(size_t d, const double *factor, size_t n, const double *z, double *out)
{
    for (size_t at = 0; at < n; at += STRIP) {
        size_t m = n - at < STRIP ? n - at : STRIP;
        for (size_t i = d; i-- > 0;) {
            double sum[STRIP] = {0};
            for (size_t j = 0; j <= i; j++)
                for (size_t p = 0; p < m; p++)
                    sum[p] += factor[i * d + j] * z[j * n + at + p];
            memcpy(out + i * n + at, sum, m * sizeof *sum);
        }
    }
}
