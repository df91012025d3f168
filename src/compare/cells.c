/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/cells.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include "interpolant_priv.h"
#include "side_priv.h"

#include <math.h>

size_t fpk_cells_count(uint64_t n)
{
    double power = floor(1.25 * fpk_pow((double)n, 0.4)), twenty = floor((double)n / 20);
    double cells = fmin(power, twenty);
    return cells < 2 ? 2 : (size_t)cells;
}

static enum fpk_status allocate(struct fpk_cells *cells, size_t n)
{
    *cells = (struct fpk_cells){.n = n};
    FPK_CHECK(n >= 2, FPK_USAGE, "a partition needs at least 2 cells, not %zu", n);
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&cells->edge, n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&cells->probability, n));
    return FPK_OK;
done:
    fpk_cells_clear(cells);
    return status;
}

void fpk_cells_clear(struct fpk_cells *cells)
{
    fpk_release(&cells->edge);
    fpk_release(&cells->probability);
    cells->n = 0;
}

/* P(a < X <= b) from cdf and tail at both, whichever keeps more digits. */
static double between(const double *cdf, const double *tail, size_t a, size_t b)
{
    if (cdf[b] <= 0.5)
        return cdf[b] - cdf[a];
    if (tail[a] <= 0.5)
        return tail[a] - tail[b];
    return 1 - cdf[a] - tail[b];
}

/* probability [n] from cdf and tail at the n - 1 edges. */
static void probabilities(size_t n, const double *cdf, const double *tail, double *probability)
{
    probability[0] = cdf[0];
    for (size_t k = 1; k + 1 < n; k++)
        probability[k] = between(cdf, tail, k - 1, k);
    probability[n - 1] = tail[n - 2];
}

static enum fpk_status check(const struct fpk_cells *cells)
{
    for (size_t k = 0; k < cells->n; k++) {
        FPK_CHECK(cells->probability[k] > 0, FPK_NUMERIC,
                  "cell %zu of %zu has probability %g: the law has a jump, or too few nodes for "
                  "so many cells",
                  k, cells->n, cells->probability[k]);
        FPK_CHECK(k == 0 || k + 1 == cells->n || cells->edge[k] > cells->edge[k - 1], FPK_NUMERIC,
                  "cells %zu and %zu share the edge %.17g: the law has an atom there", k - 1, k,
                  cells->edge[k]);
    }
    return FPK_OK;
}

/* cdf and tail between nodes, and how far they may be off, by the polynomial that distances use: at
 * 1e7 points the error of a cubic would decide. */
static double read_mass(const struct fpk_density *density, double x, double *cdf, double *tail)
{
    struct fpk_view view = {.density = density};
    struct fpk_values_at at;
    fpk_view_eval(&view, 1, &x, &at);
    *cdf = at.cdf[0];
    *tail = at.tail[0];
    return at.cdf_error[0];
}

enum fpk_status fpk_cells_of_density(struct fpk_cells *cells, const struct fpk_density *density,
                                     size_t n)
{
    *cells = (struct fpk_cells){0};
    FPK_TRY(fpk_interpolant_check(density));
    FPK_TRY(allocate(cells, n));
    struct fpk_view view = {.density = density};
    double *cdf = NULL, *tail = NULL, *error = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&cdf, n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&tail, n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&error, n + 1));
    for (size_t k = 0; k + 1 < n; k++) {
        double u = (double)(k + 1) / (double)n, v = (double)(n - 1 - k) / (double)n;
        status = fpk_interpolant_quantile(density, u, v, &cells->edge[k]);
        if (status != FPK_OK) /* outside the nodes */
            goto done;
        cells->edge[k] = fpk_view_quantile(&view, u, v).x;
        error[k + 1] = read_mass(density, cells->edge[k], &cdf[k], &tail[k]);
    }
    probabilities(n, cdf, tail, cells->probability);
    FPK_TRY_DONE(status, check(cells));
    for (size_t k = 0; k < n; k++) { /* error[0] = error[n] = 0: the ends are exact */
        double e = error[k] + error[k + 1];
        cells->error_chi2 += e * e / cells->probability[k];
    }
done:
    fpk_release(&cdf);
    fpk_release(&tail);
    fpk_release(&error);
    if (status != FPK_OK)
        fpk_cells_clear(cells);
    return status;
}

/* The x with cdf(x) = u (by the tail v = 1 - u above the median), by bisection to the last bit. */
static double bisect(fpk_cdf_fn *cdf, const void *ctx, double low, double high, double u, double v)
{
    for (int i = 0; i < 200; i++) {
        double x = low + (high - low) / 2, c, t;
        if (!(x > low && x < high))
            break;
        cdf(1, &x, &c, &t, ctx);
        if (u <= 0.5 ? c < u : t > v)
            low = x;
        else
            high = x;
    }
    return high;
}

enum fpk_status fpk_cells_of_cdf(struct fpk_cells *cells, fpk_cdf_fn *cdf, const void *ctx,
                                 double low, double high, size_t n)
{
    *cells = (struct fpk_cells){0};
    FPK_CHECK(isfinite(low) && isfinite(high) && low < high, FPK_USAGE,
              "the range %.10g ... %.10g of a law must be finite and increasing", low, high);
    FPK_TRY(allocate(cells, n));
    double *c = NULL, *t = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&c, n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&t, n - 1));
    double from = low;
    for (size_t k = 0; k + 1 < n; k++) {
        double u = (double)(k + 1) / (double)n, v = (double)(n - 1 - k) / (double)n;
        from = cells->edge[k] = bisect(cdf, ctx, from, high, u, v);
    }
    cdf(n - 1, cells->edge, c, t, ctx);
    probabilities(n, c, t, cells->probability);
    FPK_TRY_DONE(status, check(cells));
done:
    fpk_release(&c);
    fpk_release(&t);
    if (status != FPK_OK)
        fpk_cells_clear(cells);
    return status;
}

enum fpk_status fpk_cells_chi2(const struct fpk_cells *cells, const struct fpk_density *other,
                               double *chi2)
{
    *chi2 = NAN;
    FPK_TRY(fpk_interpolant_check(other));
    double *c = NULL, *t = NULL, *q = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&c, cells->n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&t, cells->n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&q, cells->n));
    for (size_t k = 0; k + 1 < cells->n; k++)
        (void)read_mass(other, cells->edge[k], &c[k], &t[k]);
    probabilities(cells->n, c, t, q);
    double sum = 0;
    for (size_t k = 0; k < cells->n; k++) {
        double d = q[k] - cells->probability[k];
        sum += d * d / cells->probability[k];
    }
    *chi2 = sum;
done:
    fpk_release(&c);
    fpk_release(&t);
    fpk_release(&q);
    return status;
}

double fpk_cells_chi2_from_tv(const struct fpk_cells *cells, double tv)
{
    double least = cells->probability[0];
    for (size_t k = 1; k < cells->n; k++)
        least = fmin(least, cells->probability[k]);
    return 2 * tv * tv / least;
}
