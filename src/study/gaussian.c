/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/gaussian.h"

#include "fpk/base/memory.h"

#include <math.h>

static bool single(const struct fpk_start *start)
{
    return !start || start->kind == FPK_START_DELTA ||
           (start->kind == FPK_START_MIXTURE && start->mixture.n == 1) ||
           (start->kind == FPK_START_POINTS && start->points.n == 1);
}

bool fpk_job_affine(const struct fpk_job *job)
{
    if (job->is_flow || job->target->n != 1 || job->own_score || !single(fpk_job_start(job)))
        return false;
    for (size_t i = 0; i < job->plan.n; i++)
        if (job->plan.instruction[i].op != FPK_EVAL && job->plan.instruction[i].op != FPK_MIX)
            return false;
    return true;
}

/* Is the start the data noised to the first level, number for number as fpk_mixture_diffuse makes
 * it? The probe then knows its axes without rounding. */
static bool is_exact(const struct fpk_job *job)
{
    const struct fpk_mixture *data = job->target, *start = &job->start.mixture;
    double alpha = job->plan.first.alpha, sigma = job->plan.first.sigma;
    size_t dim = data->dim;
    if (!job->own_start || job->start.kind != FPK_START_MIXTURE || start->n != 1 ||
        start->dim != dim)
        return false;
    for (size_t i = 0; i < dim; i++)
        if (start->mean[i] != alpha * data->mean[i])
            return false;
    for (size_t i = 0; i < dim * dim; i++)
        if (start->covariance[i] !=
            alpha * alpha * data->covariance[i] + (i % (dim + 1) == 0 ? sigma * sigma : 0))
            return false;
    return true;
}

enum fpk_status fpk_job_probe(const struct fpk_job *job, struct fpk_probe *output)
{
    struct fpk_probe_options options = {.start = fpk_job_start(job), .exact = is_exact(job)};
    *output = (struct fpk_probe){0};
    FPK_CHECK(!job->own_score, FPK_USAGE,
              "probe of %s: the score is a table's or clipped, and not affine; the law in one "
              "dimension takes it",
              job->plan.name);
    return fpk_probe_init(output, &job->plan, job->target, &options);
}

struct fpk_gaussian fpk_probe_gaussian(const struct fpk_probe *probe)
{
    return (struct fpk_gaussian){.dim = probe->dim,
                                 .mean = probe->mean,
                                 .covariance = probe->covariance,
                                 .variance = probe->variance,
                                 .error = probe->error};
}

static enum fpk_status distances(const struct fpk_gaussian *p, const struct fpk_gaussian *q,
                                 struct fpk_distances *out)
{
    static const struct fpk_number none = {NAN, INFINITY, "computed in one dimension only"};
    struct fpk_gaussian_distances any;
    if (p->dim == 1)
        return fpk_gaussian_on_line(p, q, out);
    FPK_TRY(fpk_gaussian_distance(p, q, &any));
    *out = (struct fpk_distances){
        .kl_pq = any.kl_pq, .kl_qp = any.kl_qp, .tv = none, .w1 = none, .w2 = any.w2};
    return FPK_OK;
}

/* The data along the axes of a probe. */
static struct fpk_gaussian data_of(const struct fpk_probe *probe)
{
    return (struct fpk_gaussian){
        .dim = probe->dim, .mean = probe->centre, .variance = probe->data->spread};
}

enum fpk_status fpk_job_gaussian_distances(const struct fpk_probe *output,
                                           struct fpk_distances *out)
{
    struct fpk_gaussian p = data_of(output), q = fpk_probe_gaussian(output);
    return distances(&p, &q, out);
}

enum fpk_status fpk_job_gaussian_split(const struct fpk_job *job, const struct fpk_probe *output,
                                       struct fpk_split *split)
{
    static const struct fpk_probe_options exact = {.exact = true};
    struct fpk_probe from_exact;
    *split = (struct fpk_split){0};
    FPK_TRY(fpk_probe_init(&from_exact, &job->plan, job->target, &exact));
    struct fpk_gaussian a = fpk_probe_gaussian(&from_exact), b = fpk_probe_gaussian(output);
    enum fpk_status status = fpk_job_gaussian_distances(&from_exact, &split->discretisation);
    if (status == FPK_OK)
        status = distances(&a, &b, &split->initialisation);
    if (status == FPK_OK)
        status = fpk_job_gaussian_distances(output, &split->total);
    fpk_probe_clear(&from_exact);
    return status;
}

enum fpk_status fpk_job_gaussian_truncation(const struct fpk_job *job,
                                            const struct fpk_probe *output,
                                            struct fpk_truncation *out)
{
    size_t dim = output->dim;
    double *mean = NULL, *variance = NULL;
    enum fpk_status status;
    *out = (struct fpk_truncation){.level = fpk_job_end(job)};
    double alpha = out->level.alpha, sigma = out->level.sigma;
    FPK_TRY_DONE(status, fpk_allocate(&mean, dim));
    FPK_TRY_DONE(status, fpk_allocate(&variance, dim));
    for (size_t a = 0; a < dim; a++) {
        mean[a] = alpha * output->centre[a];
        variance[a] = alpha * alpha * output->data->spread[a] + sigma * sigma;
    }
    struct fpk_gaussian p = data_of(output), q = fpk_probe_gaussian(output);
    struct fpk_gaussian end = {.dim = dim, .mean = mean, .variance = variance};
    FPK_TRY_DONE(status, distances(&p, &end, &out->cost));
    status = distances(&end, &q, &out->output);
done:
    fpk_release(&mean);
    fpk_release(&variance);
    return status;
}
