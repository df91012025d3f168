/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

static const struct fpk_parameter parameters[] = {
    {.name = "beta-min",
     .type = FPK_REAL,
     .fallback = "0.1",
     .min = 0,
     .max = 1e6,
     .unit = "1/time",
     .doc = "beta at time 0"},
    {.name = "beta-max",
     .type = FPK_REAL,
     .fallback = "20",
     .min = 0,
     .max = 1e6,
     .unit = "1/time",
     .doc = "beta at time 1"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_process process = {.kind = FPK_VP,
                                        .low = fpk_values_real(values, "beta-min"),
                                        .high = fpk_values_real(values, "beta-max")};
    return fpk_model_from_process(model, process, 1);
}

const struct fpk_model_kind fpk_model_vp = {
    .name = "vp",
    .sentence = "variance-preserving noising, beta linear in t on [0, 1]: towards N(0, 1)",
    .equation = "dX = -beta(t)/2 X dt + sqrt(beta(t)) dW",
    .citation = "Y. Song et al., ICLR 2021, arXiv:2011.13456, eq. 11",
    .parameter = parameters,
    .n_parameter = 2,
    .init = init,
};
