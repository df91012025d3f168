/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Annealed and plain chains: their laws, and particles of the same plans. */
#include "smld.h"

#include <math.h>
#include <stdio.h>

#define SIGMAS "sigmas=geometric:10:0.1:10"

static const char *const setting[SETTINGS] = {
    SIGMAS " inner-steps=20 step=0.002 step-convention=half",
    SIGMAS " inner-steps=20 step=0.002 step-convention=full",
    "sigmas=geometric:1:0.01:10 inner-steps=100 step=2e-5",
    "sigmas=geometric:10:0.01:15 inner-steps=100 step=2e-5",
};
const char *const smld_setting_name[SETTINGS] = {
    "sigma 10 to .1, 10 levels, 20 steps, half",
    "the same, step convention full",
    "NCSN: sigma 1 to .01, 10 levels, 100 steps",
    "NCSN from sigma 10: 15 levels",
};

const double smld_setting_steps[SETTINGS] = {200, 200, 1000, 1500};

/* Mass right of the gap; between two nodes next to each other the density is nearly straight. */
static double right_of(const struct smld *s, const struct fpk_density *law)
{
    size_t i = 0;
    while (i < law->n && law->x[i] <= s->gap)
        i++;
    if (i == 0 || i == law->n)
        return i == 0;
    double part = (law->x[i] - s->gap) / (law->x[i] - law->x[i - 1]);
    double pdf = law->pdf[i] + (law->pdf[i - 1] - law->pdf[i]) * part;
    return law->tail[i] + 0.5 * (pdf + law->pdf[i]) * (law->x[i] - s->gap);
}

/* ---- one chain, level by level ---- */

static enum fpk_status tv_from(const struct smld *s, double sigma, const struct fpk_side *side,
                               double *tv)
{
    struct fpk_level level = {.alpha = 1, .sigma = sigma};
    struct fpk_mixture exact = {0};
    struct fpk_distances d;
    FPK_TRY(fpk_mixture_diffuse(&s->target, level, &exact));
    struct fpk_side p = {.mixture = &exact};
    enum fpk_status status = fpk_distance(&p, side, &d);
    fpk_mixture_clear(&exact);
    *tv = d.tv.value;
    return status;
}

static enum fpk_status at_level(const struct fpk_law *law, uint64_t step, struct fpk_level level,
                                void *ctx)
{
    struct smld *s = ctx;
    size_t inner = 20, i = step / inner;
    if ((step + 1) % inner != 0)
        return FPK_OK;
    struct smld_level *l = &s->level[i];
    struct fpk_mixture exact = {0};
    l->sigma = level.sigma;
    FPK_TRY(fpk_law_density(law, &l->law));
    FPK_TRY(smld_right_of_law(s, law, &l->right));
    FPK_TRY(fpk_mixture_diffuse(&s->target, level, &exact));
    l->exact_right = smld_right_of_mixture(s, &exact);
    fpk_mixture_clear(&exact);
    struct fpk_side after = {.fine = &l->law.fine, .coarse = &l->law.coarse};
    return tv_from(s, l->sigma, &after, &l->after);
}

/* What the law of one level is worth where the next begins. */
static enum fpk_status arrivals(struct smld *s)
{
    const double zero = 0, one = 1, variance = SMLD_FIRST * SMLD_FIRST;
    struct fpk_mixture start = {0};
    FPK_TRY(fpk_mixture_init(&start, 1, 1, &one, &zero, &variance));
    struct fpk_side side = {.mixture = &start};
    enum fpk_status status = FPK_OK;
    for (int i = 0; status == FPK_OK && i < LEVELS; i++) {
        status = tv_from(s, s->level[i].sigma, &side, &s->level[i].before);
        side = (struct fpk_side){.fine = &s->level[i].law.fine, .coarse = &s->level[i].law.coarse};
    }
    fpk_mixture_clear(&start);
    return status;
}

static enum fpk_status follow(struct smld *s)
{
    struct fpk_plan plan = {0};
    struct fpk_law *law = NULL;
    FPK_TRY(fpk_common_plan(&plan, "annealed-langevin", "%s", setting[0]));
    enum fpk_status status = fpk_law_of_plan(&law, &plan, &s->score, NULL, NULL, at_level, s);
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    if (status == FPK_OK)
        status = arrivals(s);
    return status;
}

