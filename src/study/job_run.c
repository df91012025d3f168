/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job gives: points, and its law in one dimension. */
#include "fpk/study/job.h"

struct fpk_level fpk_job_end(const struct fpk_job *job)
{
    if (job->is_flow)
        return job->flow.last;
    for (size_t i = job->plan.n; i-- > 0;)
        if (job->plan.instruction[i].op == FPK_MIX && job->plan.instruction[i].out == 0)
            return job->plan.instruction[i].level;
    return job->plan.first;
}

enum fpk_status fpk_job_run(const struct fpk_job *job, uint64_t seed, uint64_t first,
                            struct fpk_points *points, int threads, double *evaluations)
{
    uint64_t all = 0;
    if (!job->is_flow) {
        if (evaluations)
            *evaluations = (double)fpk_plan_evaluations(&job->plan);
        return fpk_sampler_run(&job->plan, &job->score, fpk_job_start(job), seed, first, points,
                               threads);
    }
    FPK_TRY(fpk_flow_run(&job->flow, &job->score, fpk_job_start(job), seed, first, points, threads,
                         &all));
    if (evaluations)
        *evaluations = points->n ? (double)all / (double)points->n : 0;
    return FPK_OK;
}

/* The whole flow as one deterministic step. */
static enum fpk_status push(const struct fpk_job *job, const struct fpk_score *score,
                            const struct fpk_law_options *options, struct fpk_law *law)
{
    struct fpk_flow_step *step = NULL;
    FPK_TRY(fpk_flow_step_new(&step, &job->flow, score, options ? options->threads : 0));
    struct fpk_transition transition = fpk_flow_transition(step);
    enum fpk_status status = fpk_law_step(law, &transition);
    fpk_flow_step_free(&step);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "%s", job->plan.name);
}

static enum fpk_status law_of_flow(const struct fpk_job *job, const struct fpk_score *score,
                                   const struct fpk_start *start,
                                   const struct fpk_law_options *options, struct fpk_law **law)
{
    struct fpk_start usual = {0};
    enum fpk_status status;
    FPK_TRY(fpk_start_normal(&usual, 0, job->flow.start_std));
    status = fpk_law_begin(law, start ? start : &usual, options);
    fpk_start_clear(&usual);
    FPK_TRY(status);
    status = push(job, score, options, *law);
    if (status != FPK_OK)
        fpk_law_end(law);
    return status;
}

enum fpk_status fpk_job_law_from(const struct fpk_job *job, const struct fpk_score *score,
                                 const struct fpk_start *start,
                                 const struct fpk_law_options *options, struct fpk_law **law)
{
    FPK_CHECK(job->target->dim == 1, FPK_USAGE,
              "the target has %zu dimensions; exact laws are computed in one", job->target->dim);
    if (job->is_flow)
        return law_of_flow(job, score, start, options, law);
    return fpk_law_of_plan(law, &job->plan, score, start, options, NULL, NULL);
}

enum fpk_status fpk_job_law(const struct fpk_job *job, const struct fpk_law_options *options,
                            struct fpk_law **law)
{
    return fpk_job_law_from(job, &job->score, fpk_job_start(job), options, law);
}
