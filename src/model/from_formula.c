/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    fpk_formula_eval(t, n, x, out, ((const struct fpk_recipe_model *)ctx)->drift);
}

static void drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    fpk_formula_eval(t, n, x, out, ((const struct fpk_recipe_model *)ctx)->drift_x);
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    fpk_formula_eval(t, n, x, out, ((const struct fpk_recipe_model *)ctx)->diffusion);
}

static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    fpk_formula_eval(t, n, x, out, ((const struct fpk_recipe_model *)ctx)->diffusion_x);
}

static void potential(double t, size_t n, const double *x, double *out, const void *ctx)
{
    fpk_formula_eval(t, n, x, out, ((const struct fpk_recipe_model *)ctx)->potential);
}

static void clear(void *ctx)
{
    struct fpk_recipe_model *own = ctx;
    fpk_formula_free(&own->drift);
    fpk_formula_free(&own->drift_x);
    fpk_formula_free(&own->diffusion);
    fpk_formula_free(&own->diffusion_x);
    fpk_formula_free(&own->potential);
    fpk_release(&own->sentence);
    fpk_release(&own);
}

/* "diffusion: at position 3 ..." */
static enum fpk_status read_formula(struct fpk_formula **out, const char *what, const char *text,
                                    const char *parameters)
{
    enum fpk_status status = fpk_formula_new(out, text, parameters);
    return status == FPK_OK ? status : fpk_fail_context(status, "%s", what);
}

/* The law does not know the sign of g, but a scheme that divides by it or draws it does. */
static enum fpk_status check_diffusion(const struct fpk_formula *g)
{
    if (fpk_formula_depends_on(g, FPK_X) || fpk_formula_depends_on(g, FPK_T))
        return FPK_OK;
    double x = 0, value;
    fpk_formula_eval(0, 1, &x, &value, g);
    FPK_CHECK(
        value >= 0, FPK_USAGE,
        "diffusion: %.10g is negative; g multiplies dW, whose sign makes no difference: write "
        "%.10g",
        value, -value);
    return FPK_OK;
}

static enum fpk_status check_used(const struct fpk_recipe_model *own, const char *parameters)
{
    const struct fpk_formula *all[3] = {own->diffusion, own->drift};
    size_t n = 2;
    if (own->potential)
        all[n++] = own->potential;
    return fpk_formula_check_used(parameters, all, n);
}

static enum fpk_status read_recipe(struct fpk_recipe_model *own, const struct fpk_recipe *recipe,
                                   const char *parameters)
{
    if (recipe->potential)
        FPK_TRY(read_formula(&own->potential, "potential", recipe->potential, parameters));
    if (recipe->drift)
        FPK_TRY(read_formula(&own->drift, "drift", recipe->drift, parameters));
    else
        FPK_TRY(fpk_formula_derivative(&own->drift, own->potential, FPK_X, -1));
    FPK_TRY(fpk_formula_derivative(&own->drift_x, own->drift, FPK_X, 1));
    FPK_TRY(read_formula(&own->diffusion, "diffusion", recipe->diffusion, parameters));
    FPK_TRY(check_diffusion(own->diffusion));
    if (fpk_formula_depends_on(own->diffusion, FPK_X))
        FPK_TRY(fpk_formula_derivative(&own->diffusion_x, own->diffusion, FPK_X, 1));
    FPK_TRY(check_used(own, parameters));
    char text[400];
    snprintf(text, sizeof text, "dX = f dt + g dW with f = %.150s, g = %.150s",
             fpk_formula_text(own->drift), fpk_formula_text(own->diffusion));
    return fpk_copy_text(&own->sentence, text);
}

enum fpk_status fpk_recipe_init(struct fpk_model *model, const struct fpk_recipe *recipe,
                                const char *parameters)
{
    *model = (struct fpk_model){0};
    struct fpk_recipe_model *own = NULL;
    FPK_TRY(fpk_allocate(&own, 1));
    enum fpk_status status = read_recipe(own, recipe, parameters);
    if (status != FPK_OK) {
        clear(own);
        return status;
    }
    *model = (struct fpk_model){
        .name = "formula",
        .sentence = own->sentence,
        .dim = 1,
        .noise = 1,
        .convention = FPK_ITO,
        .noise_kind = own->diffusion_x ? FPK_NOISE_SCALAR : FPK_NOISE_ADDITIVE,
        .autonomous = !fpk_formula_depends_on(own->drift, FPK_T) &&
                      !fpk_formula_depends_on(own->diffusion, FPK_T),
        .drift = drift,
        .drift_x = drift_x,
        .diffusion = diffusion,
        .diffusion_x = own->diffusion_x ? diffusion_x : NULL,
        .potential = own->potential ? potential : NULL,
        .exact = recipe->exact,
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
