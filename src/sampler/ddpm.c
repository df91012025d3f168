/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_DISCRETE_PARAMETERS,
    {"variance", FPK_CHOICE, "small", 0, 0, "small|large", NULL,
     "variance of a step: small (1-P)/(1-A) (1-A/P), large 1-A/P", false},
};

/* Ho et al. equations 6, 7, 11 for a walk that skips times: beta becomes 1 - A/P, and with
 * eps = -sqrt(1-A) score the mean (x - beta eps/sqrt(1-A))/sqrt(1-beta) is
 *     (x + beta score)/sqrt(1-beta). */
static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_walk walk = {0};
    enum fpk_status status = fpk_plan_init(plan, "ddpm", 2);
    if (status == FPK_OK)
        status = fpk_walk_init(&walk, values);
    if (status == FPK_OK)
        plan->first = walk.step[0].now;
    bool small = strcmp(fpk_values_text(values, "variance"), "small") == 0;
    for (size_t i = 0; status == FPK_OK && i < walk.n; i++) {
        const struct fpk_walk_step *s = &walk.step[i];
        double beta = s->drop, scale = 1 / sqrt(s->keep);
        double variance = small ? beta * (s->not_P / s->not_A) : beta;
        double noise = i + 1 < walk.n ? sqrt(variance) : 0;
        status = fpk_table_row(plan, i, s->now, s->next, scale, beta * scale, noise);
    }
    fpk_walk_clear(&walk);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

const struct fpk_sampler fpk_sampler_ddpm = {
    .name = "ddpm",
    .sentence = "ancestral sampling of the discrete chain; the last step adds no noise",
    .citation = "Ho, Jain & Abbeel 2020, arXiv:2006.11239, algorithm 2",
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
