/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

static const struct fpk_parameter parameters[] = {
    {.name = "scale",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1",
     .doc = "factor of the potential"},
    {.name = "temperature",
     .type = FPK_REAL,
     .fallback = "10",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "half of g^2"},
};

/* U = sum_k A_k exp(a_k (x - x_k)^2 + b_k (x - x_k)(y - y_k) + c_k (y - y_k)^2), the constants of
 * Mueller and Brown, table 1. */
static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    static const char *const potential =
        "scale*(-200*exp(-(x - 1)^2 - 10*y^2) - 100*exp(-x^2 - 10*(y - 0.5)^2)"
        " - 170*exp(-6.5*(x + 0.5)^2 + 11*(x + 0.5)*(y - 1.5) - 6.5*(y - 1.5)^2)"
        " + 15*exp(0.7*(x + 1)^2 + 0.6*(x + 1)*(y - 1) + 0.7*(y - 1)^2))";
    const struct fpk_recipe recipe = {.diffusion = "sqrt(2*temperature)", .potential = potential};
    return fpk_kind_init(model, &fpk_model_mueller_brown, &recipe, values);
}

/* U at the stationary points below, by mpmath at 40 digits. */
static double energy(const struct fpk_values *v, double unit)
{
    return fpk_values_real(v, "scale") * unit;
}

static double deepest(const struct fpk_values *v)
{
    return energy(v, -146.6995172099540137);
}

static double second(const struct fpk_values *v)
{
    return energy(v, -108.16672411685235499);
}

static double third(const struct fpk_values *v)
{
    return energy(v, -80.767818129659028156);
}

static double upper_saddle(const struct fpk_values *v)
{
    return energy(v, -40.664843508657404291);
}

static double lower_saddle(const struct fpk_values *v)
{
    return energy(v, -72.24894011232521151);
}

static const struct fpk_model_fact facts[] = {
    {"invariant density", "exp(-U/temperature)", NULL},
    {"minimum A", "U at (-0.55822363463302428, 1.4417258418046687)", deepest},
    {"minimum B", "U at (0.62349940493087651, 0.028037758528685666)", second},
    {"minimum C", "U at (-0.050010822998206058, 0.46669410487197209)", third},
    {"saddle from A to C", "U at (-0.8220015587327321, 0.62431280281487136)", upper_saddle},
    {"saddle from C to B", "U at (0.21248658200066201, 0.29298832510736777)", lower_saddle},
};

const struct fpk_model_kind fpk_model_mueller_brown = {
    .name = "mueller-brown",
    .sentence = "three wells in the plane, joined by a bent valley: a test of rare transitions",
    .equation = "dX = -grad U dt + sqrt(2 temperature) dW",
    .citation = "K. Mueller, L. D. Brown, Theor. Chim. Acta 53 (1979) 75, doi:10.1007/BF00547608",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
