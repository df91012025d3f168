/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DPM-Solver: single steps of order 1, 2, 3 on the noise prediction; algorithms 1 and 2 and
 * appendix B of the paper. One step evaluates the head `order` times. */
#include "exponential_priv.h"
#include "table_priv.h"

#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_EXPONENTIAL_PARAMETERS,
    {"order", FPK_INTEGER, "2", 1, 3, NULL, "1", "order, and evaluations of a step", false},
    FPK_SOLVER_TYPE_PARAMETER,
};

static const struct fpk_sampler_claim claim[] = {
    {"order=1", "logsnr", 1, true, 1},
    {"order=2", "logsnr", 2, true, 2},
    {"order=2 solver-type=heun", "logsnr", 2, true, 2},
    {"order=3", "logsnr", 3, true, 3},
    {"order=3 solver-type=heun", "logsnr", 3, true, 3},
};

static enum fpk_status steps(const struct fpk_integrator *I)
{
    for (size_t i = 0; i < I->n; i++) {
        struct fpk_span span;
        FPK_TRY(fpk_span_whole(I, i, &span));
        FPK_TRY(fpk_integrator_eval(I, i, span.from, 0, 1));
        FPK_TRY(fpk_single_step(I, i, &span, fpk_integrator_order(I, i, &span), 0, 0,
                                (int[]){1, 2, 3}, 4));
    }
    return FPK_OK;
}

enum fpk_status fpk_single_steps(struct fpk_plan *plan, const char *name, enum fpk_head head,
                                 const struct fpk_values *values)
{
    struct fpk_path path = {0};
    struct fpk_integrator I;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_integrator_init(&I, plan, &path, name, 5, head, values));
    I.heun = strcmp(fpk_values_text(values, "solver-type"), "heun") == 0;
    FPK_TRY_DONE(status, steps(&I));
done:
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return fpk_single_steps(plan, "dpm-solver", FPK_HEAD_EPS, values);
}

const struct fpk_sampler fpk_sampler_dpm_solver = {
    .name = "dpm-solver",
    .sentence = "single-step exponential integrator of the probability flow, eps head; one step "
                "evaluates it `order` times",
    .citation = "Lu et al. 2022, arXiv:2206.00927, algorithms 1 and 2",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
