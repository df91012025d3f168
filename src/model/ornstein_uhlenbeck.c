/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "theta",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1/time",
     .doc = "rate of return to mu"},
    {.name = "mu", .type = FPK_REAL, .fallback = "0", .unit = "x", .doc = "where it returns to"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0,
     .max = 1e100,
     .unit = "x/sqrt(time)",
     .doc = "size of the noise"},
};

/* mean mu + (x - mu) e^{-theta h}, variance sigma^2 (1 - e^{-2 theta h}) / (2 theta). */
static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const double *p = ((const struct fpk_recipe_model *)ctx)->value;
    double decay = -p[0] * (t - s);
    law->family = FPK_EXACT_GAUSSIAN;
    law->alpha = fpk_exp(decay);
    law->shift = -p[1] * fpk_expm1(decay);
    law->sigma = p[2] * sqrt(-fpk_expm1(2 * decay) / (2 * p[0]));
    return true;
}

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "theta*(mu - x)",
                                      .diffusion = "sigma",
                                      .potential = "theta*(x - mu)^2/2",
                                      .exact = exact};
    return fpk_kind_init(model, &fpk_model_ornstein_uhlenbeck, &recipe, values);
}

static double mean(const struct fpk_values *v)
{
    return fpk_values_real(v, "mu");
}

static double variance(const struct fpk_values *v)
{
    double sigma = fpk_values_real(v, "sigma");
    return sigma * sigma / (2 * fpk_values_real(v, "theta"));
}

static double rate(const struct fpk_values *v)
{
    return fpk_values_real(v, "theta");
}

static const struct fpk_model_fact facts[] = {
    {"law of X_t",
     "normal, mean mu + (x0 - mu) e^{-theta t}, variance sigma^2 (1 - e^{-2 theta t})"
     "/(2 theta)",
     NULL},
    {"stationary mean", "mu", mean},
    {"stationary variance", "sigma^2/(2 theta)", variance},
    {"relaxation rate", "theta: E X - mu and the autocovariance decay as e^{-theta t}", rate},
    {"spectrum of the generator", "0, -theta, -2 theta, ...", NULL},
};

const struct fpk_model_kind fpk_model_ornstein_uhlenbeck = {
    .name = "ou",
    .sentence = "Ornstein-Uhlenbeck: pulled back to mu, stationary at N(mu, sigma^2/(2 theta))",
    .equation = "dX = theta (mu - X) dt + sigma dW",
    .citation = "G. E. Uhlenbeck, L. S. Ornstein, Phys. Rev. 36 (1930) 823, "
                "doi:10.1103/PhysRev.36.823",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
