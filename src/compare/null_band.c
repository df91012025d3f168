/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/null_band.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"

#include "interpolant_priv.h"

#include <gsl/gsl_randist.h>

#include <limits.h>
#include <math.h>
#include <stdbool.h>

static enum fpk_status check(uint64_t n, double alpha)
{
    FPK_CHECK(n >= 1, FPK_USAGE, "a null band needs at least one point");
    FPK_CHECK(alpha > 0 && alpha < 1, FPK_USAGE, "false-alarm rate %g is not between 0 and 1",
              alpha);
    return FPK_OK;
}

enum fpk_status fpk_null_band_w1(const struct fpk_density *density, uint64_t n, double alpha,
                                 struct fpk_null_band *out)
{
    *out = (struct fpk_null_band){.alpha = alpha};
    FPK_TRY(check(n, alpha));
    FPK_TRY(fpk_interpolant_check(density));
    /* int sqrt(F(1-F)) by Simpson on each interval, the middle from the interpolant; moments with
     * the density's own weights. */
    double integral = 0, mass = 0, mean = 0, variance = 0;
    for (size_t i = 0; i + 1 < density->n; i++) {
        double a = density->x[i], h = density->x[i + 1] - a, c, t;
        fpk_interpolant_at(density, a + h / 2, &c, &t);
        double left = sqrt(fmax(0, density->cdf[i] * density->tail[i]));
        double right = sqrt(fmax(0, density->cdf[i + 1] * density->tail[i + 1]));
        integral += h / 6 * (left + 4 * sqrt(fmax(0, c * t)) + right);
    }
    for (size_t i = 0; i < density->n; i++)
        mass += density->w[i] * density->pdf[i];
    for (size_t i = 0; i < density->n; i++)
        mean += density->w[i] * density->pdf[i] / mass * density->x[i];
    for (size_t i = 0; i < density->n; i++)
        variance += density->w[i] * density->pdf[i] / mass * (density->x[i] - mean) *
                    (density->x[i] - mean);
    out->mean = integral * sqrt(2 / (FPK_PI * (double)n));
    out->high = out->mean + sqrt(-2 * log(alpha) * variance / (double)n);
    return FPK_OK;
}

/* E |N - n p| = 2 v (1 - p) b(v; n, p), v = floor(n p) + 1 (de Moivre 1730; Diaconis and Zabell,
 * Statist. Sci. 6, 284, 1991); GSL computes b to about eps n log n, 1e-8 at n = 1e7; beyond
 * the range of its counts the normal limit. */
static double mean_deviation(double n, double p)
{
    double v = floor(n * p) + 1;
    if (n > UINT_MAX)
        return sqrt(2 * n * p * (1 - p) / FPK_PI);
    if (v > n)
        return 0;
    return 2 * v * (1 - p) * gsl_ran_binomial_pdf((unsigned)v, p, (unsigned)n);
}

enum fpk_status fpk_null_band_tv(const struct fpk_cells *cells, uint64_t n, double alpha,
                                 struct fpk_null_band *out)
{
    *out = (struct fpk_null_band){.alpha = alpha};
    FPK_TRY(check(n, alpha));
    for (size_t k = 0; k < cells->n; k++)
        out->mean += mean_deviation((double)n, cells->probability[k]) / (2 * (double)n);
    out->high = out->mean + sqrt(-log(alpha) / (2 * (double)n));
    return FPK_OK;
}

double fpk_cells_tv(const struct fpk_cells *cells, const uint64_t *count)
{
    double n = 0, sum = 0;
    for (size_t k = 0; k < cells->n; k++)
        n += (double)count[k];
    for (size_t k = 0; k < cells->n; k++)
        sum += fabs((double)count[k] / n - cells->probability[k]);
    return sum / 2;
}

/* Signed so that both tails keep their digits: below the median by cdf, above it by tail. */
static double gap(const struct fpk_density *density, size_t i, double below, double n)
{
    bool low = density->cdf[i] <= density->tail[i];
    return low ? below / n - density->cdf[i] : density->tail[i] - (n - below) / n;
}

enum fpk_status fpk_points_w1(const struct fpk_density *density, const struct fpk_points *points,
                              double *w1)
{
    /* the nodes as edges of cells, so that one tally counts the points below each */
    struct fpk_cells cells = {.n = density->n + 1, .edge = density->x};
    uint64_t *count = NULL;
    double n = (double)points->n, below = 0;
    *w1 = 0;
    FPK_TRY(fpk_allocate(&count, cells.n));
    enum fpk_status status = fpk_cells_tally(&cells, points, count);
    for (size_t i = 0; status == FPK_OK && i < density->n; i++) {
        below += (double)count[i];
        *w1 += density->w[i] * fabs(gap(density, i, below, n));
    }
    fpk_release(&count);
    return status;
}
