/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {
    FPK_PROCESS_PARAMETERS,
    FPK_FINAL_PARAMETER,
};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_ode_build_process(plan, "probability-flow-heun", values, &fpk_tableau_heun);
}

static const struct fpk_sampler_claim claim[] = {
    {"final=euler truncate=0", "uniform", 2, true, 2},
    {"final=same truncate=0", "uniform", 2, true, 2},
};

const struct fpk_sampler fpk_sampler_probability_flow_heun = {
    .name = "probability-flow-heun",
    .sentence =
        "Heun steps in t on the probability-flow ODE of a process; the step to sigma 0 is Euler's",
    .citation = "Song et al. 2021, arXiv:2011.13456, section 4.3; Heun 1900, Z. Math. Phys. 45, 23",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
