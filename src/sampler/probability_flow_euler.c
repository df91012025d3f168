/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {
    FPK_PROCESS_PARAMETERS,
};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_ode_build_process(plan, "probability-flow-euler", values, &fpk_tableau_euler);
}

static const struct fpk_sampler_claim claim[] = {
    {"truncate=0", "uniform", 1, true, 1},
};

const struct fpk_sampler fpk_sampler_probability_flow_euler = {
    .name = "probability-flow-euler",
    .sentence = "Euler steps in t on the probability-flow ODE of a process",
    .citation = "Song et al. 2021, arXiv:2011.13456, section 4.3",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
