/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {FPK_FLOW_PARAMETERS};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_ode_build_flow(plan, "flow-euler", values, &fpk_tableau_euler);
}

static const struct fpk_sampler_claim claim[] = {
    {"truncate=0", "uniform", 1, true, 1},
};

const struct fpk_sampler fpk_sampler_flow_euler = {
    .name = "flow-euler",
    .sentence = "Euler steps on the rectified flow, from noise alone (alpha 0) to the data",
    .citation = "Liu, Gong & Liu 2022, arXiv:2209.03003; Esser et al. 2024, arXiv:2403.03206 "
                "(shift)",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
