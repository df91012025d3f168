/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The callbacks of a model made of formulas. */
#include "model_priv.h"

#include <string.h>

static void each(double t, size_t n, const double *x, double *out,
                 const struct fpk_formula_pack *pack, struct fpk_formula *const *formula,
                 size_t rows)
{
    if (pack) {
        fpk_formula_pack_eval(t, n, x, out, pack);
        return;
    }
    for (size_t i = 0; i < rows; i++)
        fpk_formula_eval(t, n, x, out + i * n, formula[i]);
}

void fpk_recipe_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_recipe_model *own = ctx;
    each(t, n, x, out, own->f, own->drift.entry, own->dim);
}

void fpk_recipe_drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_recipe_model *own = ctx;
    each(t, n, x, out, own->f_x, own->drift_x, own->dim * own->dim);
}

/* One formula's values on the diagonal of [dim][dim][block], zero elsewhere. */
static void spread(size_t dim, size_t block, double *out)
{
    memset(out + block, 0, (dim * dim - 1) * block * sizeof *out);
    for (size_t i = 1; i < dim; i++)
        memcpy(out + i * (dim + 1) * block, out, block * sizeof *out);
}

static bool is_isotropic(const struct fpk_recipe_model *own)
{
    return own->diffusion.rows < own->dim;
}

void fpk_recipe_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_recipe_model *own = ctx;
    each(t, n, x, out, own->g, own->diffusion.entry, own->diffusion.rows * own->diffusion.columns);
    if (is_isotropic(own))
        spread(own->dim, n, out);
}

void fpk_recipe_diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_recipe_model *own = ctx;
    each(t, n, x, out, own->g_x, own->diffusion_x,
         own->diffusion.rows * own->diffusion.columns * own->dim);
    if (is_isotropic(own))
        spread(own->dim, own->dim * n, out);
}

void fpk_recipe_potential(double t, size_t n, const double *x, double *out, const void *ctx)
{
    fpk_formula_eval(t, n, x, out, ((const struct fpk_recipe_model *)ctx)->potential);
}
