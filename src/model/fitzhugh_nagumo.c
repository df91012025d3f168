/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/root.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "a", .type = FPK_REAL, .fallback = "0.7", .unit = "1", .doc = "of the recovery"},
    {.name = "b",
     .type = FPK_REAL,
     .fallback = "0.8",
     .min = 1e-6,
     .max = 1e6,
     .unit = "1",
     .doc = "of the recovery"},
    {.name = "epsilon",
     .type = FPK_REAL,
     .fallback = "0.08",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1",
     .doc = "rate of the recovery"},
    {.name = "current", .type = FPK_REAL, .fallback = "0.5", .unit = "1", .doc = "that is fed in"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "0.1",
     .min = 0,
     .max = 1e100,
     .unit = "1",
     .doc = "size of the noise in x"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "x - x^3/3 - y + current; epsilon*(x + a - b*y)",
                                      .diffusion = "sigma; 0"};
    return fpk_kind_init(model, &fpk_model_fitzhugh_nagumo, &recipe, values);
}

/* x - x^3/3 - (x + a)/b + current, whose zero is the fixed point. */
static double balance(double x, const void *ctx)
{
    const struct fpk_values *v = ctx;
    return x - x * x * x / 3 - (x + fpk_values_real(v, "a")) / fpk_values_real(v, "b") +
           fpk_values_real(v, "current");
}

/* The fixed point's x where there is one, b <= 1: the cubic then falls. NaN otherwise. */
static double rest(const struct fpk_values *v)
{
    double x = NAN, far = 2 * (2 + fabs(fpk_values_real(v, "a") / fpk_values_real(v, "b")) +
                               fabs(fpk_values_real(v, "current")));
    if (fpk_values_real(v, "b") > 1 ||
        fpk_root_find("fixed point", balance, v, -far, far, 0, &x) != FPK_OK)
        return NAN;
    return x;
}

static double recovery(const struct fpk_values *v)
{
    return (rest(v) + fpk_values_real(v, "a")) / fpk_values_real(v, "b");
}

static double trace(const struct fpk_values *v)
{
    double x = rest(v);
    return 1 - x * x - fpk_values_real(v, "epsilon") * fpk_values_real(v, "b");
}

static const struct fpk_model_fact facts[] = {
    {"fixed point, x", "x - x^3/3 - (x + a)/b + current = 0; one where b <= 1", rest},
    {"fixed point, y", "(x + a)/b", recovery},
    {"trace at the fixed point", "1 - x^2 - epsilon b: above 0 it spikes without noise", trace},
};

const struct fpk_model_kind fpk_model_fitzhugh_nagumo = {
    .name = "fitzhugh-nagumo",
    .sentence = "a nerve that fires: fast voltage x, noisy, and slow recovery y",
    .equation = "dX = (X - X^3/3 - Y + current) dt + sigma dW, dY = epsilon (X + a - b Y) dt",
    .citation = "R. FitzHugh, Biophys. J. 1 (1961) 445, doi:10.1016/S0006-3495(61)86902-6",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
