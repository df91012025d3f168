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

static struct fpk_process process(const struct fpk_values *values)
{
    return (struct fpk_process){.kind = FPK_SUB_VP,
                                .low = fpk_values_real(values, "beta-min"),
                                .high = fpk_values_real(values, "beta-max")};
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

static double alpha(const struct fpk_values *values)
{
    return at_end(values).alpha;
}

static const struct fpk_model_fact facts[] = {
    {"law of X_t",
     "alpha x0 + sigma N(0, 1), alpha = e^{-B/2}, sigma = 1 - e^{-B}, B = int_0^t beta", NULL},
    {"alpha at t = 1", "e^{-(beta-min + beta-max)/4}", alpha},
    {"sigma at t = 1", "1 - alpha^2", sigma},
};

const struct fpk_model_kind fpk_model_sub_vp = {
    .name = "sub-vp",
    .sentence = "noising whose variance stays below that of VP, beta linear in t on [0, 1]",
    .equation = "dX = -beta(t)/2 X dt + sqrt(beta(t) (1 - e^{-2 B(t)})) dW, B = int_0^t beta",
    .citation = "Y. Song et al., ICLR 2021, arXiv:2011.13456, eq. 12",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