/* ---- chains of several lengths and constants ---- */

static enum fpk_status chain(struct smld *s, struct fpk_sampled *sampled, uint64_t number,
                             double *right, const char *options)
{
    struct fpk_plan plan = {0};
    FPK_TRY(fpk_common_plan(&plan, "annealed-langevin", "%s", options));
    FPK_TRY(fpk_sampled_law(sampled, &plan, &s->target, &s->score, NULL));
    *right = right_of(s, &sampled->law.fine);
    return fpk_sampled_particles(sampled, &s->score, NULL, s->particles,
                                 fpk_common_seed(s->run, number));
}

enum fpk_status smld_anneal(struct smld *s)
{
    char options[128];
    FPK_TRY(follow(s));
    for (size_t b = 0; b < s->n_budget; b++) {
        snprintf(options, sizeof options, SIGMAS " inner-steps=%zu step=%g", s->inner[b],
                 SMLD_STEP);
        FPK_TRY(chain(s, &s->annealed[b], b, &s->annealed_right[b], options));
    }
    for (int i = 0; i < s->n_setting; i++) {
        FPK_TRY(fpk_run_progress(s->run, 0.3 + 0.05 * i, smld_setting_name[i]));
        FPK_TRY(chain(s, &s->setting[i], 20 + (uint64_t)i, &s->setting_right[i], setting[i]));
    }
    return FPK_OK;
}

/* ---- plain ---- */

struct watch {
    struct smld *s;
    struct smld_plain *plain;
};

static enum fpk_status at_stop(const struct fpk_law *law, uint64_t step, struct fpk_level level,
                               void *ctx)
{
    (void)level;
    const struct watch *w = ctx;
    for (size_t k = 0; k < w->s->n_stop; k++)
        if (w->s->stop[k] == (double)(step + 1)) {
            struct fpk_law_pair pair = {0};
            FPK_TRY(smld_right_of_law(w->s, law, &w->plain->right[k]));
            FPK_TRY(fpk_law_density(law, &pair));
            struct fpk_side side = {.fine = &pair.fine, .coarse = &pair.coarse};
            struct fpk_side target = {.mixture = &w->s->target};
            struct fpk_distances d;
            enum fpk_status status = fpk_distance(&target, &side, &d);
            fpk_law_pair_clear(&pair);
            w->plain->tv[k] = d.tv.value;
            return status;
        }
    return FPK_OK;
}

static enum fpk_status plain_run(struct smld *s, int i)
{
    struct watch watch = {s, &s->plain[i]};
    struct fpk_plan plan = {0};
    struct fpk_law *law = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_common_plan(&plan, "ula",
                                         "level-sigma=%g steps=%g step=%g step-convention=half",
                                         SMLD_LAST, s->stop[s->n_stop - 1], SMLD_STEP));
    FPK_TRY_DONE(
        status, fpk_law_of_plan(&law, &plan, &s->score, &s->plain[i].start, NULL, at_stop, &watch));
    FPK_TRY_DONE(status, fpk_law_density(law, &s->plain[i].end.law));
    s->plain[i].end.plan = plan;
    plan = (struct fpk_plan){0};
    status = fpk_sampled_particles(&s->plain[i].end, &s->score, &s->plain[i].start, s->particles,
                                   fpk_common_seed(s->run, 40 + (uint64_t)i));
done:
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    return status;
}

enum fpk_status smld_plain_runs(struct smld *s)
{
    const struct fpk_mixture *m = &s->target;
    size_t left = 0;
    for (size_t k = 1; k < m->n; k++)
        if (m->mean[k] < m->mean[left])
            left = k;
    s->plain[0].name = "plain, from the left mode";
    s->plain[1].name = "plain, from N(0, 10^2)";
    FPK_TRY(fpk_start_normal(&s->plain[0].start, m->mean[left], sqrt(m->covariance[left])));
    FPK_TRY(fpk_start_normal(&s->plain[1].start, 0, SMLD_FIRST));
    for (int i = 0; i < STARTS; i++) {
        FPK_TRY(fpk_run_progress(s->run, 0.5 + 0.2 * i, s->plain[i].name));
        FPK_TRY(plain_run(s, i));
    }
    return FPK_OK;
}
