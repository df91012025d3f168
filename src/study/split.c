/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/split.h"

/* The law of the job's plan with this score and start, read at its end. */
static enum fpk_status density(const struct fpk_job *job, const struct fpk_score *score,
                               const struct fpk_start *start, const struct fpk_law_options *options,
                               struct fpk_law_pair *pair)
{
    struct fpk_law *law = NULL;
    FPK_TRY(fpk_job_law_from(job, score, start, options, &law));
    enum fpk_status status = fpk_law_read(law, pair);
    fpk_law_end(&law);
    return status;
}

struct fpk_side fpk_law_side(const struct fpk_law_pair *pair)
{
    if (pair->folded)
        return (struct fpk_side){.pushed = &pair->pushed, .pushed_coarse = &pair->pushed_coarse};
    return (struct fpk_side){.fine = &pair->fine, .coarse = &pair->coarse};
}

enum fpk_status fpk_job_split(const struct fpk_job *job, const struct fpk_law_options *options,
                              const struct fpk_law_pair *used, struct fpk_split *split)
{
    struct fpk_law_pair from_exact = {0}, from_start = {0}, own = {0};
    struct fpk_start begin = {.kind = FPK_START_MIXTURE};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_mixture_diffuse(job->target, job->plan.first, &begin.mixture));
    FPK_TRY_DONE(status, density(job, &job->exact, &begin, options, &from_exact));
    if (!used)
        FPK_TRY_DONE(status, density(job, &job->score, fpk_job_start(job), options, &own));
    if (job->own_score)
        FPK_TRY_DONE(status, density(job, &job->exact, fpk_job_start(job), options, &from_start));
    struct fpk_side target = {.mixture = job->target}, start = fpk_law_side(&from_start);
    struct fpk_side exact = fpk_law_side(&from_exact), end = fpk_law_side(used ? used : &own);
    status = fpk_split_of(&target, &exact, job->own_score ? &start : &end, &end, split);
done:
    fpk_law_pair_clear(&from_exact);
    fpk_law_pair_clear(&from_start);
    fpk_law_pair_clear(&own);
    fpk_start_clear(&begin);
    return status;
}

bool fpk_job_truncated(const struct fpk_job *job)
{
    return fpk_job_end(job).sigma > 0;
}

enum fpk_status fpk_job_truncation(const struct fpk_job *job, const struct fpk_law_pair *used,
                                   struct fpk_truncation *out)
{
    struct fpk_mixture noised;
    *out = (struct fpk_truncation){.level = fpk_job_end(job)};
    FPK_TRY(fpk_mixture_diffuse(job->target, out->level, &noised));
    struct fpk_side p = {.mixture = job->target}, end = {.mixture = &noised};
    struct fpk_side q = fpk_law_side(used);
    enum fpk_status status = fpk_distance(&p, &end, &out->cost);
    if (status == FPK_OK)
        status = fpk_distance(&end, &q, &out->output);
    fpk_mixture_clear(&noised);
    return status;
}
