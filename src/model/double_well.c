/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

static const struct fpk_parameter parameters[] = {
    {.name = "scale",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "factor of the potential; the barrier is a quarter of it"},
    {.name = "temperature",
     .type = FPK_REAL,
     .fallback = "0.25",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "half of g^2"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.diffusion = "sqrt(2*temperature)",
                                      .potential = "scale*(x^4/4 - x^2/2)"};
    return fpk_kind_init(model, &fpk_model_double_well, &recipe, values);
}

const struct fpk_model_kind fpk_model_double_well = {
    .name = "double-well",
    .sentence = "overdamped motion between two wells at -1 and 1 (Kramers' problem)",
    .equation = "dX = scale (X - X^3) dt + sqrt(2 temperature) dW",
    .citation = "H. A. Kramers, Physica 7 (1940) 284, doi:10.1016/S0031-8914(40)90098-2",
    .parameter = parameters,
    .n_parameter = 2,
    .init = init,
};
