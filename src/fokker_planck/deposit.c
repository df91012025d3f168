/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

#define NODES 12
#define REACH 8.5 /* standard deviations: all but 2e-17 */

/* Cell averages by differences of the cdf, or of the tail where that is the smaller number, so that
 * both tails keep their digits. Blocks share their end face. */
void fpk_start_averages(const struct fpk_start *start, const struct fpk_grid *grid, double *average)
{
    double x[FPK_BLOCK], cdf[FPK_BLOCK], tail[FPK_BLOCK];
    double h = fpk_grid_width(grid);
    for (size_t first = 0; first < grid->n; first += FPK_BLOCK - 1) {
        size_t m = grid->n - first < FPK_BLOCK - 1 ? grid->n - first : FPK_BLOCK - 1;
        for (size_t k = 0; k <= m; k++)
            x[k] = fpk_grid_face(grid, first + k);
        fpk_start_cdf(start, m + 1, x, cdf, tail);
        for (size_t k = 0; k < m; k++) {
            double mass = cdf[k + 1] < 0.5 ? cdf[k + 1] - cdf[k] : tail[k] - tail[k + 1];
            average[first + k] = mass / h;
        }
    }
}

/* Integral of the cubic B-spline (support [-2, 2], integral 1) from -2 to u. */
static double spline_integral(double u)
{
    double v = fabs(u), upper;
    if (v >= 2)
        upper = 0;
    else if (v >= 1)
        upper = (2 - v) * (2 - v) * (2 - v) * (2 - v) / 24;
    else
        upper = 0.5 - v * (2.0 / 3 - v * v * (1.0 / 3 - v / 8));
    return u > 0 ? 1 - upper : upper;
}

static double spline(double u)
{
    double v = fabs(u);
    if (v >= 2)
        return 0;
    return v >= 1 ? (2 - v) * (2 - v) * (2 - v) / 6 : 2.0 / 3 - v * v * (1 - v / 2);
}

/* The cell that holds what falls on cell i, which may lie beyond an end: walls reflect. */
static size_t folded(long i, long n)
{
    long cell = i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i;
    return (size_t)(cell < 0 ? 0 : cell >= n ? n - 1 : cell);
}

static void add_point(struct fpk_field *field, double x, double w)
{
    const struct fpk_grid *grid = &field->grid;
    double h = fpk_grid_width(grid);
    if (x < grid->a || x > grid->b)
        return;
    double u = (x - grid->a) / h - 0.5; /* in cells, from the first centre */
    long low = (long)floor(u) - 1;
    for (long i = low; i < low + 4; i++)
        field->value[folded(i, (long)grid->n)] += w * spline(u - (double)i) / h;
}

static void from_uniform(struct fpk_field *field, double a, double b)
{
    const struct fpk_grid *grid = &field->grid;
    double h = fpk_grid_width(grid);
    double left = fmax(a, grid->a), right = fmin(b, grid->b);
    for (long i = -2; i < (long)grid->n + 2; i++) {
        double x = grid->a + ((double)i + 0.5) * h;
        double share = spline_integral((right - x) / h) - spline_integral((left - x) / h);
        field->value[folded(i, (long)grid->n)] += share / (b - a);
    }
}

enum fpk_status fpk_field_from_start(struct fpk_field *field, const struct fpk_start *start)
{
    for (size_t i = 0; i < field->grid.n; i++)
        field->value[i] = 0;
    switch (start->kind) {
    case FPK_START_MIXTURE:
        FPK_CHECK(start->mixture.dim == 1, FPK_USAGE,
                  "the start has %zu dimensions, but the Fokker-Planck equation is solved in one",
                  start->mixture.dim);
        fpk_start_averages(start, &field->grid, field->value);
        break;
    case FPK_START_DELTA:
        add_point(field, start->a, 1);
        break;
    case FPK_START_UNIFORM:
        from_uniform(field, start->a, start->b);
        break;
    case FPK_START_POINTS:
        FPK_CHECK(start->points.dim == 1, FPK_USAGE,
                  "the start has %zu dimensions, but the Fokker-Planck equation is solved in one",
                  start->points.dim);
        for (size_t i = 0; i < start->points.n; i++)
            add_point(field, start->points.x[i], 1 / (double)start->points.n);
        break;
    }
    return FPK_OK;
}

/* Mass w of N(mean, std^2) through the spline: Gauss-Legendre between the spline's knots (the
 * centres) and in pieces of at most one std, so that every integrand is smooth. */
static void add_normal(struct fpk_field *field, double w, double mean, double std)
{
    double unit[NODES], unit_weight[NODES], node[NODES], weight[NODES];
    double h = fpk_grid_width(&field->grid);
    double first = field->grid.a + 0.5 * h;
    double x = mean - REACH * std, end = mean + REACH * std;
    fpk_gauss_legendre(NODES, unit, unit_weight);
    while (x < end) {
        double knot = first + h * (floor((x - first) / h) + 1);
        double next = fmin(fmin(x + std, end), knot > x ? knot : knot + h);
        fpk_gauss_legendre_on(x, next, NODES, unit, unit_weight, node, weight);
        for (size_t i = 0; i < NODES; i++) {
            double z = (node[i] - mean) / std;
            add_point(field, node[i], w * weight[i] * fpk_normal_pdf(z) / std);
        }
        x = next;
    }
}

enum fpk_status fpk_field_spread_start(struct fpk_field *field, const struct fpk_start *start)
{
    FPK_TRY(fpk_field_from_start(field, start));
    if (start->kind != FPK_START_MIXTURE)
        return FPK_OK;
    for (size_t i = 0; i < field->grid.n; i++)
        field->value[i] = 0;
    const struct fpk_mixture *mixture = &start->mixture;
    for (size_t k = 0; k < mixture->n; k++)
        add_normal(field, mixture->weight[k], mixture->mean[k], sqrt(mixture->covariance[k]));
    return FPK_OK;
}
