/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "mu", .type = FPK_REAL, .fallback = "0", .doc = "drift", .unit = "x/time"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0,
     .max = 1e100,
     .unit = "x/sqrt(time)",
     .doc = "size of the noise"},
};

static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const double *p = ((const struct fpk_recipe_model *)ctx)->value;
    law->family = FPK_EXACT_GAUSSIAN;
    law->alpha = 1;
    law->shift = p[0] * (t - s);
    law->sigma = p[1] * sqrt(t - s);
    return true;
}

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {
        .drift = "mu", .diffusion = "sigma", .potential = "-mu*x", .exact = exact};
    return fpk_kind_init(model, &fpk_model_wiener, &recipe, values);
}

static double mean(const struct fpk_values *v)
{
    return fpk_values_real(v, "mu");
}

static double variance(const struct fpk_values *v)
{
    double sigma = fpk_values_real(v, "sigma");
    return sigma * sigma;
}

static const struct fpk_model_fact facts[] = {
    {"law of X_t", "normal, mean x0 + mu t, variance sigma^2 t; cov(X_s, X_t) = sigma^2 min(s, t)",
     NULL},
    {"mean at t = 1 from 0", "mu", mean},
    {"variance at t = 1", "sigma^2", variance},
    {"quadratic variation on [0, 1]", "sigma^2", variance},
};

const struct fpk_model_kind fpk_model_wiener = {
    .name = "wiener",
    .sentence = "Brownian motion with drift",
    .equation = "dX = mu dt + sigma dW",
    .citation = "N. Wiener, Differential-space, J. Math. and Phys. 2 (1923) 131, "
                "doi:10.1002/sapm192321131",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
