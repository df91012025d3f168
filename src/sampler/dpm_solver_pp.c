/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DPM-Solver++: the same flow on the data prediction; multistep (1, 2M, 3M) or single steps (1, 2S,
 * 3S). */
#include "exponential_priv.h"
#include "table_priv.h"

#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_EXPONENTIAL_PARAMETERS,
    {"order", FPK_INTEGER, "2", 1, 3, NULL, "1", "order of the method", false},
    {"variant", FPK_CHOICE, "multistep", 0, 0, "multistep|single-step", NULL,
     "one evaluation a step and a memory, or `order` evaluations a step", false},
    FPK_SOLVER_TYPE_PARAMETER,
    FPK_START_UP_PARAMETER,
    {"third-term", FPK_CHOICE, "consistent", 0, 0, "consistent|published", NULL,
     "weight of the second difference of 3M: that of order 3, or the published half of it", false},
};

static const struct fpk_sampler_claim claim[] = {
    {"order=1", "logsnr", 1, true, 1},
    {"order=2", "logsnr", 2, true, 1},
    {"order=2 solver-type=heun", "logsnr", 2, true, 1},
    {"order=3", "logsnr", 3, true, 1},
    {"order=3 start-up=ramp third-term=published", "logsnr", 2, true, 1},
    {"order=2 variant=single-step", "logsnr", 2, true, 2},
    {"order=2 variant=single-step solver-type=heun", "logsnr", 2, true, 2},
    {"order=3 variant=single-step", "logsnr", 3, true, 3},
    {"order=3 variant=single-step solver-type=heun", "logsnr", 3, true, 3},
};

static bool is(const struct fpk_values *values, const char *name, const char *text)
{
    return strcmp(fpk_values_text(values, name), text) == 0;
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    const char *name = "dpm-solver++";
    if (is(values, "variant", "single-step"))
        return fpk_single_steps(plan, name, FPK_HEAD_X0, values);
    struct fpk_path path = {0};
    struct fpk_integrator I;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_integrator_init(&I, plan, &path, name, 6, FPK_HEAD_X0, values));
    I.heun = is(values, "solver-type", "heun");
    FPK_TRY_DONE(status, fpk_multistep(&I, is(values, "third-term", "published"),
                                       is(values, "start-up", "ramp")));
done:
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_dpm_solver_pp = {
    .name = "dpm-solver++",
    .sentence = "exponential integrator of the probability flow, x0 head; multistep 2M and 3M, or "
                "single steps 2S and 3S",
    .citation = "Lu et al. 2022, arXiv:2211.01095, algorithms 1 and 2",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
