/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "duel.h"

#include "fpk/sampler/sampler.h"

#include <math.h>
#include <stdio.h>

const struct contestant contestants[METHODS] = {
    {"SMLD", "annealed-langevin", {{"sigmas", "geometric:10:0.1:10"}}, true, false},
    {"SMLD, best step", "annealed-langevin", {{"sigmas", "geometric:10:0.1:10"}}, true, true},
    {"DDPM small", "ddpm", {{"variance", "small"}, {"spacing", "trailing"}}, false, false},
    {"DDPM large", "ddpm", {{"variance", "large"}, {"spacing", "trailing"}}, false, false},
    {"DDIM", "ddim", {{"eta", "0"}, {"spacing", "trailing"}}, false, false},
};

/* Steps a_L tried for the tuned contestant. The first is the plain one's; a chain of Langevin steps
 * at the first level, where the density is as wide as the noise, diverges above about 0.04. */
static const double steps_tried[] = {0.002, 0.004, 0.006, 0.008, 0.01,  0.014, 0.018,
                                     0.021, 0.024, 0.028, 0.032, 0.036, 0.038};
enum { TRIED = sizeof steps_tried / sizeof *steps_tried };

enum { LEVELS = 10 }; /* of the list of sigmas above */

static enum fpk_status set_options(const struct contestant *c, size_t budget, double step,
                                   struct fpk_values *values)
{
    char number[32];
    if (c->by_levels) {
        snprintf(number, sizeof number, "%.17g", step);
        FPK_TRY(fpk_values_set(values, "step", number));
    }
    for (int i = 0; i < 3 && c->option[i][0]; i++)
        FPK_TRY(fpk_values_set(values, c->option[i][0], c->option[i][1]));
    snprintf(number, sizeof number, "%zu", c->by_levels ? budget / LEVELS : budget);
    return fpk_values_set(values, c->by_levels ? "inner-steps" : "steps", number);
}

static enum fpk_status make_plan(const struct contestant *c, size_t budget, double step,
                                 struct fpk_plan *plan)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values = {0};
    FPK_TRY(fpk_sampler_find(c->sampler, &sampler));
    FPK_TRY(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    enum fpk_status status = set_options(c, budget, step, &values);
    if (status == FPK_OK)
        status = sampler->build(plan, &values);
    fpk_values_clear(&values);
    return status;
}

static enum fpk_status push_law(const struct duel *duel, const struct fpk_plan *plan,
                                struct bout *bout)
{
    struct fpk_law *law = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_of_plan(&law, plan, &duel->score, NULL, NULL, NULL, NULL));
    FPK_TRY_DONE(status, fpk_law_density(law, &bout->law));
    struct fpk_side target = {.mixture = &duel->target};
    struct fpk_side found = {.fine = &bout->law.fine, .coarse = &bout->law.coarse};
    status = fpk_distance(&target, &found, &bout->error);
done:
    fpk_law_end(&law);
    return status;
}

/* The law's TV from the target at one step. */
static enum fpk_status try_step(const struct duel *duel, const struct contestant *c, size_t budget,
                                double step, double *tv)
{
    struct fpk_plan plan = {0};
    struct bout trial = {0};
    enum fpk_status status = make_plan(c, budget, step, &plan);
    if (status == FPK_OK)
        status = push_law(duel, &plan, &trial);
    *tv = trial.error.tv.value;
    fpk_law_pair_clear(&trial.law);
    fpk_plan_clear(&plan);
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

/* The particles against their own law (exact pair). */
static enum fpk_status test_points(struct bout *bout)
{
    return fpk_chi_square_pair(&bout->law.fine, &bout->law.coarse, &bout->points, &bout->test);
}

enum fpk_status duel_fight(struct duel *duel, int method, size_t budget, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    struct bout *bout = &duel->bout[method][budget];
    /* every bout has a seed of its own, far from those of neighbouring runs */
    uint64_t number = (uint64_t)method * BUDGETS_MAX + budget;
    uint64_t seed = fpk_run_seed(run) + number * 0x9E3779B97F4A7C15u;
    struct fpk_plan plan = {0};
    enum fpk_status status;
    const struct contestant *c = &contestants[method];
    FPK_TRY_DONE(status, best_step(duel, c, duel->budget[budget], &bout->step));
    FPK_TRY_DONE(status, make_plan(c, duel->budget[budget], bout->step, &plan));
    bout->evaluations = fpk_plan_evaluations(&plan);
    FPK_TRY_DONE(status, push_law(duel, &plan, bout));
    FPK_TRY_DONE(
        status, fpk_points_init(&bout->points, (size_t)fpk_values_integer(values, "particles"), 1));
    FPK_TRY_DONE(status, fpk_sampler_run(&plan, &duel->score, NULL, seed, 0, &bout->points, 0));
    status = test_points(bout);
done:
    fpk_plan_clear(&plan);
    return status;
}

void duel_clear(struct duel *duel)
{
    for (int m = 0; m < METHODS; m++)
        for (size_t b = 0; b < duel->n_budget; b++) {
            fpk_law_pair_clear(&duel->bout[m][b].law);
            fpk_points_clear(&duel->bout[m][b].points);
        }
    fpk_mixture_clear(&duel->target);
}
