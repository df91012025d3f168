/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

static const struct fpk_parameter parameters[] = {
    {.name = "mu", .type = FPK_REAL, .fallback = "0.05", .unit = "1/time", .doc = "rate of growth"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "0.2",
     .min = 0,
     .max = 1e100,
     .unit = "1/sqrt(time)",
     .doc = "volatility"},
};

/* ln X_t is Gaussian, X_t is not: no exact transition in the sense of fpk_model. */
static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "mu*x", .diffusion = "sigma*x"};
    return fpk_kind_init(model, &fpk_model_geometric_brownian, &recipe, values);
}

const struct fpk_model_kind fpk_model_geometric_brownian = {
    .name = "gbm",
    .sentence = "geometric Brownian motion: multiplicative noise, lognormal at all times",
    .equation = "dX = mu X dt + sigma X dW",
    .citation = "F. Black, M. Scholes, J. Political Economy 81 (1973) 637, doi:10.1086/260062",
    .parameter = parameters,
    .n_parameter = 2,
    .init = init,
};
