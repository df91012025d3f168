/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can DDIM's family do with one network? (post 2)
 *
 *     x' = alpha' x^ + sqrt(sigma'^2 - s^2) eps^ + s xi,    s = eta s_DDPM,   x^, eps^ at (x, t)
 *
 * Every eta has the same marginals, eta = 1 is DDPM, any sub-sequence of the training times will
 * do: exact laws say how well, for several eta and numbers of steps. eta = 0 is a step of the
 * probability-flow ODE, whose exact flow is known in one dimension (quantiles go to quantiles): the
 * order of its end points, what encoding and decoding again loses, and what lies between two
 * latents. */
#include "ddim.h"

#include "../common/target.h"

#include "fpk/base/memory.h"

const double ddim_eta[ETAS] = {0, 0.2, 0.5, 1};

static enum fpk_status set_up(struct ddim *d, struct fpk_run *run)
{
    static const double length[LENGTHS] = {10, 20, 50, 100, 250, 500, 1000};
    const struct fpk_values *values = fpk_run_values(run);
    double most = (double)fpk_values_integer(values, "most-steps");
    d->run = run;
    d->particles = (size_t)fpk_values_integer(values, "particles");
    FPK_TRY(fpk_common_target(run, &d->target));
    d->score = fpk_score_exact(&d->target);
    while (d->n_length < LENGTHS && length[d->n_length] <= most) {
        d->length[d->n_length] = length[d->n_length];
        d->n_length++;
    }
    return FPK_OK;
}

static enum fpk_status answer(struct ddim *d, struct fpk_run *run)
{
    FPK_TRY(set_up(d, run));
    FPK_TRY(fpk_run_progress(run, 0, "marginals"));
    FPK_TRY(ddim_marginals(d));
    FPK_TRY(fpk_run_progress(run, 0.05, "chains"));
    FPK_TRY(ddim_chains(d));
    FPK_TRY(fpk_run_progress(run, 0.9, "the flow"));
    FPK_TRY(ddim_flows(d));
    FPK_TRY(ddim_interpolate(d));
    FPK_TRY(ddim_report(d));
    FPK_TRY(ddim_record(d));
    return ddim_draw(d);
}

static void clear(struct ddim *d)
{
    for (int k = 0; k < ETAS; k++)
        for (int i = 0; i < LENGTHS; i++)
            fpk_sampled_clear(&d->chain[k][i]);
    fpk_mixture_clear(&d->target);
    fpk_mixture_clear(&d->plane);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct ddim *d = NULL;
    FPK_TRY(fpk_allocate(&d, 1));
    enum fpk_status status = answer(d, run);
    clear(d);
    fpk_release(&d);
    return status;
}

static const struct fpk_parameter parameters[] = {
    FPK_COMMON_TARGET_PARAMETER,
    FPK_COMMON_PARTICLES_PARAMETER("each chain"),
    {.name = "most-steps",
     .type = FPK_INTEGER,
     .fallback = "1000",
     .min = 50,
     .max = 1000,
     .doc = "steps of the longest chains"},
};

static const struct fpk_quick quick[] = {{"particles", "10000"}, {"most-steps", "100"}};

const struct fpk_experiment fpk_experiment_ddim = {
    .name = "ddim",
    .source = "post 2",
    .sentence = "DDIM's family with the exact score: marginals, sub-sequences, the flow at eta = 0",
    .equation = "x' = sqrt(abar') x^ + sqrt(1 - abar' - s^2) eps^ + s xi,  s = eta s_DDPM\n"
                "eta = 0:  dx = [f - g^2 score/2] dt",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
