/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors of one run of a claim: what fpk/study/claims.h measures orders of. */
#include "claims_priv.h"

#include "fpk/law/probe.h"
#include "fpk/numeric/sum.h"
#include "fpk/study/method.h"
#include "fpk/study/split.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define END_POINTS 512

enum fpk_status fpk_claim_target(enum fpk_claim_problem problem, struct fpk_mixture *target)
{
    if (problem == FPK_CLAIM_GAUSSIAN)
        return fpk_mixture_init(target, 1, 1, (double[]){1}, (double[]){.7}, (double[]){.25});
    return fpk_mixture_init(target, 1, 2, (double[]){.4, .6}, (double[]){-1, 1},
                            (double[]){.36, .25});
}

static bool of_training_times(const char *spacing)
{
    return spacing && (strcmp(spacing, "leading") == 0 || strcmp(spacing, "trailing") == 0 ||
                       strcmp(spacing, "linspace") == 0);
}

static enum fpk_status set_up(struct fpk_method *method, const struct fpk_sampler_claim *claim,
                              unsigned long steps)
{
    char text[64];
    if (!of_training_times(claim->spacing)) {
        fpk_method_try(method, "schedule", "vp");
        fpk_method_try(method, "truncate", "0.05");
    }
    snprintf(text, sizeof text, "steps=%lu%s%s", steps, claim->spacing ? " spacing=" : "",
             claim->spacing ? claim->spacing : "");
    FPK_TRY(fpk_method_set(method, text));
    return fpk_method_set(method, claim->options);
}

enum fpk_status fpk_claim_job(const struct fpk_sampler *sampler,
                              const struct fpk_sampler_claim *claim,
                              const struct fpk_mixture *target, unsigned long steps,
                              struct fpk_job *job)
{
    struct fpk_method method;
    *job = (struct fpk_job){0};
    FPK_TRY(fpk_method_parse(&method, sampler->name));
    enum fpk_status status = set_up(&method, claim, steps);
    if (status == FPK_OK)
        status = fpk_job_init(job, target, sampler, &method.values);
    if (status == FPK_OK)
        status = fpk_job_use_start(job, "exact");
    fpk_method_clear(&method);
    return status;
}

static void keep(struct fpk_claim_errors *out, enum fpk_claim_measure which, struct fpk_number d)
{
    out->known[which] = isfinite(d.value);
    out->error[which] = d.value;
    out->bound[which] = d.error;
}

enum fpk_status fpk_claim_law_errors(const struct fpk_job *job, int threads,
                                     struct fpk_claim_errors *out)
{
    struct fpk_law_options options = {.threads = threads};
    struct fpk_truncation t;
    struct fpk_law_pair pair = {0};
    struct fpk_law *law = NULL;
    FPK_TRY(fpk_job_law(job, &options, &law));
    enum fpk_status status = fpk_law_density(law, &pair);
    if (status == FPK_OK)
        status = fpk_job_truncation(job, &pair, &t);
    if (status == FPK_OK) {
        keep(out, FPK_CLAIM_TV, t.output.tv);
        keep(out, FPK_CLAIM_W1, t.output.w1);
    }
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    return status;
}

enum fpk_status fpk_claim_probe_errors(const struct fpk_job *job, struct fpk_claim_errors *out)
{
    struct fpk_probe probe = {0};
    struct fpk_mixture end = {0}, got = {0};
    struct fpk_distances d;
    double mean, variance, one = 1;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_probe_init(&probe, &job->plan, job->target,
                                        &(struct fpk_probe_options){.exact = true}));
    fpk_probe_mean(&probe, &mean, NULL);
    fpk_probe_covariance(&probe, &variance, NULL);
    FPK_TRY_DONE(status, fpk_mixture_diffuse(job->target, fpk_job_end(job), &end));
    FPK_TRY_DONE(status, fpk_mixture_init(&got, 1, 1, &one, &mean, &variance));
    struct fpk_side p = {.mixture = &end}, q = {.mixture = &got};
    FPK_TRY_DONE(status, fpk_distance(&p, &q, &d));
    keep(out, FPK_CLAIM_TV, d.tv);
    keep(out, FPK_CLAIM_W1, d.w1);
    out->bound[FPK_CLAIM_TV] += probe.error[0] / sqrt(variance);
    out->bound[FPK_CLAIM_W1] += probe.error[0];
done:
    fpk_probe_clear(&probe);
    fpk_mixture_clear(&end);
    fpk_mixture_clear(&got);
    return status;
}

/* Start i is the quantile (i + 1/2)/n of p_T; the exact flow takes it to that of P_end. */
static enum fpk_status quantiles(const struct fpk_mixture *law, struct fpk_points *points)
{
    FPK_TRY(fpk_points_init(points, END_POINTS, 1));
    for (size_t i = 0; i < END_POINTS; i++)
        points->x[i] =
            i < END_POINTS / 2
                ? fpk_mixture_quantile(law, ((double)i + .5) / END_POINTS)
                : fpk_mixture_quantile_tail(law, ((double)(END_POINTS - 1 - i) + .5) / END_POINTS);
    return FPK_OK;
}

enum fpk_status fpk_claim_end_points(const struct fpk_job *job, int threads,
                                     struct fpk_claim_errors *out)
{
    struct fpk_mixture end = {0};
    struct fpk_points from = {0}, to = {0}, got = {0};
    struct fpk_start start = {0};
    struct fpk_sum square = {0}, size = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_mixture_diffuse(job->target, fpk_job_end(job), &end));
    FPK_TRY_DONE(status, quantiles(&job->start.mixture, &from));
    FPK_TRY_DONE(status, quantiles(&end, &to));
    FPK_TRY_DONE(status, fpk_start_points(&start, &from));
    FPK_TRY_DONE(status, fpk_points_init(&got, END_POINTS, 1));
    FPK_TRY_DONE(status, fpk_sampler_run(&job->plan, &job->exact, &start, 1, 0, &got, threads));
    for (size_t i = 0; i < END_POINTS; i++) {
        double d = got.x[i] - to.x[i];
        fpk_sum_add(&square, d * d);
        fpk_sum_add(&size, to.x[i] * to.x[i]);
    }
    out->known[FPK_CLAIM_RMS] = true;
    out->error[FPK_CLAIM_RMS] = sqrt(fpk_sum_value(&square) / END_POINTS);
    /* Rounding, of a few units for each step. */
    out->bound[FPK_CLAIM_RMS] =
        1e-15 * sqrt((double)job->plan.steps * fpk_sum_value(&size) / END_POINTS);
done:
    fpk_mixture_clear(&end);
    fpk_points_clear(&from);
    fpk_points_clear(&to);
    fpk_points_clear(&got);
    fpk_start_clear(&start);
    return status;
}
