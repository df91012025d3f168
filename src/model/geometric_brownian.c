/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

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

/* ln X_t = ln x + (mu - sigma^2/2) h + sigma W_h. */
static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const double *p = ((const struct fpk_recipe_model *)ctx)->value;
    law->family = FPK_EXACT_LOGNORMAL;
    law->shift = (p[0] - 0.5 * p[1] * p[1]) * (t - s);
    law->sigma = p[1] * sqrt(t - s);
    return true;
}

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "mu*x", .diffusion = "sigma*x", .exact = exact};
    return fpk_kind_init(model, &fpk_model_geometric_brownian, &recipe, values);
}

static double mean(const struct fpk_values *v)
{
    return fpk_exp(fpk_values_real(v, "mu"));
}

static double variance(const struct fpk_values *v)
{
    double m = mean(v), sigma = fpk_values_real(v, "sigma");
    return m * m * fpk_expm1(sigma * sigma);
}

static double growth(const struct fpk_values *v)
{
    double sigma = fpk_values_real(v, "sigma");
    return fpk_values_real(v, "mu") - 0.5 * sigma * sigma;
}

static const struct fpk_model_fact facts[] = {
    {"law of X_t", "x0 e^N, N normal with mean (mu - sigma^2/2) t and variance sigma^2 t", NULL},
    {"mean at t = 1 from 1", "e^mu", mean},
    {"variance at t = 1 from 1", "e^{2 mu} (e^{sigma^2} - 1)", variance},
    {"growth of the median", "mu - sigma^2/2, almost surely that of ln(X_t)/t", growth},
};

const struct fpk_model_kind fpk_model_geometric_brownian = {
    .name = "gbm",
    .sentence = "geometric Brownian motion: multiplicative noise, lognormal at all times",
    .equation = "dX = mu X dt + sigma X dW",
    .citation = "F. Black, M. Scholes, J. Political Economy 81 (1973) 637, doi:10.1086/260062",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
