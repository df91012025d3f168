/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

static const struct fpk_parameter parameter[] = {FPK_CONTINUOUS_PARAMETERS};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_table_reverse(plan, "probability-flow-euler", values, 0.5, false);
}

const struct fpk_sampler fpk_sampler_probability_flow_euler = {
    .name = "probability-flow-euler",
    .sentence = "Euler steps on the probability-flow ODE of the continuous VP process",
    .citation = "Song et al. 2021, arXiv:2011.13456, section 4.3",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
