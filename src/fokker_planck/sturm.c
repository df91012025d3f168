/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectrum.h"

#include <float.h>
#include <math.h>

#define SHIFTS 8
#define LEAST  1e-200 /* eigenvalues below this count as this */

/* below[k] <- how many eigenvalues of B^T B lie below s[k], the squares of B being
 *     (B^T B)_ii = up_i + down_i,   (B^T B)_{i,i+1}^2 = up_i down_{i+1}.
 * L D L^T of B^T B - s I by the stationary quotient-difference sweep: with t_0 = down_0 - s, down_0
 * and up_{n-1} what leaks out through the ends,
 *     d_i = up_i + t_i,   t_{i+1} = t_i down_{i+1}/d_i - s,
 * as many d_i are negative as eigenvalues lie below s. Rounding is worth relative changes of a few
 * 2^-53 in each rate, which move each eigenvalue by as little (Fernando, Parlett). A pivot that is
 * exactly 0 is such a change away from a negative one. */
static void count(const struct fpk_generator *gen, const double *s, size_t *below)
{
    double t[SHIFTS];
    unsigned n[SHIFTS];
    for (int k = 0; k < SHIFTS; k++) {
        t[k] = gen->down[0] - s[k];
        n[k] = 0;
    }
    for (size_t i = 0; i + 1 < gen->grid.n; i++) {
        double up = gen->up[i], down = gen->down[i + 1];
        for (int k = 0; k < SHIFTS; k++) {
            double d = up + t[k];
            d = d == 0 ? -DBL_EPSILON * up : d;
            n[k] += d < 0;
            t[k] = down * (t[k] / d) - s[k];
        }
    }
    for (int k = 0; k < SHIFTS; k++)
        below[k] = n[k] + (t[k] + gen->up[gen->grid.n - 1] < 0);
}

/* Shifts between low and high: by equal ratios while these are far apart, then equal distances. */
static void spread(double low, double high, double *s)
{
    for (int k = 0; k < SHIFTS; k++) {
        double part = (k + 1) / (SHIFTS + 1.0);
        s[k] = low + part * (high - low);
    }
    if (high < 4 * low)
        return;
    int bits;
    (void)frexp(high / low, &bits);
    for (int k = 0; k < SHIFTS; k++)
        s[k] = ldexp(low, (k + 1) * bits / (SHIFTS + 1));
    for (int k = 0; k < SHIFTS; k++) /* few bits: the same shift twice would do no harm */
        s[k] = s[k] < high && s[k] > low ? s[k] : sqrt(low) * sqrt(high);
}

/* The eigenvalue that has k others below it, from *low, below which there are at most k. */
static double find(const struct fpk_generator *gen, size_t k, double *low, double high)
{
    double s[SHIFTS], from = *low;
    size_t below[SHIFTS];
    while (high - from > 2 * DBL_EPSILON * high) {
        double low_before = from, high_before = high;
        spread(from, high, s);
        count(gen, s, below);
        for (int j = 0; j < SHIFTS; j++) {
            if (below[j] <= k)
                from = fmax(from, s[j]);
            else
                high = fmin(high, s[j]);
        }
        if (high <= from || (from == low_before && high == high_before))
            break;
    }
    *low = from;
    return 0.5 * (from + high);
}

enum fpk_status fpk_generator_eigenvalues(const struct fpk_generator *generator, size_t n,
                                          double *value)
{
    size_t cells = generator->grid.n;
    FPK_CHECK(n >= 1 && n <= cells, FPK_USAGE,
              "%zu eigenvalues are asked of %zu cells: ask for 1 ... %zu, or take more cells", n,
              cells, cells);
    FPK_CHECK(!fpk_ends_ring(generator->ends), FPK_USAGE,
              "eigenvalues are computed between two ends, and on a ring there are none");
    double most = 0, low = LEAST;
    for (size_t i = 0; i < cells; i++) {
        most = fmax(most, generator->up[i] + generator->down[i]);
        FPK_CHECK(i + 1 == cells || (generator->up[i] > 0 && generator->down[i + 1] > 0),
                  FPK_NUMERIC,
                  "the rate across x = %.10g is 0 in one direction: the noise vanishes there or "
                  "the drift is too steep for cells of %.3g; give a smaller domain",
                  fpk_grid_face(&generator->grid, i + 1), fpk_grid_width(&generator->grid));
    }
    bool leaks = generator->down[0] > 0 || generator->up[cells - 1] > 0;
    value[0] = 0;
    for (size_t k = leaks ? 0 : 1; k < n; k++)
        value[k] = find(generator, k, &low, 2 * most * (1 + 4 * DBL_EPSILON)); /* Gershgorin */
    return FPK_OK;
}
