/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do particles, the Fokker-Planck equation, the closed form and the law of the scheme agree, on the
 * way from data to noise and on both ways back? (post 4, section 3)
 *
 * A Gaussian mixture is carried forward by the variance-preserving SDE
 *     dX = -beta(t)/2 X dt + sqrt(beta(t)) dW,   beta(t) = low + (high - low) t,   0 <= t <= 1,
 * and back from its exact end by the reverse-time SDE and by the probability-flow ODE with the
 * exact score. On each way one model goes to every view, and three rules judge (docs/verdicts.md).
 * Then the error of both ways back from the usual start N(0, 1) is split into its parts. */
#include "ways.h"

#include "../common/target.h"

#include "fpk/base/memory.h"

static enum fpk_status answer(struct ways *w, struct fpk_run *run)
{
    for (int i = 0; i < WAYS; i++)
        FPK_TRY(fpk_evolution_run(&w->way[i], &w->views[i]));
    FPK_TRY(ways_judge(w, run));
    FPK_TRY(ways_split(w, run));
    FPK_TRY(ways_record(w, run));
    return ways_draw(w, run);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct ways *w = NULL; /* too large for the stack of a thread */
    FPK_TRY(fpk_allocate(&w, 1));
    enum fpk_status status = ways_init(w, run);
    if (status == FPK_OK)
        status = answer(w, run);
    ways_clear(w);
    fpk_release(&w);
    return status;
}

static const struct fpk_parameter parameters[] = {
    FPK_COMMON_TARGET_PARAMETER,
    {.name = "particles",
     .type = FPK_INTEGER,
     .fallback = "1e6",
     .min = 10000,
     .max = 1e9,
     .doc = "particles on each way"},
    {.name = "steps",
     .type = FPK_INTEGER,
     .fallback = "256",
     .min = 64,
     .max = 1e6,
     .doc = "Euler-Maruyama steps on each way"},
    {.name = "times",
     .type = FPK_INTEGER,
     .fallback = "65",
     .min = 9,
     .max = TIMES_MAX,
     .doc = "stored times on each way, at equal distances"},
    {.name = "beta-low",
     .type = FPK_REAL,
     .fallback = "0.1",
     .min = 1e-6,
     .max = 100,
     .doc = "beta at time 0"},
    {.name = "beta-high",
     .type = FPK_REAL,
     .fallback = "20",
     .min = 1e-6,
     .max = 100,
     .doc = "beta at time 1"},
};

static const struct fpk_quick quick[] = {{"particles", "20000"}, {"steps", "128"}, {"times", "33"}};

const struct fpk_experiment fpk_experiment_three_views_agree = {
    .name = "three-views-agree",
    .source = "post 4, section 3",
    .sentence = "do particles, Fokker-Planck equation, closed form and law of the scheme agree, "
                "forward and back?",
    .equation = "forward           dX = -beta/2 X dt + sqrt(beta) dW\n"
                "reverse SDE       dX = (beta/2 X + beta score) dr + sqrt(beta) dW,  r = 1 - t\n"
                "probability flow  dX = (beta/2 X + beta/2 score) dr",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
