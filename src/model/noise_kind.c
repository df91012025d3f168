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

/* g and its derivatives [...][POINTS] at all points, and which of their formulas are 0. */
struct seen {
    double g[ENTRIES * POINTS], g_x[ENTRIES * FPK_FORMULA_DIM * POINTS];
    bool none[ENTRIES], none_x[ENTRIES * FPK_FORMULA_DIM];
};

/* *term <- g_ij d_i g_lk at point p. false: it cannot be seen there, since a factor is not a finite
 * number, or has rounded to 0 though its formula is not 0. */
static bool term_at(const struct fpk_recipe_model *own, const struct seen *s, size_t p, size_t l,
                    size_t k, size_t i, size_t j, double *term)
{
    size_t e = i * own->noise + j, e_x = (l * own->noise + k) * own->dim + i;
    *term = s->g[e * POINTS + p] * s->g_x[e_x * POINTS + p];
    return isfinite(*term) && (*term != 0 || s->none[e] || s->none_x[e_x]);
}

/* Is sum_i (g_ij d_i g_lk - g_ik d_i g_lj) zero at point p, for all j < k and l? -1: not seen. */
static int commutes_at(const struct fpk_recipe_model *own, const struct seen *s, size_t p)
{
    size_t dim = own->dim, noise = own->noise;
    int commutes = 1;
    for (size_t j = 0; j < noise; j++)
        for (size_t k = 0; k < j; k++)
            for (size_t l = 0; l < dim; l++) {
                double sum = 0, size = 0, u, v;
                for (size_t i = 0; i < dim; i++) {
                    bool both = term_at(own, s, p, l, k, i, j, &u);
                    both = term_at(own, s, p, l, j, i, k, &v) && both;
                    commutes = both ? commutes : -1;
                    sum += u - v;
                    size += fabs(u) + fabs(v);
                }
                if (isfinite(size) && fabs(sum) > 1e-9 * size)
                    return 0;
            }
    return commutes;
}

static void look(const struct fpk_recipe_model *own, const double *x, struct seen *s)
{
    const double t = 0.7390851;
    fpk_recipe_diffusion(t, POINTS, x, s->g, own);
    fpk_recipe_diffusion_x(t, POINTS, x, s->g_x, own);
    for (size_t e = 0; e < own->dim * own->noise; e++)
        s->none[e] = is_zero(own->diffusion.entry[e]);
    for (size_t e = 0; e < own->dim * own->noise * own->dim; e++)
        s->none_x[e] = is_zero(own->diffusion_x[e]);
}

/* One formula times the unit matrix commutes only where it is additive. */
static bool is_commutative(const struct fpk_recipe_model *own)
{
    double x[FPK_FORMULA_DIM * POINTS];
    struct seen s;
    int seen = 0;
    points(own->dim, x);
    look(own, x, &s);
    for (size_t p = 0; p < POINTS; p++) {
        int one = commutes_at(own, &s, p);
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
    bool matrix = entries == own->dim * own->noise;
    return matrix && smooth && is_commutative(own) ? FPK_NOISE_COMMUTATIVE : FPK_NOISE_GENERAL;
}
