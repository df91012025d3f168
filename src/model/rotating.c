/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "theta",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1/time",
     .doc = "rate of return to the origin"},
    {.name = "omega",
     .type = FPK_REAL,
     .fallback = "1",
     .unit = "1/time",
     .doc = "angular velocity"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0,
     .max = 1e100,
     .unit = "x/sqrt(time)",
     .doc = "size of the noise"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "omega*y - theta*x; -omega*x - theta*y",
                                      .diffusion = "sigma"};
    return fpk_kind_init(model, &fpk_model_rotating, &recipe, values);
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

static double production(const struct fpk_values *v)
{
    double omega = fpk_values_real(v, "omega");
    return fpk_values_real(v, "sigma") > 0 ? 2 * omega * omega / fpk_values_real(v, "theta") : NAN;
}

static const struct fpk_model_fact facts[] = {
    {"stationary law", "normal, mean 0, covariance sigma^2/(2 theta) times the unit matrix", NULL},
    {"stationary variance", "sigma^2/(2 theta), of x and of y", variance},
    {"relaxation rate", "theta; the autocovariance turns as it decays, e^{-theta t} cos(omega t)",
     rate},
    {"entropy production", "2 omega^2/theta: the current circles and detailed balance fails",
     production},
};

const struct fpk_model_kind fpk_model_rotating = {
    .name = "rotating-ou",
    .sentence = "Ornstein-Uhlenbeck in the plane with a rotation: stationary, not in balance",
    .equation =
        "dX = (-theta X + omega Y) dt + sigma dW1, dY = (-omega X - theta Y) dt + sigma dW2",
    .citation = "C. Godreche, J.-M. Luck, J. Phys. A 52 (2019) 035002, arXiv:1807.00694",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
