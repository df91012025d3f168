/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every sampler with the same exact score: how far is its law from the data, for how many
 * evaluations of the score, and where does the error come from? (posts 1 to 4)
 *
 * All start from the usual normal and go to the clean end. Distances are between exact laws, so
 * nothing but the method is in them; each total is split into what its steps cost from the exact
 * start and what the wrong start costs. Particles of every method are tested against its law. */
#include "all-samplers.h"

#include "../common/target.h"

#include "fpk/base/memory.h"

static enum fpk_status set_up(struct all_samplers *a, struct fpk_run *run)
{
    static const double budget[BUDGETS] = {10, 20, 40, 80, 160};
    const struct fpk_values *values = fpk_run_values(run);
    double most = (double)fpk_values_integer(values, "most-evaluations");
    a->run = run;
    a->particles = (size_t)fpk_values_integer(values, "particles");
    while (a->n_budget < BUDGETS && budget[a->n_budget] <= most) {
        a->budget[a->n_budget] = budget[a->n_budget];
        a->n_budget++;
    }
    a->shown = a->n_budget - 1 < 2 ? a->n_budget - 1 : 2;
    FPK_TRY(fpk_common_target(run, &a->target));
    a->score = fpk_score_exact(&a->target);
    return all_methods(a);
}

static enum fpk_status answer(struct all_samplers *a, struct fpk_run *run)
{
    FPK_TRY(set_up(a, run));
    for (size_t i = 0; i < a->n; i++)
        for (size_t b = 0; b < a->n_budget; b++) {
            double done = (double)(i * a->n_budget + b) / (double)(a->n * a->n_budget);
            FPK_TRY(fpk_run_progress(run, done, a->entry[i].method.name));
            FPK_TRY(all_measure(a, i, b));
        }
    FPK_TRY(all_report(a));
    FPK_TRY(all_record(a));
    return all_draw(a);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct all_samplers *a = NULL;
    FPK_TRY(fpk_allocate(&a, 1));
    enum fpk_status status = answer(a, run);
    fpk_mixture_clear(&a->target);
    fpk_release(&a);
    return status;
}

static const struct fpk_parameter parameters[] = {
    FPK_COMMON_TARGET_PARAMETER,
    FPK_COMMON_PARTICLES_PARAMETER("each method"),
    {.name = "most-evaluations",
     .type = FPK_INTEGER,
     .fallback = "160",
     .min = 20,
     .max = 160,
     .doc = "the largest number of evaluations"},
};

static const struct fpk_quick quick[] = {{"particles", "10000"}, {"most-evaluations", "20"}};

const struct fpk_experiment fpk_experiment_all_samplers = {
    .name = "all-samplers",
    .source = "posts 1 to 4",
    .sentence = "every sampler with the same exact score: its error against its cost, and where "
                "the error comes from",
    .equation = "discretisation  d(P0, S[p_T])\n"
                "initialisation  d(S[p_T], S[start])\n"
                "total           d(P0, S[start])",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
