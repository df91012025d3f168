/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/modes.h"

#include "fpk/numeric/sum.h"

#include <float.h>
#include <math.h>

#define ALIKE 1e-13 /* relative: eigenvalues that rounding may have exchanged, a thousand cells */

/* Pivots of -A - lambda from the left, d_i = up_i + t_i, and from the right, e_i = down_i + s_i:
 *     t_{i+1} = t_i down_{i+1}/d_i - lambda,   t_0 = down_0 - lambda,
 *     s_{i-1} = s_i up_{i-1}/e_i - lambda,     s_{n-1} = up_{n-1} - lambda.
 * The two meet where |t_r + s_r + lambda| is least: the inverse of the largest entry of the
 * inverse's diagonal, so that the symmetrised vector is largest there, or nearly. Returns r. */
static size_t meet(const struct fpk_generator *gen, double lambda, double *d, double *e)
{
    size_t n = gen->grid.n, r = 0;
    double t = gen->down[0] - lambda, s = gen->up[n - 1] - lambda, least = INFINITY;
    for (size_t i = n; i-- > 0;) {
        e[i] = s; /* for the time being */
        double pivot = gen->down[i] + s;
        pivot = pivot == 0 ? -DBL_EPSILON * gen->down[i] : pivot;
        if (i > 0)
            s = gen->up[i - 1] * (s / pivot) - lambda;
    }
    for (size_t i = 0; i < n; i++) {
        double gap = fabs(t + e[i] + lambda);
        r = gap < least ? i : r;
        least = fmin(gap, least);
        d[i] = gen->up[i] + t;
        d[i] = d[i] == 0 ? -DBL_EPSILON * gen->up[i] : d[i];
        e[i] += gen->down[i];
        e[i] = e[i] == 0 ? -DBL_EPSILON * gen->down[i] : e[i];
        if (i + 1 < n)
            t = gen->down[i + 1] * (t / d[i]) - lambda;
    }
    return r;
}

/* phi outwards from where the sweeps meet, by products alone: small entries keep their digits. */
static void vector(const struct fpk_generator *gen, double lambda, const double *mass, double *phi,
                   double *work)
{
    size_t n = gen->grid.n;
    double *d = work, *e = work + n;
    size_t r = meet(gen, lambda, d, e);
    phi[r] = 1;
    for (size_t i = r; i > 0; i--)
        phi[i - 1] = phi[i] * (gen->up[i - 1] / d[i - 1]);
    for (size_t i = r; i + 1 < n; i++)
        phi[i + 1] = phi[i] * (gen->down[i + 1] / e[i + 1]);
    struct fpk_sum square = {0};
    for (size_t i = 0; i < n; i++)
        fpk_sum_add(&square, mass[i] > 0 ? mass[i] * phi[i] * phi[i] : 0);
    double scale = 1 / sqrt(fpk_sum_value(&square));
    scale = phi[n - 1] < 0 ? -scale : scale;
    for (size_t i = 0; i < n; i++)
        phi[i] *= scale;
}

enum fpk_status fpk_generator_modes(const struct fpk_generator *generator, size_t n,
                                    const double *value, double *mode, double *mass, double *work)
{
    struct fpk_generator inside = *generator;
    struct fpk_field field = {.grid = generator->grid, .value = mass};
    size_t cells = generator->grid.n;
    FPK_CHECK(!fpk_ends_ring(generator->ends), FPK_USAGE,
              "modes are computed between two ends, and on a ring there are none");
    for (size_t k = 1; k < n; k++)
        FPK_CHECK(value[k] - value[k - 1] > ALIKE * value[k], FPK_NUMERIC,
                  "the eigenvalues %.17g and %.17g coincide but for rounding, and their modes "
                  "cannot be told apart; ask for fewer or change the potential a little",
                  value[k - 1], value[k]);
    inside.ends = (struct fpk_ends){FPK_REFLECTING, FPK_REFLECTING};
    FPK_TRY(fpk_generator_stationary(&inside, &field));
    for (size_t i = 0; i < cells; i++)
        mass[i] *= fpk_grid_width(&generator->grid);
    for (size_t k = 0; k < n; k++) {
        double *phi = mode + k * cells;
        if (value[k] > 0)
            vector(generator, value[k], mass, phi, work);
        for (size_t i = 0; value[k] == 0 && i < cells; i++)
            phi[i] = 1;
    }
    return FPK_OK;
}
