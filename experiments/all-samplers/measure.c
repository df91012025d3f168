/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "all-samplers.h"

#include "fpk/sampler/sampler.h"
#include "fpk/study/method.h"
#include "fpk/study/split.h"

#include <math.h>
#include <string.h>

const char *const all_family_name[FAMILIES] = {"With noise", "Runge-Kutta and Adams methods",
                                               "Single-step exponential integrators",
                                               "Multistep exponential integrators"};

#define TRAINED "schedule=linear spacing=trailing"
#define SMOOTH  "schedule=vp spacing=logsnr"

static const struct all_method table[] = {
    {"ddpm small", "ddpm", TRAINED " variance=small", 1, 0},
    {"ddpm large", "ddpm", TRAINED " variance=large", 1, 0},
    {"reverse Euler-Maruyama", "reverse-euler-maruyama", "", 1, 0},
    {"annealed Langevin", "annealed-langevin", "", 1, 0},
    {"dpm-solver++-sde 1", "dpm-solver++-sde", SMOOTH " order=1", 1, 0},
    {"ddim", "ddim", TRAINED " eta=0", 1, 1},
    {"probability flow, Euler", "probability-flow-euler", "", 1, 1},
    {"probability flow, Heun", "probability-flow-heun", "", 2, 1},
    {"probability flow, RK4", "probability-flow-rk4", "", 4, 1},
    {"edm-heun", "edm-heun", "", 2, 1},
    {"lms 4", "lms", "order=4 schedule=edm spacing=karras", 1, 1},
    {"flow-heun", "flow-heun", "", 2, 1},
    {"flow-euler", "flow-euler", "", 1, FAMILIES},
    {"ddim, log SNR", "ddim", SMOOTH " eta=0", 1, 2},
    {"dpm-solver 2", "dpm-solver", SMOOTH " order=2", 2, 2},
    {"dpm-solver 3", "dpm-solver", SMOOTH " order=3", 3, 2},
    {"dpm-solver++ 2S", "dpm-solver++", SMOOTH " order=2 variant=single-step", 2, 2},
    {"dpm-solver++ 3S", "dpm-solver++", SMOOTH " order=3 variant=single-step", 3, 2},
    {"dpm-solver++ 2M", "dpm-solver++", SMOOTH " order=2", 1, 3},
    {"dpm-solver++ 3M", "dpm-solver++", SMOOTH " order=3", 1, 3},
    {"unipc 2", "unipc", SMOOTH " order=2", 1, 3},
    {"unipc 3", "unipc", SMOOTH " order=3", 1, 3},
    {"unipc 2, trailing", "unipc", TRAINED " order=2", 1, 3},
};
enum { IN_TABLE = sizeof table / sizeof *table };

static bool takes(const struct fpk_sampler *sampler, const char *option)
{
    for (size_t i = 0; i < sampler->n_parameter; i++)
        if (strcmp(sampler->parameter[i].name, option) == 0)
            return true;
    return false;
}

enum fpk_status all_methods(struct all_samplers *a)
{
    size_t n;
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    for (size_t i = 0; i < IN_TABLE; i++)
        a->entry[a->n++].method = table[i];
    for (size_t i = 0; i < n && a->n < ENTRIES; i++) {
        bool known = !(all[i]->supports & FPK_SUPPORTS_LAW) || !takes(all[i], "steps");
        for (size_t k = 0; !known && k < IN_TABLE; k++)
            known = strcmp(table[k].sampler, all[i]->name) == 0;
        double per_step = all[i]->n_claim > 0 ? all[i]->claim[0].evaluations : 1;
        if (!known)
            a->entry[a->n++].method =
                (struct all_method){all[i]->name, all[i]->name, "", per_step, FAMILIES};
    }
    return FPK_OK;
}

static enum fpk_status make_plan(const struct all_method *m, double budget, struct fpk_plan *plan)
{
    if (strcmp(m->sampler, "annealed-langevin") == 0) /* of ten levels */
        return fpk_common_plan(plan, m->sampler, "inner-steps=%.0f step=.018", budget / 10);
    double steps = fmax(1, floor(budget / m->per_step));
    return fpk_common_plan(plan, m->sampler, "%s steps=%.0f", m->options, steps);
}

/* The law, its distances and their parts; folded ones among them. */
static enum fpk_status look(struct all_entry *e, size_t b, const struct fpk_job *job,
                            struct fpk_law_pair *pair)
{
    struct fpk_law *law = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_job_law(job, NULL, &law));
    FPK_TRY_DONE(status, fpk_law_read(law, pair));
    FPK_TRY_DONE(status, fpk_job_split(job, NULL, pair, &e->split[b]));
    e->tv[b] = e->split[b].total.tv.value;
    e->w1[b] = e->split[b].total.w1.value;
    e->discretisation[b] = e->split[b].discretisation.tv.value;
    e->initialisation[b] = e->split[b].initialisation.tv.value;
done:
    fpk_law_end(&law);
    return status;
}

static enum fpk_status test(const struct all_samplers *a, size_t entry, const struct fpk_job *job,
                            const struct fpk_law_pair *pair, struct fpk_chi_square *out)
{
    struct fpk_points points = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_points_init(&points, a->particles, 1));
    FPK_TRY_DONE(status, fpk_sampler_run(&job->plan, &a->score, NULL,
                                         fpk_common_seed(a->run, entry), 0, &points, 0));
    struct fpk_side side = fpk_law_side(pair);
    status = fpk_chi_square_side(&side, &points, out);
done:
    fpk_points_clear(&points);
    return status;
}

enum fpk_status all_measure(struct all_samplers *a, size_t entry, size_t budget)
{
    struct all_entry *e = &a->entry[entry];
    struct fpk_plan plan = {0};
    struct fpk_job job = {0};
    struct fpk_law_pair pair = {0};
    FPK_TRY(make_plan(&e->method, a->budget[budget], &plan));
    fpk_job_init_plan(&job, &a->target, &plan);
    e->evaluations[budget] = (double)fpk_plan_evaluations(&job.plan);
    enum fpk_status status = look(e, budget, &job, &pair);
    if (status == FPK_NUMERIC) {
        e->tv[budget] = e->w1[budget] = NAN;
        e->discretisation[budget] = e->initialisation[budget] = NAN;
        status = FPK_OK;
    } else if (status == FPK_OK && budget == a->shown) {
        e->tested = true;
        status = test(a, entry, &job, &pair, &e->test);
    }
    fpk_law_pair_clear(&pair);
    fpk_job_clear(&job);
    return status;
}
