/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/chi_square.h"

#include "fpk/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include <assert.h>
#include <math.h>

/* Pearson's statistic; terms are added in cell order. */
static void statistic(const struct fpk_cells *cells, const uint64_t *count,
                      struct fpk_chi_square *out)
{
    out->statistic = 0;
    for (size_t k = 0; k < cells->n; k++) {
        double expected = (double)out->n * cells->probability[k];
        double d = (double)count[k] - expected;
        out->statistic += d * d / expected;
    }
}

enum fpk_status fpk_chi_square_test(const struct fpk_cells *cells, const struct fpk_points *points,
                                    double law_chi2, struct fpk_chi_square *out)
{
    *out = (struct fpk_chi_square){
        .n = points->n, .cells = cells->n, .dof = (double)cells->n - 1, .p_value = NAN};
    FPK_CHECK(law_chi2 >= 0, FPK_USAGE, "the error of a law cannot be %g", law_chi2);
    out->least_expected = INFINITY;
    for (size_t k = 0; k < cells->n; k++)
        out->least_expected = fmin(out->least_expected, (double)points->n * cells->probability[k]);
    FPK_CHECK(out->least_expected >= 19.5, FPK_USAGE,
              "%zu points in %zu cells: %.3g expected in the smallest, at least 20 are needed; "
              "take more points or fewer cells",
              points->n, cells->n, out->least_expected);
    uint64_t *count = NULL;
    FPK_TRY(fpk_allocate(&count, cells->n));
    enum fpk_status status = fpk_cells_tally(cells, points, count);
    if (status == FPK_OK) {
        statistic(cells, count, out);
        out->p_value = gsl_cdf_chisq_Q(out->statistic, out->dof);
        out->law_shift = (double)out->n * (law_chi2 + cells->error_chi2);
        out->law_allowed = 0.1 * sqrt(2 * out->dof);
    }
    fpk_release(&count);
    return status;
}

enum fpk_status fpk_chi_square_density(const struct fpk_density *density, double law_tv,
                                       const struct fpk_points *points, struct fpk_chi_square *out)
{
    *out = (struct fpk_chi_square){.n = points->n, .p_value = NAN};
    struct fpk_cells cells;
    FPK_TRY(fpk_cells_of_density(&cells, density, fpk_cells_count(points->n)));
    enum fpk_status status =
        fpk_chi_square_test(&cells, points, fpk_cells_chi2_from_tv(&cells, law_tv), out);
    fpk_cells_clear(&cells);
    return status;
}

enum fpk_status fpk_chi_square_pair(const struct fpk_density *fine,
                                    const struct fpk_density *coarse,
                                    const struct fpk_points *points, struct fpk_chi_square *out)
{
    *out = (struct fpk_chi_square){.n = points->n, .p_value = NAN};
    struct fpk_cells cells;
    double law_chi2;
    FPK_TRY(fpk_cells_of_density(&cells, fine, fpk_cells_count(points->n)));
    enum fpk_status status = fpk_cells_chi2(&cells, coarse, &law_chi2);
    if (status == FPK_OK)
        status = fpk_chi_square_test(&cells, points, law_chi2, out);
    fpk_cells_clear(&cells);
    return status;
}

/* sum_j Poisson(j; lambda/2) P(chi2_{dof + 2j} >= x): outwards from the largest weight until what
 * is left is below rounding. */
double fpk_chi_square_tail(double x, double dof, double lambda)
{
    assert(lambda >= 0 && dof > 0);
    if (x <= 0)
        return 1;
    if (lambda == 0)
        return gsl_cdf_chisq_Q(x, dof);
    double half = lambda / 2, middle = floor(half), sum = 0;
    double peak = gsl_ran_poisson_pdf((unsigned)middle, half), weight = peak;
    for (double j = middle; weight > 1e-17 * peak; j++) {
        sum += weight * gsl_cdf_chisq_Q(x, dof + 2 * j);
        weight *= half / (j + 1);
    }
    weight = peak;
    for (double j = middle; j > 0 && weight > 1e-17 * peak; j--) {
        weight *= j / half;
        sum += weight * gsl_cdf_chisq_Q(x, dof + 2 * (j - 1));
    }
    return fmin(sum, 1);
}

/* The x with P(chi2_dof >= x) = alpha. By bisection on the tail: GSL 2.7's own inverse is wrong for
 * many degrees of freedom (132869 instead of 102140 at alpha = 1e-6, dof = 1e5). */
double fpk_chi_square_critical(double dof, double alpha)
{
    double low = 0, high = dof + 16;
    while (gsl_cdf_chisq_Q(high, dof) > alpha) {
        low = high;
        high *= 2;
    }
    while (high - low > 4e-16 * high) {
        double middle = low + (high - low) / 2;
        if (!(middle > low && middle < high))
            break;
        if (gsl_cdf_chisq_Q(middle, dof) > alpha)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double fpk_chi_square_detects(uint64_t n, double dof, double alpha, double power)
{
    double critical = fpk_chi_square_critical(dof, alpha);
    double low = 0, high = 16;
    while (fpk_chi_square_tail(critical, dof, high) < power)
        high *= 2;
    while (high - low > 1e-6 * high) { /* power increases with lambda */
        double middle = low + (high - low) / 2;
        if (fpk_chi_square_tail(critical, dof, middle) < power)
            low = middle;
        else
            high = middle;
    }
    return sqrt(high / (double)n);
}
