/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "k",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1/time",
     .doc = "rate of return to theta"},
    {.name = "theta",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "x",
     .doc = "where it returns to"},
    {.name = "s",
     .type = FPK_REAL,
     .fallback = "0.5",
     .min = 1e-100,
     .max = 1e100,
     .unit = "sqrt(x/time)",
     .doc = "size of the noise"},
};

/* X_t = c chi^2(4 k theta/s^2, x e^{-k h}/c), c = s^2 (1 - e^{-k h})/(4 k). */
static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const double *p = ((const struct fpk_recipe_model *)ctx)->value;
    double decay = -p[0] * (t - s), s2 = p[2] * p[2];
    law->family = FPK_EXACT_CHI_SQUARE;
    law->freedom = 4 * p[0] * p[1] / s2;
    law->scale = -s2 * fpk_expm1(decay) / (4 * p[0]);
    law->ratio = fpk_exp(decay) / law->scale;
    return true;
}

/* X never is negative; a scheme's X may be, and then meets no noise until it is back. There g' is 0
 * too, which the derivative of the formula, 0/0, does not know. */
static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    double s = ((const struct fpk_recipe_model *)ctx)->value[2];
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] > 0 ? s / (2 * sqrt(x[i])) : 0;
}

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {
        .drift = "k*(theta - x)", .diffusion = "s*sqrt(max(x, 0))", .exact = exact};
    FPK_TRY(fpk_kind_init(model, &fpk_model_cir, &recipe, values));
    model->diffusion_x = diffusion_x;
    return FPK_OK;
}

static double mean(const struct fpk_values *v)
{
    return fpk_values_real(v, "theta");
}

static double variance(const struct fpk_values *v)
{
    double s = fpk_values_real(v, "s");
    return fpk_values_real(v, "theta") * s * s / (2 * fpk_values_real(v, "k"));
}

static double rate(const struct fpk_values *v)
{
    return fpk_values_real(v, "k");
}

static double feller(const struct fpk_values *v)
{
    double s = fpk_values_real(v, "s");
    return 2 * fpk_values_real(v, "k") * fpk_values_real(v, "theta") / (s * s);
}

static double mean_at_1(const struct fpk_values *v)
{
    double k = fpk_values_real(v, "k");
    return 0.5 * fpk_exp(-k) - fpk_values_real(v, "theta") * fpk_expm1(-k);
}

static double variance_at_1(const struct fpk_values *v)
{
    double k = fpk_values_real(v, "k"), s = fpk_values_real(v, "s"), gone = -fpk_expm1(-k);
    return s * s * gone / k * 0.5 * (fpk_exp(-k) + fpk_values_real(v, "theta") * gone);
}

static const struct fpk_model_fact facts[] = {
    {"stationary law", "gamma, shape 2 k theta/s^2, scale s^2/(2 k)", NULL},
    {"stationary mean", "theta", mean},
    {"stationary variance", "theta s^2/(2 k)", variance},
    {"relaxation rate", "k", rate},
    {"Feller number", "2 k theta/s^2: 0 is never reached where it is at least 1", feller},
    {"mean at t = 1 from 0.5", "x0 e^{-k t} + theta (1 - e^{-k t})", mean_at_1},
    {"variance at t = 1 from 0.5", "s^2 (1 - e^{-k t})/k (x0 e^{-k t} + theta (1 - e^{-k t})/2)",
     variance_at_1},
};

const struct fpk_model_kind fpk_model_cir = {
    .name = "cir",
    .sentence = "Cox-Ingersoll-Ross: pulled back to theta, noise of size s sqrt(X), never negative",
    .equation = "dX = k (theta - X) dt + s sqrt(X) dW",
    .citation =
        "J. C. Cox, J. E. Ingersoll, S. A. Ross, Econometrica 53 (1985) 385, doi:10.2307/1911242",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
