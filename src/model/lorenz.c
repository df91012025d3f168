/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "prandtl",
     .type = FPK_REAL,
     .fallback = "10",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1",
     .doc = "ratio of viscosity and heat conduction"},
    {.name = "rho", .type = FPK_REAL, .fallback = "28", .unit = "1", .doc = "heating"},
    {.name = "beta",
     .type = FPK_REAL,
     .fallback = "2.6666666666666665",
     .min = 1e-100,
     .max = 1e100,
     .unit = "1",
     .doc = "shape of the rolls"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0,
     .max = 1e100,
     .unit = "1",
     .doc = "size of the noise in each coordinate"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "prandtl*(y - x); x*(rho - z) - y; x*y - beta*z",
                                      .diffusion = "sigma"};
    return fpk_kind_init(model, &fpk_model_lorenz, &recipe, values);
}

static double position(const struct fpk_values *v)
{
    double rho = fpk_values_real(v, "rho");
    return rho >= 1 ? sqrt(fpk_values_real(v, "beta") * (rho - 1)) : NAN;
}

static double height(const struct fpk_values *v)
{
    double rho = fpk_values_real(v, "rho");
    return rho >= 1 ? rho - 1 : NAN;
}

static double divergence(const struct fpk_values *v)
{
    return -(fpk_values_real(v, "prandtl") + 1 + fpk_values_real(v, "beta"));
}

static double hopf(const struct fpk_values *v)
{
    double p = fpk_values_real(v, "prandtl"), b = fpk_values_real(v, "beta");
    return p > b + 1 ? p * (p + b + 3) / (p - b - 1) : NAN;
}

static const struct fpk_model_fact facts[] = {
    {"fixed points, x and y", "+-sqrt(beta (rho - 1)), both of one sign", position},
    {"fixed points, z", "rho - 1", height},
    {"divergence of the drift", "-(prandtl + 1 + beta)", divergence},
    {"rho where the fixed points lose stability",
     "prandtl (prandtl + beta + 3)/(prandtl - beta - 1)", hopf},
    {"stationary balance", "beta E Z = E X Y = E X^2 - sigma^2/(2 prandtl)", NULL},
};

const struct fpk_model_kind fpk_model_lorenz = {
    .name = "lorenz",
    .sentence = "convection in three modes, chaotic, with noise in each",
    .equation = "dX = prandtl (Y - X) dt + sigma dW1, dY = (X (rho - Z) - Y) dt + sigma dW2, dZ = "
                "(X Y - beta Z) dt + sigma dW3",
    .citation = "E. N. Lorenz, J. Atmos. Sci. 20 (1963) 130, "
                "doi:10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
