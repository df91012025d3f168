/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chi-square for what is already counted, or already a number of standard errors. */
#include "fpk/compare/chi_square.h"

#include <math.h>

/* One joined cell: adds its term and begins the next. */
static void close_cell(struct fpk_chi_square *out, double *expected, double *seen)
{
    double d = *seen - *expected;
    out->statistic += d * d / *expected;
    out->least_expected = fmin(out->least_expected, *expected);
    out->cells++;
    *expected = *seen = 0;
}

enum fpk_status fpk_chi_square_counts(size_t cells, const uint64_t *count,
                                      const double *probability, struct fpk_chi_square *out)
{
    *out = (struct fpk_chi_square){.p_value = NAN, .least_expected = INFINITY};
    double mass = 0;
    for (size_t k = 0; k < cells; k++) {
        out->n += count[k];
        mass += probability[k];
    }
    FPK_CHECK(fabs(mass - 1) <= 1e-9, FPK_USAGE,
              "the probabilities of the %zu values sum to %.12g, not to 1", cells, mass);
    double n = (double)out->n, wanted = fmax(20, n / (double)fpk_cells_count(out->n));
    FPK_CHECK(n >= 2 * wanted, FPK_USAGE,
              "%llu numbers: a chi-square test needs two cells with 20 expected in each",
              (unsigned long long)out->n);
    double expected = 0, seen = 0, left = n; /* left: expected in all cells from k + 1 on */
    for (size_t k = 0; k < cells; k++) {
        expected += n * probability[k];
        seen += (double)count[k];
        left -= n * probability[k];
        if (expected >= wanted && left >= wanted)
            close_cell(out, &expected, &seen);
    }
    close_cell(out, &expected, &seen);
    FPK_CHECK(out->cells >= 2, FPK_USAGE,
              "one of the %zu values has nearly all the mass: there is nothing to compare", cells);
    out->dof = (double)out->cells - 1;
    out->law_allowed = 0.1 * sqrt(2 * out->dof);
    out->p_value = fpk_chi_square_tail(out->statistic, out->dof, 0);
    return FPK_OK;
}

struct fpk_chi_square fpk_chi_square_scores(uint64_t n, size_t m, const double *z)
{
    struct fpk_chi_square out = {.n = n,
                                 .cells = m,
                                 .dof = (double)m,
                                 .least_expected = (double)n,
                                 .law_allowed = 0.1 * sqrt(2 * (double)m)};
    for (size_t k = 0; k < m; k++)
        out.statistic += z[k] * z[k];
    out.p_value = isfinite(out.statistic) ? fpk_chi_square_tail(out.statistic, out.dof, 0) : NAN;
    return out;
}
