/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow_priv.h"

#include "fpk/base/failure.h"
#include "fpk/base/memory.h"
#include "fpk/wiener/normal.h"

#include <omp.h>

static enum fpk_status begin(const struct fpk_flow *flow, const struct fpk_start *start,
                             uint64_t seed, uint64_t first, struct fpk_points *points)
{
    if (start)
        return fpk_start_sample(start, seed, first, points);
    for (size_t b = 0; b < fpk_points_blocks(points); b++) {
        size_t m = fpk_points_block_size(points, b);
        double *x = fpk_points_block(points, b);
        for (size_t d = 0; d < points->dim; d++) {
            struct fpk_stream stream = {
                .seed = seed, .purpose = FPK_FOR_START, .component = (uint32_t)d};
            fpk_normal_fill(stream, first + b * FPK_BLOCK, m, x + d * m);
            for (size_t i = 0; i < m; i++)
                x[d * m + i] *= flow->start_std;
        }
    }
    return FPK_OK;
}

/* Point i of the block, through the workspace's own copy: a block is component-major. */
static struct fpk_failure run_block(struct fpk_flow_work *work, double *one,
                                    struct fpk_points *points, size_t b, uint64_t first,
                                    uint64_t *evaluations)
{
    size_t m = fpk_points_block_size(points, b), dim = points->dim;
    double *x = fpk_points_block(points, b), t;
    for (size_t i = 0; i < m; i++) {
        for (size_t d = 0; d < dim; d++)
            one[d] = x[d * m + i];
        double from = one[0];
        if (!fpk_flow_point(work, one, NULL, &t, evaluations))
            return (struct fpk_failure){
                .found = true, .particle = first + b * FPK_BLOCK + i, .t = t, .x = from};
        for (size_t d = 0; d < dim; d++)
            x[d * m + i] = one[d];
    }
    return (struct fpk_failure){.found = false};
}

static struct fpk_failure run_blocks(struct fpk_flow_work **work, double *one,
                                     struct fpk_points *points, uint64_t first, int threads,
                                     uint64_t *evaluations)
{
    long long blocks = (long long)fpk_points_blocks(points);
    struct fpk_failure failure = {.found = false};
    uint64_t sum = 0;
#pragma omp parallel for num_threads(threads) schedule(dynamic) reduction(+ : sum)
    for (long long b = 0; b < blocks; b++) {
        size_t me = (size_t)omp_get_thread_num();
        struct fpk_failure found =
            run_block(work[me], one + me * points->dim, points, (size_t)b, first, &sum);
        if (found.found)
#pragma omp critical(fpk_flow_failure)
            fpk_failure_offer(&failure, found);
    }
    *evaluations = sum;
    return failure;
}

enum fpk_status fpk_flow_run(const struct fpk_flow *flow, const struct fpk_score *score,
                             const struct fpk_start *start, uint64_t seed, uint64_t first,
                             struct fpk_points *points, int threads, uint64_t *evaluations)
{
    FPK_CHECK(score->dim == points->dim, FPK_USAGE,
              "probability-flow-adaptive: the score has %zu dimensions, the points have %zu",
              score->dim, points->dim);
    FPK_TRY(begin(flow, start, seed, first, points));
    struct fpk_flow_work **work = NULL;
    double *one = NULL;
    uint64_t count = 0;
    enum fpk_status status;
    struct fpk_failure failure = {.found = false};
    threads = threads > 0 ? threads : omp_get_max_threads();
    FPK_TRY_DONE(status, fpk_flow_works_new(&work, threads, flow, score, false));
    FPK_TRY_DONE(status, fpk_allocate(&one, (size_t)threads * points->dim));
    failure = run_blocks(work, one, points, first, threads, &count);
    if (evaluations)
        *evaluations = count;
    if (failure.found)
        status = fpk_fail(FPK_NUMERIC,
                          "probability-flow-adaptive: the solver gave up at t = %.10g on particle "
                          "%llu, which began at %.10g; end before t = 0 (--truncate) if the data "
                          "have no density, or ask for less (--tolerance)",
                          failure.t, (unsigned long long)failure.particle, failure.x);
done:
    fpk_release(&one);
    fpk_flow_works_free(&work, threads);
    return status;
}
