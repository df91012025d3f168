/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does Langevin dynamics find how much of the data is in which mode? (post 3, sections 2 and 3)
 *
 *     x' = x + a/2 score(x, sigma) + sqrt(a) xi,    xi ~ N(0, 1)
 *
 * At one small sigma no particle crosses the gap between two modes, and the weights stay those of
 * the start. Annealed Langevin dynamics takes the same steps at falling sigmas and divides the mass
 * while the modes are still one. Exact laws tell how well, level by level and against the number of
 * steps, what NCSN's constants do, and what "step a" means; particles are tested against every
 * law. Beside it: where a score learnt from few data is wrong. */
#include "smld.h"

#include "../common/target.h"

#include "fpk/base/memory.h"

#include <math.h>

/* The place of least density between the outermost components, by search on a grid. */
static enum fpk_status find_gap(struct smld *s)
{
    enum { TRIED = 1001 };
    const struct fpk_mixture *m = &s->target;
    double low = m->mean[0], high = low, x[TRIED], pdf[TRIED];
    for (size_t k = 1; k < m->n; k++) {
        low = fmin(low, m->mean[k]);
        high = fmax(high, m->mean[k]);
    }
    for (int i = 0; i < TRIED; i++)
        x[i] = low + (high - low) * i / (TRIED - 1);
    fpk_mixture_pdf(m, TRIED, x, pdf);
    int best = 0;
    for (int i = 1; i < TRIED; i++)
        if (pdf[i] < pdf[best])
            best = i;
    FPK_CHECK(best > 0 && best < TRIED - 1, FPK_USAGE,
              "the target has one mode; this experiment is about the masses of two");
    s->gap = x[best];
    return FPK_OK;
}

double smld_right_of_mixture(const struct smld *s, const struct fpk_mixture *mixture)
{
    double tail;
    fpk_mixture_tail(mixture, 1, &s->gap, &tail);
    return tail;
}

double smld_right_of_points(const struct smld *s, const struct fpk_points *points)
{
    size_t right = 0;
    for (size_t i = 0; i < points->n; i++)
        right += points->x[i] > s->gap;
    return (double)right / (double)points->n;
}

enum fpk_status smld_right_of_law(const struct smld *s, const struct fpk_law *law, double *right)
{
    double pdf, cdf;
    FPK_TRY(fpk_law_at(law, 1, &s->gap, &pdf, NULL, &cdf, NULL));
    *right = fmax(1 - cdf, 0); /* an empty side is rounding */
    return FPK_OK;
}

static enum fpk_status set_up(struct smld *s, struct fpk_run *run)
{
    static const size_t inner[BUDGETS] = {2, 5, 10, 20, 50, 100, 200};
    static const double stop[STOPS] = {1, 10, 20, 50, 100, 200, 500, 1000, 1500, 2000};
    s->run = run;
    s->particles = (size_t)fpk_values_integer(fpk_run_values(run), "particles");
    double most = (double)fpk_values_integer(fpk_run_values(run), "most-steps");
    FPK_TRY(fpk_common_target(run, &s->target));
    s->score = fpk_score_exact(&s->target);
    FPK_TRY(find_gap(s));
    s->right = smld_right_of_mixture(s, &s->target);
    while (s->n_budget < BUDGETS && (double)inner[s->n_budget] * LEVELS <= most) {
        s->inner[s->n_budget] = inner[s->n_budget];
        s->n_budget++;
    }
    while (s->n_stop < STOPS && stop[s->n_stop] <= most) {
        s->stop[s->n_stop] = stop[s->n_stop];
        s->n_stop++;
    }
    while (s->n_setting < SETTINGS && smld_setting_steps[s->n_setting] <= most)
        s->n_setting++;
    return FPK_OK;
}

static enum fpk_status answer(struct smld *s, struct fpk_run *run)
{
    FPK_TRY(set_up(s, run));
    FPK_TRY(fpk_run_progress(run, 0, "scores from few data"));
    FPK_TRY(smld_perturb(s));
    FPK_TRY(fpk_run_progress(run, 0.05, "annealed Langevin"));
    FPK_TRY(smld_anneal(s));
    FPK_TRY(fpk_run_progress(run, 0.5, "plain Langevin"));
    FPK_TRY(smld_plain_runs(s));
    FPK_TRY(fpk_run_progress(run, 0.9, "Gaussian data"));
    FPK_TRY(smld_gaussian(s));
    FPK_TRY(smld_report(s));
    FPK_TRY(smld_record(s));
    return smld_draw(s);
}

static void clear(struct smld *s)
{
    for (int i = 0; i < LEVELS; i++)
        fpk_law_pair_clear(&s->level[i].law);
    for (int i = 0; i < BUDGETS; i++)
        fpk_sampled_clear(&s->annealed[i]);
    for (int i = 0; i < SETTINGS; i++)
        fpk_sampled_clear(&s->setting[i]);
    for (int i = 0; i < STARTS; i++) {
        fpk_start_clear(&s->plain[i].start);
        fpk_sampled_clear(&s->plain[i].end);
    }
    fpk_mixture_clear(&s->target);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct smld *s = NULL;
    FPK_TRY(fpk_allocate(&s, 1));
    enum fpk_status status = answer(s, run);
    clear(s);
    fpk_release(&s);
    return status;
}

static const struct fpk_parameter parameters[] = {
    FPK_COMMON_TARGET_PARAMETER,
    FPK_COMMON_PARTICLES_PARAMETER("each chain"),
    {.name = "most-steps",
     .type = FPK_INTEGER,
     .fallback = "2000",
     .min = 200,
     .max = 2000,
     .doc = "steps of the longest chains"},
};

static const struct fpk_quick quick[] = {{"particles", "10000"}, {"most-steps", "200"}};

const struct fpk_experiment fpk_experiment_smld = {
    .name = "smld",
    .source = "post 3, sections 2 and 3",
    .sentence = "does Langevin dynamics find how much of the data is in which mode, plain and "
                "annealed?",
    .equation = "plain     x' = x + a/2 score(x, sigma_L) + sqrt(a) xi\n"
                "annealed  the same at sigma_1 > ... > sigma_L with a_i = a (sigma_i/sigma_L)^2",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .quick = quick,
    .n_quick = sizeof quick / sizeof *quick,
    .run = run,
};
