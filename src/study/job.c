/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/job.h"

#include <string.h>

static void begin(struct fpk_job *job, const struct fpk_mixture *target)
{
    *job = (struct fpk_job){.target = target};
    job->score = job->exact = fpk_score_exact(target);
}

/* What starts and levels are read from is kept where a plan has it. */
static enum fpk_status init_flow(struct fpk_job *job, const struct fpk_values *values)
{
    FPK_TRY(job->sampler->flow(&job->flow, values));
    FPK_TRY(fpk_plan_init(&job->plan, job->sampler->name, 1));
    job->is_flow = true;
    job->plan.first = job->flow.first;
    job->plan.start_std = job->flow.start_std;
    return FPK_OK;
}

enum fpk_status fpk_job_init(struct fpk_job *job, const struct fpk_mixture *target,
                             const struct fpk_sampler *sampler, const struct fpk_values *values)
{
    begin(job, target);
    job->sampler = sampler;
    if (sampler->supports & FPK_SUPPORTS_FLOW)
        return init_flow(job, values);
    FPK_TRY(fpk_sampler_supports(sampler, FPK_SUPPORTS_PLAN));
    return fpk_sampler_build(sampler, &job->plan, values, target);
}

void fpk_job_init_plan(struct fpk_job *job, const struct fpk_mixture *target, struct fpk_plan *plan)
{
    begin(job, target);
    job->plan = *plan;
    *plan = (struct fpk_plan){0};
}

void fpk_job_clear(struct fpk_job *job)
{
    fpk_plan_clear(&job->plan);
    fpk_score_table_clear(&job->table);
    if (job->own_start)
        fpk_start_clear(&job->start);
    job->own_start = false;
}

/* Every level that the plan asks for must be in the table. */
enum fpk_status fpk_job_use_table(struct fpk_job *job, struct fpk_score_table *table)
{
    fpk_score_table_clear(&job->table);
    job->table = *table;
    *table = (struct fpk_score_table){0};
    FPK_CHECK(job->target->dim == 1, FPK_USAGE,
              "a table of scores: the target has %zu dimensions; a table has one",
              job->target->dim);
    job->score = fpk_score_from_table(&job->table);
    job->own_score = job->has_table = true;
    job->interpolated = 0;
    if (job->is_flow) {
        FPK_TRY(fpk_score_table_covers(&job->table, &job->flow.first));
        FPK_TRY(fpk_score_table_covers(&job->table, &job->flow.last));
    }
    for (size_t i = 0; i < job->plan.n; i++) {
        const struct fpk_instruction *in = &job->plan.instruction[i];
        if (in->op != FPK_EVAL)
            continue;
        enum fpk_status status = fpk_score_table_covers(&job->table, &in->level);
        if (status != FPK_OK)
            return fpk_fail_context(status, "step %llu", (unsigned long long)in->step);
        job->interpolated += !fpk_score_table_has(&job->table, &in->level);
    }
    return FPK_OK;
}

enum fpk_status fpk_job_use_clip(struct fpk_job *job, double low, double high)
{
    FPK_CHECK(low < high, FPK_USAGE,
              "clip: the data are kept in [low, high] with low < high, not "
              "[%.10g, %.10g]",
              low, high);
    job->clip = (struct fpk_score_clip){.inner = job->has_table ? fpk_score_from_table(&job->table)
                                                                : job->exact,
                                        .low = low,
                                        .high = high};
    job->score = fpk_score_clipped(&job->clip);
    job->own_score = true;
    return FPK_OK;
}

static void usual_start(struct fpk_job *job)
{
    if (job->own_start)
        fpk_start_clear(&job->start);
    job->own_start = false;
}

enum fpk_status fpk_job_move_start(struct fpk_job *job, struct fpk_start *start)
{
    usual_start(job);
    job->start = *start;
    job->own_start = true;
    *start = (struct fpk_start){0};
    return fpk_start_spread(&job->start, job->target->dim);
}

static bool is_usual(const char *text)
{
    return strcmp(text, "usual") == 0 || strcmp(text, "normal") == 0;
}

bool fpk_job_start_known(const char *text)
{
    return is_usual(text) || strcmp(text, "exact") == 0 || strncmp(text, "std:", 4) == 0;
}

static enum fpk_status parse_start(const struct fpk_job *job, const char *text,
                                   struct fpk_start *start)
{
    double std;
    if (strcmp(text, "exact") == 0) {
        start->kind = FPK_START_MIXTURE;
        return fpk_mixture_diffuse(job->target, job->plan.first, &start->mixture);
    }
    if (strncmp(text, "std:", 4) != 0)
        return fpk_start_parse(start, text);
    FPK_TRY(fpk_parse_real("the start's standard deviation", text + 4, &std));
    FPK_CHECK(std > 0, FPK_USAGE, "start %.60s: the standard deviation must be positive", text);
    return fpk_start_normal(start, 0, std);
}

enum fpk_status fpk_job_use_start(struct fpk_job *job, const char *text)
{
    struct fpk_start start = {0};
    if (is_usual(text)) {
        usual_start(job);
        return FPK_OK;
    }
    enum fpk_status status = parse_start(job, text, &start);
    if (status == FPK_OK)
        return fpk_job_move_start(job, &start);
    fpk_start_clear(&start);
    return status;
}

const struct fpk_start *fpk_job_start(const struct fpk_job *job)
{
    return job->own_start ? &job->start : NULL;
}
