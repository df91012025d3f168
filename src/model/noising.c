/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forward processes of Song et al. 2021 on [0, 1] by name: VP, sub-VP, VE. */
#include "model_priv.h"

static const struct fpk_parameter beta_range[] = {
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

static const struct fpk_parameter sigma_range[] = {
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

static struct fpk_process vp(const struct fpk_values *values)
{
    return (struct fpk_process){.kind = FPK_VP,
                                .low = fpk_values_real(values, "beta-min"),
                                .high = fpk_values_real(values, "beta-max")};
}

static struct fpk_process sub_vp(const struct fpk_values *values)
{
    struct fpk_process process = vp(values);
    process.kind = FPK_SUB_VP;
    return process;
}

static struct fpk_process ve(const struct fpk_values *values)
{
    return (struct fpk_process){.kind = FPK_VE,
                                .low = fpk_values_real(values, "sigma-min"),
                                .high = fpk_values_real(values, "sigma-max")};
}

static struct fpk_level at_end(struct fpk_process process)
{
    return fpk_process_level(&process, 1);
}

static double vp_alpha(const struct fpk_values *values)
{
    return at_end(vp(values)).alpha;
}

static double vp_sigma(const struct fpk_values *values)
{
    return at_end(vp(values)).sigma;
}

static double sub_vp_sigma(const struct fpk_values *values)
{
    return at_end(sub_vp(values)).sigma;
}

static double ve_sigma(const struct fpk_values *values)
{
    return at_end(ve(values)).sigma;
}

static enum fpk_status vp_init(struct fpk_model *model, const struct fpk_values *values)
{
    return fpk_model_from_process(model, vp(values), 1);
}

static const struct fpk_model_fact vp_facts[] = {
    {"law of X_t",
     "alpha x0 + sigma N(0, 1), alpha = e^{-B/2}, sigma^2 = 1 - e^{-B}, B = int_0^t beta", NULL},
    {"alpha at t = 1", "e^{-(beta-min + beta-max)/4}", vp_alpha},
    {"sigma at t = 1", "sqrt(1 - alpha^2)", vp_sigma},
};

const struct fpk_model_kind fpk_model_vp = {
    .name = "vp",
    .sentence = "variance-preserving noising, beta linear in t on [0, 1]: towards N(0, 1)",
    .equation = "dX = -beta(t)/2 X dt + sqrt(beta(t)) dW",
    .citation = "Y. Song et al., ICLR 2021, arXiv:2011.13456, eq. 11",
    .parameter = beta_range,
    .n_parameter = FPK_COUNT(beta_range),
    .fact = vp_facts,
    .n_fact = FPK_COUNT(vp_facts),
    .init = vp_init,
};

static enum fpk_status sub_vp_init(struct fpk_model *model, const struct fpk_values *values)
{
    return fpk_model_from_process(model, sub_vp(values), 1);
}

static const struct fpk_model_fact sub_vp_facts[] = {
    {"law of X_t",
     "alpha x0 + sigma N(0, 1), alpha = e^{-B/2}, sigma = 1 - e^{-B}, B = int_0^t beta", NULL},
    {"alpha at t = 1", "e^{-(beta-min + beta-max)/4}", vp_alpha},
    {"sigma at t = 1", "1 - alpha^2", sub_vp_sigma},
};

const struct fpk_model_kind fpk_model_sub_vp = {
    .name = "sub-vp",
    .sentence = "noising whose variance stays below that of VP, beta linear in t on [0, 1]",
    .equation = "dX = -beta(t)/2 X dt + sqrt(beta(t) (1 - e^{-2 B(t)})) dW, B = int_0^t beta",
    .citation = "Y. Song et al., ICLR 2021, arXiv:2011.13456, eq. 12",
    .parameter = beta_range,
    .n_parameter = FPK_COUNT(beta_range),
    .fact = sub_vp_facts,
    .n_fact = FPK_COUNT(sub_vp_facts),
    .init = sub_vp_init,
};

static enum fpk_status ve_init(struct fpk_model *model, const struct fpk_values *values)
{
    return fpk_model_from_process(model, ve(values), 1);
}

static const struct fpk_model_fact ve_facts[] = {
    {"law of X_t", "x0 + sigma N(0, 1), sigma^2 = sigma(t)^2 - sigma-min^2", NULL},
    {"sigma at t = 1", "sqrt(sigma-max^2 - sigma-min^2)", ve_sigma},
};

const struct fpk_model_kind fpk_model_ve = {
    .name = "ve",
    .sentence = "variance-exploding noising, sigma geometric in t on [0, 1]",
    .equation = "dX = sqrt(d sigma^2/dt) dW",
    .citation = "Y. Song et al., ICLR 2021, arXiv:2011.13456, eq. 9",
    .parameter = sigma_range,
    .n_parameter = FPK_COUNT(sigma_range),
    .fact = ve_facts,
    .n_fact = FPK_COUNT(ve_facts),
    .init = ve_init,
};
