/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chi-square test of points against a law in any of its forms. */
#include "fpk/compare/chi_square.h"

#include <math.h>
#include <stdbool.h>

static void cdf_of_pushed(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    for (size_t i = 0; i < n; i++)
        fpk_pushed_at(ctx, x[i], NULL, &cdf[i], &tail[i]);
}

static void cdf_of_mixture(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    for (size_t i = 0; i < n; i++) {
        fpk_mixture_cdf(ctx, 1, &x[i], &cdf[i]);
        fpk_mixture_tail(ctx, 1, &x[i], &tail[i]);
    }
}

/* sum_k (p_k - q_k)^2/p_k, q the probabilities of the law at the coarse resolution. */
static double chi2_of_coarse(const struct fpk_cells *cells, const struct fpk_pushed *coarse)
{
    double chi2 = 0, cdf = 0, tail = 1;
    for (size_t k = 0; k < cells->n; k++) {
        double next = 1, after = 0;
        if (k + 1 < cells->n)
            fpk_pushed_at(coarse, cells->edge[k], NULL, &next, &after);
        double q = next < .5 ? next - cdf : tail - after, d = q - cells->probability[k];
        chi2 += d * d / cells->probability[k];
        cdf = next;
        tail = after;
    }
    return chi2;
}

/* All but nothing of the mass lies within 60 standard deviations. */
static enum fpk_status cells_of(const struct fpk_side *law, size_t n, struct fpk_cells *cells)
{
    struct fpk_side_moments m;
    FPK_TRY(fpk_side_moments(law, &m));
    double width = 60 * sqrt(m.variance.value), mean = m.mean.value;
    return fpk_cells_of_cdf(cells, law->pushed ? cdf_of_pushed : cdf_of_mixture,
                            law->pushed ? (const void *)law->pushed : law->mixture, mean - width,
                            mean + width, n);
}

enum fpk_status fpk_chi_square_side(const struct fpk_side *law, const struct fpk_points *points,
                                    struct fpk_chi_square *out)
{
    *out = (struct fpk_chi_square){.n = points->n, .p_value = NAN};
    if (law->fine && law->coarse)
        return fpk_chi_square_pair(law->fine, law->coarse, points, out);
    if (law->fine)
        return fpk_chi_square_density(law->fine, 0, points, out);
    struct fpk_cells cells;
    FPK_TRY(cells_of(law, fpk_cells_count(points->n), &cells));
    bool two = law->pushed && law->pushed_coarse;
    enum fpk_status status = fpk_chi_square_test(
        &cells, points, two ? chi2_of_coarse(&cells, law->pushed_coarse) : 0, out);
    fpk_cells_clear(&cells);
    return status;
}
