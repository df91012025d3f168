/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {FPK_LANGEVIN_PARAMETERS};

double fpk_langevin_drift(const struct fpk_values *values)
{
    bool half = strcmp(fpk_values_text(values, "step-convention"), "half") == 0;
    return (half ? 0.5 : 1) * fpk_values_real(values, "step");
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    double drift = fpk_langevin_drift(values);
    struct fpk_level level = {.alpha = 1, .sigma = fpk_values_real(values, "level-sigma")};
    uint64_t steps = (uint64_t)fpk_values_integer(values, "steps");
    enum fpk_status status = fpk_plan_init(plan, "ula", 2);
    plan->first = level;
    for (uint64_t i = 0; status == FPK_OK && i < steps; i++)
        status = fpk_table_row(plan, i, level, level, 1, drift, sqrt(2 * drift));
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_ula = {
    .name = "ula",
    .sentence = "unadjusted Langevin steps at one level; start N(0,1), noise in every step; its "
                "stationary law is off by O(step)",
    .citation = "Roberts & Tweedie 1996, doi:10.2307/3318418",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
