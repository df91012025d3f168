/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow_priv.h"

#include "fpk/base/failure.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <omp.h>
#include <string.h>

struct job {
    struct fpk_flow flow; /* back, from the data to the noise */
    const struct fpk_score *score;
    enum fpk_flow_base base;
    const struct fpk_points *points;
    struct fpk_flow_work **work;
    double *one; /* [threads][dim] */
};

/* log density of the law at the noisy end. */
static double log_base(const struct job *job, const double *x)
{
    double log_p, sum = 0, s = job->flow.start_std;
    if (job->base == FPK_FLOW_FROM_EXACT) {
        job->score->log_pdf(&job->flow.last, 1, x, &log_p, job->score->ctx);
        return log_p;
    }
    for (size_t d = 0; d < job->score->dim; d++)
        sum += .5 * (x[d] / s) * (x[d] / s) + fpk_log(s) + .5 * fpk_log(2 * FPK_PI);
    return -sum;
}

/* p(x) = p_first(y) |det dy/dx|, y where x comes from. */
static struct fpk_failure one_block(const struct job *job, size_t b, double *log_p)
{
    size_t m = fpk_points_block_size(job->points, b), dim = job->points->dim;
    const double *x = fpk_points_block(job->points, b);
    struct fpk_flow_work *work = job->work[omp_get_thread_num()];
    double *y = job->one + (size_t)omp_get_thread_num() * dim, log_det, t;
    uint64_t evaluations = 0;
    for (size_t i = 0; i < m; i++) {
        for (size_t d = 0; d < dim; d++)
            y[d] = x[d * m + i];
        if (!fpk_flow_point(work, y, &log_det, &t, &evaluations))
            return (struct fpk_failure){
                .found = true, .particle = b * FPK_BLOCK + i, .t = t, .x = x[i]};
        log_p[b * FPK_BLOCK + i] = log_base(job, y) + log_det;
    }
    return (struct fpk_failure){.found = false};
}

static struct fpk_failure all_blocks(const struct job *job, double *log_p, int threads)
{
    long long blocks = (long long)fpk_points_blocks(job->points);
    struct fpk_failure failure = {.found = false};
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (long long b = 0; b < blocks; b++) {
        struct fpk_failure found = one_block(job, (size_t)b, log_p);
        if (found.found)
#pragma omp critical(fpk_flow_failure)
            fpk_failure_offer(&failure, found);
    }
    return failure;
}

static enum fpk_status solve(struct job *job, double tolerance, double *log_p, int threads)
{
    job->flow.tolerance = tolerance;
    FPK_TRY(fpk_flow_works_new(&job->work, threads, &job->flow, job->score, true));
    struct fpk_failure failure = all_blocks(job, log_p, threads);
    fpk_flow_works_free(&job->work, threads);
    FPK_CHECK(!failure.found, FPK_NUMERIC,
              "probability-flow-adaptive: the solver gave up at t = %.10g on the way back from "
              "point %llu at %.10g; begin after t = 0 (--truncate) if the data have no density, or "
              "ask for less (--tolerance)",
              failure.t, (unsigned long long)failure.particle, failure.x);
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_score *score, enum fpk_flow_base base,
                             const struct fpk_points *points)
{
    FPK_CHECK(score->dim == points->dim, FPK_USAGE,
              "likelihood: the score has %zu dimensions, the points have %zu", score->dim,
              points->dim);
    FPK_CHECK(base != FPK_FLOW_FROM_EXACT || score->log_pdf, FPK_USAGE,
              "likelihood: the density of the noised data is not known to this score; take the "
              "start's");
    return FPK_OK;
}

enum fpk_status fpk_flow_log_likelihood(const struct fpk_flow *flow, const struct fpk_score *score,
                                        enum fpk_flow_base base, const struct fpk_points *points,
                                        double *log_p, double *error, int threads)
{
    FPK_TRY(check(score, base, points));
    struct job job = {*flow, score, base, points, NULL, NULL};
    job.flow.first = flow->last;
    job.flow.last = flow->first;
    threads = threads > 0 ? threads : omp_get_max_threads();
    FPK_TRY(fpk_allocate(&job.one, (size_t)threads * points->dim));
    enum fpk_status status = FPK_OK;
    if (error) {
        status = solve(&job, fmin(100 * flow->tolerance, 1e-2), error, threads);
    }
    if (status == FPK_OK)
        status = solve(&job, flow->tolerance, log_p, threads);
    for (size_t i = 0; error && status == FPK_OK && i < points->n; i++)
        error[i] = fabs(error[i] - log_p[i]);
    fpk_release(&job.one);
    return status;
}
