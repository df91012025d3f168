/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "duel.h"

#include <math.h>

const struct contestant contestants[METHODS] = {
    {"SMLD", "annealed-langevin", "sigmas=geometric:10:0.1:10", true, false},
    {"SMLD, best step", "annealed-langevin", "sigmas=geometric:10:0.1:10", true, true},
    {"DDPM small", "ddpm", "variance=small spacing=trailing", false, false},
    {"DDPM large", "ddpm", "variance=large spacing=trailing", false, false},
    {"DDIM", "ddim", "eta=0 spacing=trailing", false, false},
};

/* Steps a_L tried for the tuned contestant. The first is the plain one's; a chain of Langevin steps
 * at the first level, where the density is as wide as the noise, diverges above about 0.04. */
static const double steps_tried[] = {0.002, 0.004, 0.006, 0.008, 0.01,  0.014, 0.018,
                                     0.021, 0.024, 0.028, 0.032, 0.036, 0.038};
enum { TRIED = sizeof steps_tried / sizeof *steps_tried };

enum { LEVELS = 10 }; /* of the list of sigmas above */

static enum fpk_status make_plan(const struct contestant *c, size_t budget, double step,
                                 struct fpk_plan *plan)
{
    if (c->by_levels)
        return fpk_common_plan(plan, c->sampler, "%s inner-steps=%zu step=%.17g", c->options,
                               budget / LEVELS, step);
    return fpk_common_plan(plan, c->sampler, "%s steps=%zu", c->options, budget);
}

/* The law's TV from the target at one step. */
static enum fpk_status try_step(const struct duel *duel, const struct contestant *c, size_t budget,
                                double step, double *tv)
{
    struct fpk_plan plan = {0};
    struct fpk_sampled trial = {0};
    enum fpk_status status = make_plan(c, budget, step, &plan);
    if (status == FPK_OK)
        status = fpk_sampled_law(&trial, &plan, &duel->target, &duel->score, NULL);
    *tv = trial.error.tv.value;
    fpk_sampled_clear(&trial);
    return status;
}

static enum fpk_status best_step(const struct duel *duel, const struct contestant *c, size_t budget,
                                 double *step)
{
    double least = INFINITY, tv;
    *step = c->by_levels ? steps_tried[0] : NAN;
    for (int i = 0; c->tuned && i < TRIED; i++) {
        FPK_TRY(try_step(duel, c, budget, steps_tried[i], &tv));
        if (tv < least) {
            least = tv;
            *step = steps_tried[i];
        }
    }
    return FPK_OK;
}

enum fpk_status duel_fight(struct duel *duel, int method, size_t budget, struct fpk_run *run)
{
    size_t particles = (size_t)fpk_values_integer(fpk_run_values(run), "particles");
    struct bout *bout = &duel->bout[method][budget];
    uint64_t seed = fpk_common_seed(run, (uint64_t)method * BUDGETS_MAX + budget);
    const struct contestant *c = &contestants[method];
    struct fpk_plan plan = {0};
    FPK_TRY(best_step(duel, c, duel->budget[budget], &bout->step));
    FPK_TRY(make_plan(c, duel->budget[budget], bout->step, &plan));
    FPK_TRY(fpk_sampled_law(&bout->sampled, &plan, &duel->target, &duel->score, NULL));
    return fpk_sampled_particles(&bout->sampled, &duel->score, NULL, particles, seed);
}

void duel_clear(struct duel *duel)
{
    for (int m = 0; m < METHODS; m++)
        for (size_t b = 0; b < duel->n_budget; b++)
            fpk_sampled_clear(&duel->bout[m][b].sampled);
    fpk_mixture_clear(&duel->target);
}
