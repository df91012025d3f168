/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {
    FPK_PROCESS_PARAMETERS,
    FPK_FINAL_PARAMETER,
};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_ode_build_process(plan, "probability-flow-rk4", values, &fpk_tableau_rk4);
}

static const struct fpk_sampler_claim claim[] = {
    {"final=same truncate=0", "uniform", 4, true, 4},
    {"final=euler truncate=0", "uniform", 2, true, 4}, /* one step of first order */
};

const struct fpk_sampler fpk_sampler_probability_flow_rk4 = {
    .name = "probability-flow-rk4",
    .sentence = "classical Runge-Kutta steps in t on the probability-flow ODE; the step to sigma 0 "
                "is Euler's",
    .citation =
        "Song et al. 2021, arXiv:2011.13456, section 4.3; Kutta 1901, Z. Math. Phys. 46, 435",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
