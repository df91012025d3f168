/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law --likelihood X1,X2,...`: log p by the probability flow beside the exact one. */
#include "law.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/study/job.h"

#include <string.h>

struct found {
    struct fpk_points points;
    double *log_p, *error, *exact, *bits; /* [n]; log_p owns all four */
};

static enum fpk_status read_points(const struct fpk_values *values, size_t dim, struct found *f)
{
    double *x = NULL;
    size_t n;
    FPK_TRY(fpk_values_reals(values, "likelihood", &x, &n));
    enum fpk_status status = FPK_OK;
    if (n % dim != 0)
        status = fpk_fail(FPK_USAGE,
                          "--likelihood: %zu numbers for points of %zu dimensions; write whole "
                          "points, one after the other",
                          n, dim);
    if (status == FPK_OK)
        status = fpk_points_init(&f->points, n / dim, dim);
    for (size_t i = 0; status == FPK_OK && i < n; i++)
        fpk_points_set(&f->points, i / dim, i % dim, x[i]);
    fpk_release(&x);
    if (status == FPK_OK)
        status = fpk_allocate(&f->log_p, 4 * f->points.n);
    if (status != FPK_OK)
        return status;
    f->error = f->log_p + f->points.n;
    f->exact = f->error + f->points.n;
    f->bits = f->exact + f->points.n;
    return FPK_OK;
}

/* Of the data noised to where the flow ends. */
static enum fpk_status exact(const struct fpk_job *job, struct found *f)
{
    struct fpk_mixture end;
    FPK_TRY(fpk_mixture_diffuse(job->target, fpk_job_end(job), &end));
    for (size_t b = 0; b < fpk_points_blocks(&f->points); b++)
        fpk_mixture_log_pdf(&end, fpk_points_block_size(&f->points, b),
                            fpk_points_block(&f->points, b), f->exact + b * FPK_BLOCK);
    fpk_mixture_clear(&end);
    return FPK_OK;
}

static enum fpk_status base_of(const struct fpk_job *job, const struct fpk_values *values,
                               enum fpk_flow_base *base)
{
    bool from_exact = strcmp(fpk_values_text(values, "start"), "exact") == 0;
    FPK_CHECK(job->is_flow, FPK_USAGE,
              "--likelihood is the density of a flow to a tolerance, --sampler "
              "probability-flow-adaptive; this is %s",
              job->plan.name);
    FPK_CHECK(from_exact || !job->own_start, FPK_USAGE,
              "--likelihood: the flow starts from usual or exact; %.60s is neither",
              fpk_values_text(values, "start"));
    *base = from_exact ? FPK_FLOW_FROM_EXACT : FPK_FLOW_FROM_START;
    return FPK_OK;
}

static void answer(struct fpk_answer *a, struct found *f)
{
    size_t n = f->points.n, dim = f->points.dim;
    for (size_t i = 0; i < n; i++)
        f->bits[i] = -f->log_p[i] / (fpk_log(2) * (double)dim);
    if (dim == 1)
        fpk_answer_list(a, "x", n, f->points.x, NULL);
    (dim == 1 ? fpk_answer_column : fpk_answer_list)(a, "log_p", n, f->log_p, f->error);
    fpk_answer_column(a, "exact", n, f->exact, NULL);
    fpk_answer_column(a, "bits_per_dim", n, f->bits, NULL);
}

enum fpk_status fpk_law_likelihood(struct fpk_answer *a, const struct fpk_job *job,
                                   const struct fpk_values *values)
{
    struct found f = {0};
    enum fpk_flow_base base = FPK_FLOW_FROM_START;
    enum fpk_status status;
    FPK_TRY(base_of(job, values, &base));
    FPK_TRY_DONE(status, read_points(values, job->target->dim, &f));
    FPK_TRY_DONE(status, exact(job, &f));
    FPK_TRY_DONE(status,
                 fpk_flow_log_likelihood(&job->flow, &job->score, base, &f.points, f.log_p, f.error,
                                         (int)fpk_values_integer(values, "threads")));
    answer(a, &f);
done:
    fpk_points_clear(&f.points);
    fpk_release(&f.log_p);
    return status;
}
