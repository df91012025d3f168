/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "damping",
     .type = FPK_REAL,
     .fallback = "0.2",
     .min = 0,
     .max = 1e100,
     .unit = "1/time",
     .doc = "c, of the velocity"},
    {.name = "linear",
     .type = FPK_REAL,
     .fallback = "-1",
     .unit = "1/time^2",
     .doc = "a of the force -a x - b x^3; negative: two wells"},
    {.name = "cubic",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0,
     .max = 1e100,
     .unit = "1/(x time)^2",
     .doc = "b"},
    {.name = "force",
     .type = FPK_REAL,
     .fallback = "0",
     .unit = "x/time^2",
     .doc = "amplitude of a periodic force"},
    {.name = "omega",
     .type = FPK_REAL,
     .fallback = "1",
     .unit = "1/time",
     .doc = "its angular frequency"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "0.5",
     .min = 0,
     .max = 1e100,
     .unit = "x/time^(3/2)",
     .doc = "size of the noise"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {
        .drift = "y; force*cos(omega*t) - damping*y - linear*x - cubic*x^3",
        .diffusion = "0; sigma"};
    return fpk_kind_init(model, &fpk_model_duffing, &recipe, values);
}

/* Temperature of the velocity, with the force off. */
static double temperature(const struct fpk_values *v)
{
    double sigma = fpk_values_real(v, "sigma"), damping = fpk_values_real(v, "damping");
    return fpk_values_real(v, "force") == 0 && damping > 0 ? sigma * sigma / (2 * damping) : NAN;
}

static double position(const struct fpk_values *v)
{
    return fpk_quartic_square(fpk_values_real(v, "linear"), fpk_values_real(v, "cubic"),
                              temperature(v));
}

static double barrier(const struct fpk_values *v)
{
    double a = fpk_values_real(v, "linear"), b = fpk_values_real(v, "cubic");
    return a < 0 && b > 0 ? a * a / (4 * b) : NAN;
}

static const struct fpk_model_fact facts[] = {
    {"invariant density, force = 0", "exp(-(y^2/2 + a x^2/2 + b x^4/4)/T), T = sigma^2/(2 c)",
     NULL},
    {"stationary E y^2, force = 0", "sigma^2/(2 c)", temperature},
    {"stationary E x^2, force = 0", "by quadrature of the invariant density", position},
    {"barrier, a < 0", "a^2/(4 b), between wells at +-sqrt(-a/b)", barrier},
};

const struct fpk_model_kind fpk_model_duffing = {
    .name = "duffing",
    .sentence = "a damped particle in a quartic potential, kicked by noise; y is its velocity",
    .equation = "dX = Y dt, dY = (force cos(omega t) - c Y - a X - b X^3) dt + sigma dW",
    .citation = "T. K. Caughey, J. Acoust. Soc. Am. 35 (1963) 1683, doi:10.1121/1.1918788",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
