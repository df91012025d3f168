/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include <math.h>

static const struct fpk_parameter parameter[] = {FPK_LANGEVIN_PARAMETERS};

enum { X, SCORE, Y, MEAN_X, MEAN_Y, REGISTERS };

struct mala {
    struct fpk_level level;
    double drift;
};

/* mean <- from + drift score(from). */
static enum fpk_status add_mean(struct fpk_plan *plan, const struct mala *mala, uint64_t step,
                                int from, int mean)
{
    FPK_TRY(fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_EVAL,
                                                        .out = SCORE,
                                                        .n_in = 1,
                                                        .in = {from},
                                                        .head = FPK_HEAD_SCORE,
                                                        .level = mala->level,
                                                        .step = step}));
    return fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_MIX,
                                                       .out = mean,
                                                       .n_in = 2,
                                                       .in = {from, SCORE},
                                                       .c = {1, mala->drift},
                                                       .level = mala->level,
                                                       .step = step});
}

static enum fpk_status add_step(struct fpk_plan *plan, const struct mala *mala, uint64_t step)
{
    double width = sqrt(2 * mala->drift);
    FPK_TRY(add_mean(plan, mala, step, X, MEAN_X));
    FPK_TRY(fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_MIX,
                                                        .out = Y,
                                                        .n_in = 1,
                                                        .in = {MEAN_X},
                                                        .c = {1},
                                                        .noise = width,
                                                        .level = mala->level,
                                                        .step = step}));
    FPK_TRY(add_mean(plan, mala, step, Y, MEAN_Y));
    return fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_ACCEPT,
                                                       .out = X,
                                                       .n_in = 4,
                                                       .in = {Y, X, MEAN_X, MEAN_Y},
                                                       .noise = width,
                                                       .level = mala->level,
                                                       .step = step});
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct mala mala = {.level = {.alpha = 1, .sigma = fpk_values_real(values, "level-sigma")},
                        .drift = fpk_langevin_drift(values)};
    uint64_t steps = (uint64_t)fpk_values_integer(values, "steps");
    enum fpk_status status = fpk_plan_init(plan, "mala", REGISTERS);
    plan->first = mala.level;
    for (uint64_t i = 0; status == FPK_OK && i < steps; i++)
        status = add_step(plan, &mala, i);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_mala = {
    .name = "mala",
    .sentence = "Langevin steps at one level, each accepted or rejected so that the law of the "
                "data there is stationary; start N(0,1)",
    .citation = "Roberts & Tweedie 1996, doi:10.2307/3318418; Hastings 1970, "
                "doi:10.1093/biomet/57.1.97",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN,
    .build = build,
};
