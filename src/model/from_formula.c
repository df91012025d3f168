/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void clear(void *ctx)
{
    fpk_recipe_clear(ctx);
}

static bool linear(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const struct fpk_recipe_model *own = ctx;
    return fpk_linear_law(own->dim, own->a, own->c, own->d, t - s, law);
}

static bool varies(const struct fpk_formula *f)
{
    return fpk_formula_depends_on_point(f) || fpk_formula_depends_on(f, FPK_T);
}

/* Is the equation dX = (A X + c) dt + G dW with constants? Then they are filled in. A slope that is
 * constant makes an affine drift only where there are no jumps. */
static bool is_linear(struct fpk_recipe_model *own)
{
    const double origin[FPK_FORMULA_DIM] = {0};
    double g[FPK_FORMULA_DIM * FPK_FORMULA_COLUMNS];
    for (size_t i = 0; i < own->dim; i++)
        if (!fpk_formula_is_smooth(own->drift.entry[i]) ||
            fpk_formula_depends_on(own->drift.entry[i], FPK_T))
            return false;
    for (size_t i = 0; i < own->dim * own->dim; i++)
        if (varies(own->drift_x[i]))
            return false;
    for (size_t i = 0; i < own->diffusion.rows * own->diffusion.columns; i++)
        if (varies(own->diffusion.entry[i]))
            return false;
    fpk_recipe_drift(0, 1, origin, own->c, own);
    fpk_recipe_drift_x(0, 1, origin, own->a, own);
    fpk_recipe_diffusion(0, 1, origin, g, own);
    fpk_linear_square(own->dim, own->noise, g, own->d);
    bool finite = true;
    for (size_t i = 0; i < own->dim; i++)
        finite = finite && isfinite(own->c[i]);
    for (size_t i = 0; i < own->dim * own->dim; i++)
        finite = finite && isfinite(own->a[i]) && isfinite(own->d[i]);
    return finite;
}

static bool is_autonomous(const struct fpk_recipe_model *own)
{
    for (size_t i = 0; i < own->dim; i++)
        if (fpk_formula_depends_on(own->drift.entry[i], FPK_T))
            return false;
    for (size_t i = 0; i < own->diffusion.rows * own->diffusion.columns; i++)
        if (fpk_formula_depends_on(own->diffusion.entry[i], FPK_T))
            return false;
    return true;
}

enum fpk_status fpk_recipe_init(struct fpk_model *model, const struct fpk_recipe *recipe,
                                const char *parameters)
{
    *model = (struct fpk_model){0};
    struct fpk_recipe_model *own = NULL;
    FPK_TRY(fpk_allocate(&own, 1));
    enum fpk_status status = fpk_recipe_read(own, recipe, parameters);
    if (status != FPK_OK) {
        fpk_recipe_clear(own);
        return status;
    }
    enum fpk_noise_kind kind = fpk_recipe_noise_kind(own);
    *model = (struct fpk_model){
        .name = "formula",
        .sentence = own->sentence,
        .dim = own->dim,
        .noise = own->noise,
        .convention = FPK_ITO,
        .noise_kind = kind,
        .autonomous = is_autonomous(own),
        .drift = fpk_recipe_drift,
        .drift_x = fpk_recipe_drift_x,
        .diffusion = fpk_recipe_diffusion,
        .diffusion_x = kind == FPK_NOISE_ADDITIVE ? NULL : fpk_recipe_diffusion_x,
        .potential = own->potential ? fpk_recipe_potential : NULL,
        .exact = recipe->exact ? recipe->exact : (is_linear(own) ? linear : NULL),
        .ctx = own,
        .clear = clear,
    };
    return FPK_OK;
}

enum fpk_status fpk_model_from_drift(struct fpk_model *model, const char *drift_text,
                                     const char *diffusion_text, const char *parameters)
{
    const struct fpk_recipe recipe = {.drift = drift_text, .diffusion = diffusion_text};
    return fpk_recipe_init(model, &recipe, parameters);
}

enum fpk_status fpk_model_from_potential(struct fpk_model *model, const char *potential_text,
                                         double temperature, const char *parameters)
{
    *model = (struct fpk_model){0};
    FPK_CHECK(
        isfinite(temperature) && temperature > 0, FPK_USAGE,
        "a temperature of %.10g: it must be positive, as the noise is sqrt(2 temperature) dW; "
        "for no noise use --drift and --diffusion 0",
        temperature);
    char noise[40];
    snprintf(noise, sizeof noise, "%.17g", sqrt(2 * temperature));
    const struct fpk_recipe recipe = {.potential = potential_text, .diffusion = noise};
    return fpk_recipe_init(model, &recipe, parameters);
}
