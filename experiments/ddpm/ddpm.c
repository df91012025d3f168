/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DDPM with everything known: what do its forward chain, its bound and the variance of its reverse
 * steps come to, when the score is exact? (post 1)
 *
 *     forward   x_t = sqrt(alpha_t) x_{t-1} + sqrt(1 - alpha_t) eps,   abar_t = alpha_1 ... alpha_t
 *     reverse   x_{t-1} = (x_t - (1 - alpha_t)/sqrt(1 - abar_t) eps_theta)/sqrt(alpha_t) + s_t xi
 *
 * The closed form q(x_t | x_0) is held against the Fokker-Planck equation, the posterior against
 * Bayes' rule, the bound is computed term by term without sampling, and the exact laws of the
 * reverse chain say what the choice of s_t costs; particles are tested against them. */
#include "ddpm.h"

#include "../common/target.h"

#include "fpk/base/memory.h"

static enum fpk_status set_up(struct ddpm *d, struct fpk_run *run)
{
    static const double length[LENGTHS] = {10, 20, 50, 100, 250, 500, 1000};
    const struct fpk_values *values = fpk_run_values(run);
    double most = (double)fpk_values_integer(values, "most-steps");
    d->run = run;
    d->particles = (size_t)fpk_values_integer(values, "particles");
    d->x0 = fpk_values_real(values, "datum");
    FPK_TRY(fpk_common_target(run, &d->target));
    d->score = fpk_score_exact(&d->target);
    for (int i = 0; i < TRAINING; i++)
        d->t[i] = i + 1;
    while (d->n_length < LENGTHS && length[d->n_length] <= most) {
        d->length[d->n_length] = length[d->n_length];
        d->n_length++;
    }
    return fpk_schedule_init(&d->schedule, "linear", TRAINING);
}

static enum fpk_status answer(struct ddpm *d, struct fpk_run *run)
{
    FPK_TRY(set_up(d, run));
    FPK_TRY(fpk_run_progress(run, 0, "forward"));
    FPK_TRY(ddpm_go_forward(d));
    FPK_TRY(ddpm_posteriors(d));
    FPK_TRY(fpk_run_progress(run, 0.2, "the bound"));
    FPK_TRY(ddpm_bounds(d));
    FPK_TRY(fpk_run_progress(run, 0.5, "reverse chains"));
    FPK_TRY(ddpm_reverse(d));
    FPK_TRY(ddpm_report(d));
    FPK_TRY(ddpm_record(d));
    return ddpm_draw(d);
}

static void clear(struct ddpm *d)
{
    for (int k = 0; k < KINDS; k++)
        for (int i = 0; i < LENGTHS; i++)
            fpk_sampled_clear(&d->chain[k][i]);
    fpk_schedule_clear(&d->schedule);
    fpk_mixture_clear(&d->target);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct ddpm *d = NULL;
    FPK_TRY(fpk_allocate(&d, 1));
    enum fpk_status status = answer(d, run);
    clear(d);
    fpk_release(&d);
    return status;
}

static const struct fpk_parameter parameters[] = {
    FPK_COMMON_TARGET_PARAMETER,
    FPK_COMMON_PARTICLES_PARAMETER("each reverse chain"),
    {.name = "most-steps",
     .type = FPK_INTEGER,
     .fallback = "1000",
     .min = 50,
     .max = 1000,
     .doc = "steps of the longest reverse chains; the law of the whole chain needs 1000"},
    {.name = "datum",
     .type = FPK_REAL,
     .fallback = "1.5",
     .min = -10,
     .max = 10,
     .doc = "x_0 whose noising is followed"},
};

static const struct fpk_quick quick[] = {{"particles", "10000"}, {"most-steps", "100"}};

const struct fpk_experiment fpk_experiment_ddpm = {
    .name = "ddpm",
    .source = "post 1",
    .sentence = "DDPM with the exact score: forward chain, bound and reverse variance, each held "
                "against what is known",
    .equation = "forward    q(x_t | x_0) = N(sqrt(abar_t) x_0, 1 - abar_t)\n"
                "posterior  q(x_{t-1} | x_t, x_0), Gaussian\n"
                "bound      -E ln p <= L_T + sum L_{t-1} + L_0\n"
                "reverse    x_{t-1} = (x_t - (1 - alpha_t)/sqrt(1 - abar_t) eps)/sqrt(alpha_t) "
                "+ s_t xi",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
