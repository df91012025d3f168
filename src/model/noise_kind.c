/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which kind of noise formulas describe: by where the coordinates occur and, where that does not
 * decide, by the commutators of the columns at fixed points. */
#include "model_priv.h"

#include <math.h>
#include <stdint.h>

enum { POINTS = 64, LEAST = 16, ENTRIES = FPK_FORMULA_DIM * FPK_FORMULA_COLUMNS };

static bool is_zero(const struct fpk_formula *f)
{
    double x[FPK_FORMULA_DIM] = {0}, value;
    if (fpk_formula_depends_on_point(f) || fpk_formula_depends_on(f, FPK_T))
        return false;
    fpk_formula_eval(0, 1, x, &value, f);
    return value == 0;
}

/* g_ij = 0 off the diagonal, g_ii a function of x_i (and t) alone. */
static bool is_diagonal(const struct fpk_recipe_model *own)
{
    if (own->noise != own->dim)
        return false;
    for (size_t i = 0; i < own->dim; i++)
        for (size_t j = 0; j < own->dim; j++) {
            const struct fpk_formula *g = fpk_recipe_entry(own, i, j);
            if (i != j && g && !is_zero(g))
                return false;
            for (size_t k = 0; i == j && k < own->dim; k++)
                if (k != i && fpk_formula_depends_on(g, (enum fpk_variable)k))
                    return false;
        }
    return true;
}

/* Points of (-2, 2)^dim, the second half of them in (0, 2)^dim for logarithms and roots. */
static void points(size_t dim, double *x)
{
    uint64_t state = 20211;
    for (size_t i = 0; i < POINTS; i++)
        for (size_t d = 0; d < dim; d++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            double u = (double)(state >> 11) * 0x1p-53;
            x[d * POINTS + i] = i < POINTS / 2 ? 4 * u - 2 : 2 * u;
        }
}

/* Is sum_i (g_ij d_i g_lk - g_ik d_i g_lj) zero at point p, for all j < k and l? -1: not finite. */
static int commutes_at(const struct fpk_recipe_model *own, size_t p, const double *g,
                       const double *g_x)
{
    size_t dim = own->dim, noise = own->noise;
    for (size_t j = 0; j < noise; j++)
        for (size_t k = 0; k < j; k++)
            for (size_t l = 0; l < dim; l++) {
                double sum = 0, size = 0;
                for (size_t i = 0; i < dim; i++) {
                    double u = g[(i * noise + j) * POINTS + p] *
                               g_x[((l * noise + k) * dim + i) * POINTS + p];
                    double v = g[(i * noise + k) * POINTS + p] *
                               g_x[((l * noise + j) * dim + i) * POINTS + p];
                    sum += u - v;
                    size += fabs(u) + fabs(v);
                }
                if (!isfinite(size))
                    return -1;
                if (fabs(sum) > 1e-9 * size)
                    return 0;
            }
    return 1;
}

static bool is_commutative(const struct fpk_recipe_model *own)
{
    double x[FPK_FORMULA_DIM * POINTS], g[ENTRIES * POINTS],
        g_x[ENTRIES * FPK_FORMULA_DIM * POINTS];
    int seen = 0;
    points(own->dim, x);
    fpk_recipe_diffusion(0.7390851, POINTS, x, g, own);
    fpk_recipe_diffusion_x(0.7390851, POINTS, x, g_x, own);
    for (size_t p = 0; p < POINTS; p++) {
        int one = commutes_at(own, p, g, g_x);
        if (one == 0)
            return false;
        seen += one == 1;
    }
    return seen >= LEAST;
}

enum fpk_noise_kind fpk_recipe_noise_kind(const struct fpk_recipe_model *own)
{
    size_t entries = own->diffusion.rows * own->diffusion.columns;
    bool additive = true, smooth = true;
    for (size_t i = 0; i < entries; i++) {
        additive = additive && !fpk_formula_depends_on_point(own->diffusion.entry[i]);
        smooth = smooth && fpk_formula_is_smooth(own->diffusion.entry[i]);
    }
    if (additive)
        return FPK_NOISE_ADDITIVE;
    if (own->noise == 1)
        return FPK_NOISE_SCALAR;
    if (is_diagonal(own))
        return FPK_NOISE_DIAGONAL;
    return smooth && is_commutative(own) ? FPK_NOISE_COMMUTATIVE : FPK_NOISE_GENERAL;
}
