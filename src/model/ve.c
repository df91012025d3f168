/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

static const struct fpk_parameter parameters[] = {
    {.name = "sigma-min",
     .type = FPK_REAL,
     .fallback = "0.01",
     .min = 1e-100,
     .max = 1e100,
     .unit = "x",
     .doc = "sigma at time 0"},
    {.name = "sigma-max",
     .type = FPK_REAL,
     .fallback = "50",
     .min = 1e-100,
     .max = 1e100,
     .unit = "x",
     .doc = "sigma at time 1"},
};

static struct fpk_process process(const struct fpk_values *values)
{
    return (struct fpk_process){.kind = FPK_VE,
                                .low = fpk_values_real(values, "sigma-min"),
                                .high = fpk_values_real(values, "sigma-max")};
}

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    return fpk_model_from_process(model, process(values), 1);
}

static struct fpk_level at_end(const struct fpk_values *values)
{
    const struct fpk_process own = process(values);
    return fpk_process_level(&own, 1);
}

static double sigma(const struct fpk_values *values)
{
    return at_end(values).sigma;
}

static const struct fpk_model_fact facts[] = {
    {"law of X_t", "x0 + sigma N(0, 1), sigma^2 = sigma(t)^2 - sigma-min^2", NULL},
    {"sigma at t = 1", "sqrt(sigma-max^2 - sigma-min^2)", sigma},
};

const struct fpk_model_kind fpk_model_ve = {
    .name = "ve",
    .sentence = "variance-exploding noising, sigma geometric in t on [0, 1]",
    .equation = "dX = sqrt(d sigma^2/dt) dW",
    .citation = "Y. Song et al., ICLR 2021, arXiv:2011.13456, eq. 9",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
