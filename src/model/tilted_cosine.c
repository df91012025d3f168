/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

static const struct fpk_parameter parameters[] = {
    {.name = "amplitude",
     .type = FPK_REAL,
     .fallback = "1",
     .unit = "energy",
     .doc = "of the cosine"},
    {.name = "force",
     .type = FPK_REAL,
     .fallback = "0.5",
     .unit = "energy/x",
     .doc = "constant force F"},
    {.name = "temperature",
     .type = FPK_REAL,
     .fallback = "0.5",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "half of g^2"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.diffusion = "sqrt(2*temperature)",
                                      .potential = "amplitude*cos(x) - force*x"};
    return fpk_kind_init(model, &fpk_model_tilted_cosine, &recipe, values);
}

const struct fpk_model_kind fpk_model_tilted_cosine = {
    .name = "tilted-cosine",
    .sentence = "motion in a washboard potential, period 2 pi, drifting along a constant force",
    .equation = "dX = (amplitude sin X + force) dt + sqrt(2 temperature) dW",
    .citation = "P. Reimann et al., Phys. Rev. Lett. 87 (2001) 010602, "
                "doi:10.1103/PhysRevLett.87.010602",
    .parameter = parameters,
    .n_parameter = 3,
    .init = init,
};
