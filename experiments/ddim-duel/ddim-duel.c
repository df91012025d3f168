/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SMLD, DDPM and DDIM with the same exact score and the same number of evaluations of it: whose law
 * is nearest to the target? (posts 1, 2 and 3)
 *
 *     SMLD  x += a_i/2 score + sqrt(a_i) xi on falling noise levels, from N(0, sigma_1^2)
 *     DDPM  the ancestral chain on a sub-sequence of the training times, small and large variance
 *     DDIM  its deterministic member, eta = 0
 *
 * Distances are between the exact law of each scheme and the target, so that no sampling noise
 * blurs the comparison; the particles of the same plan are tested against that law (exact
 * pairs). */
#include "duel.h"

#include "../common/target.h"

#include "fpk/base/memory.h"

static enum fpk_status read_budgets(struct fpk_run *run, struct duel *duel)
{
    const struct fpk_values *values = fpk_run_values(run);
    double *budget = NULL;
    size_t n = 0;
    enum fpk_status status = FPK_OK;
    FPK_TRY(fpk_values_reals(values, "budgets", &budget, &n));
    if (n > BUDGETS_MAX)
        status = fpk_fail(FPK_USAGE, "--budgets: %zu of them; at most %d", n, (int)BUDGETS_MAX);
    for (size_t i = 0; status == FPK_OK && i < n; i++) {
        duel->budget[i] = (size_t)budget[i];
        if ((double)duel->budget[i] != budget[i] || duel->budget[i] % 10 != 0)
            status = fpk_fail(FPK_USAGE,
                              "--budgets: %g is not a multiple of 10, the number of "
                              "noise levels of SMLD",
                              budget[i]);
    }
    fpk_release(&budget);
    duel->n_budget = status == FPK_OK ? n : 0;
    duel->shown = n > 1 ? 1 : 0;
    return status;
}

static enum fpk_status fight_all(struct duel *duel, struct fpk_run *run)
{
    for (size_t b = 0; b < duel->n_budget; b++)
        for (int m = 0; m < METHODS; m++) {
            double done = (double)(b * METHODS + (size_t)m) / (double)(duel->n_budget * METHODS);
            FPK_TRY(fpk_run_progress(run, done, contestants[m].name));
            FPK_TRY(duel_fight(duel, m, b, run));
        }
    return FPK_OK;
}

static enum fpk_status answer(struct duel *duel, struct fpk_run *run)
{
    FPK_TRY(fpk_common_target(run, &duel->target));
    duel->score = fpk_score_exact(&duel->target);
    FPK_TRY(read_budgets(run, duel));
    FPK_TRY(fight_all(duel, run));
    FPK_TRY(duel_report(duel, run));
    FPK_TRY(duel_record(duel, run));
    return duel_draw(duel, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct duel *duel = NULL;
    FPK_TRY(fpk_allocate(&duel, 1));
    enum fpk_status status = answer(duel, run);
    duel_clear(duel);
    fpk_release(&duel);
    return status;
}

static const struct fpk_parameter parameters[] = {
    FPK_COMMON_TARGET_PARAMETER,
    FPK_COMMON_PARTICLES_PARAMETER("each sampler"),
    {.name = "budgets",
     .type = FPK_REALS,
     .fallback = "10,20,50,100,200,500",
     .min = 10,
     .max = 1000,
     .doc = "score evaluations per sample, multiples of 10"},
};

static const struct fpk_quick quick[] = {{"particles", "20000"}, {"budgets", "10,20,50"}};

const struct fpk_experiment fpk_experiment_ddim_duel = {
    .name = "ddim-duel",
    .source = "posts 1, 2 and 3",
    .sentence = "SMLD, DDPM and DDIM at equal numbers of score evaluations: whose law is nearest "
                "to the target?",
    .equation = "SMLD  x' = x + a/2 score + sqrt(a) xi,  a = a_L (sigma/sigma_L)^2\n"
                "DDPM  x' = (x - (1 - A/P)/sqrt(1 - A) eps)/sqrt(A/P) + s xi\n"
                "DDIM  x' = sqrt(P) (x - sqrt(1 - A) eps)/sqrt(A) + sqrt(1 - P) eps",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
