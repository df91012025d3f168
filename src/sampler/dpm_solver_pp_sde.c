/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SDE-DPM-Solver++: the reverse SDE by its exponential integrator in lambda, x0 head; order 1, and
 * 2M with a memory of one value. */
#include "exponential_priv.h"
#include "table_priv.h"

#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_EXPONENTIAL_PARAMETERS,
    {"order", FPK_INTEGER, "2", 1, 2, NULL, "1", "weak order of the method", false},
    FPK_SOLVER_TYPE_PARAMETER,
};

static const struct fpk_sampler_claim claim[] = {
    {"order=1", "logsnr", 1, false, 1},
    {"order=2", "logsnr", 2, false, 1},
    {"order=2 solver-type=heun", "logsnr", 2, false, 1},
};

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path = {0};
    struct fpk_integrator I;
    enum fpk_status status;
    FPK_TRY_DONE(status,
                 fpk_integrator_init(&I, plan, &path, "dpm-solver++-sde", 3, FPK_HEAD_X0, values));
    I.heun = strcmp(fpk_values_text(values, "solver-type"), "heun") == 0;
    I.noisy = true;
    FPK_TRY_DONE(status, fpk_multistep(&I, false, true));
done:
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

/* Order 2 remembers a value that depends on past noise: its plan is refused by the law, which reads
 * the plan, not this table. */
const struct fpk_sampler fpk_sampler_dpm_solver_pp_sde = {
    .name = "dpm-solver++-sde",
    .sentence = "exponential integrator of the reverse SDE, x0 head; order 1 has a law in x, 2M "
                "remembers past noise and has none",
    .citation = "Lu et al. 2022, arXiv:2211.01095, section 5.1 and appendix B.7",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
