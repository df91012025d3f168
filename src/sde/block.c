/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One block of an ensemble through all its steps.
 *
 * A block goes on until its own first failure or until the step of the smallest failure found by
 * any block so far, whichever is first: every block then has looked at every step below the one
 * that is reported, so the report does not depend on scheduling. */
#include "ensemble_priv.h"

#include "update_priv.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum { POLL = 64 }; /* steps between two looks at the stop flag and the progress */

uint64_t fpk_ensemble_last(const struct fpk_ensemble *e)
{
    return e->step_end ? e->step_end : e->n_step;
}

static struct fpk_points view(const struct fpk_chunk *chunk, size_t b)
{
    const struct fpk_points *all = &chunk->result->points;
    return (struct fpk_points){
        .n = fpk_points_block_size(all, b), .dim = all->dim, .x = fpk_points_block(all, b)};
}

enum fpk_status fpk_block_start(struct fpk_chunk *chunk, size_t b)
{
    const struct fpk_ensemble *e = chunk->e;
    if (!e->start)
        return FPK_OK;
    struct fpk_points points = view(chunk, b);
    return fpk_start_sample(e->start, e->seed, e->first + (uint64_t)b * FPK_BLOCK, &points);
}

/* Offers the first particle of the block that is not finite after step k. */
static void report(struct fpk_chunk *chunk, size_t b, const struct fpk_points *points, uint64_t k)
{
    const struct fpk_ensemble *e = chunk->e;
    struct fpk_failure f = {
        .found = true, .step = k, .t = fpk_step_time(e->t0, e->t1, e->n_step, k)};
    size_t i = 0;
    for (; i < points->n; i++) {
        size_t d = 0;
        while (d < points->dim && isfinite(points->x[d * points->n + i]))
            d++;
        if (d < points->dim) {
            f.x = points->x[d * points->n + i];
            break;
        }
    }
    f.particle = e->first + (uint64_t)b * FPK_BLOCK + i;
#pragma omp critical
    {
        fpk_failure_offer(&chunk->failure, f);
        atomic_store(&chunk->failure_step, chunk->failure.step + 1);
    }
}

static bool all_finite(struct fpk_chunk *chunk, size_t b, const struct fpk_points *points,
                       uint64_t k)
{
    if (!FPK_DISPATCH(fpk_sde_any_bad)(points->n * points->dim, points->x))
        return true;
    report(chunk, b, points, k);
    return false;
}

/* Moments and paths of the stored times that step k stands for; *j is the next stored time. */
static void keep(struct fpk_chunk *chunk, size_t b, const struct fpk_points *points, uint64_t k,
                 size_t *j)
{
    struct fpk_ensemble_result *result = chunk->result;
    size_t dim = points->dim, row = (result->n_store + 1) * dim;
    struct fpk_sample_moments *moments = chunk->moments + (b - chunk->begin) * row;
    while (*j < result->n_store && chunk->store_step[*j] < k)
        ++*j;
    for (; *j < result->n_store && chunk->store_step[*j] == k; ++*j) {
        for (size_t d = 0; d < dim; d++)
            moments[*j * dim + d] = fpk_moments_of(points->n, points->x + d * points->n);
        double *path = result->path + *j * result->n_path * dim;
        for (size_t i = 0; b == 0 && i < result->n_path; i++)
            for (size_t d = 0; d < dim; d++)
                path[i * dim + d] = points->x[d * points->n + i];
    }
}

/* Every POLL steps: shall this block go on? */
static bool poll(struct fpk_chunk *chunk)
{
    const struct fpk_ensemble *e = chunk->e;
    unsigned long long done = atomic_fetch_add(&chunk->steps_done, POLL) + POLL;
    if (e->stop && *e->stop)
        atomic_store(&chunk->stopped, true);
    if (e->progress && omp_get_thread_num() == 0) {
        double steps = (double)(fpk_ensemble_last(e) - e->step_begin);
        double blocks = (double)fpk_points_blocks(&chunk->result->points);
        /* Only whole polls are counted, so this never runs ahead of the chunk. */
        e->progress(((double)chunk->begin + (double)done / steps) / blocks, e->ctx);
    }
    return !atomic_load(&chunk->stopped);
}

static bool start(struct fpk_chunk *chunk, size_t b)
{
    enum fpk_status status = fpk_block_start(chunk, b);
    if (status == FPK_OK)
        return true;
#pragma omp critical
    if (chunk->start_status == FPK_OK || b < chunk->start_block) {
        chunk->start_status = status;
        chunk->start_block = b;
    }
    return false;
}

void fpk_block_run(struct fpk_chunk *chunk, size_t b, double *work)
{
    const struct fpk_ensemble *e = chunk->e;
    uint64_t last = fpk_ensemble_last(e);
    if (atomic_load(&chunk->stopped) || !start(chunk, b))
        return;
    struct fpk_points points = view(chunk, b);
    struct fpk_step step = {.model = chunk->model,
                            .dt = (e->t1 - e->t0) / (double)e->n_step,
                            .n = points.n,
                            .x = points.x,
                            .noise = {.seed = e->seed,
                                      .first = e->first + (uint64_t)b * FPK_BLOCK,
                                      .refine = e->refine ? e->refine : 1},
                            .work = work};
    size_t j = 0;
    if (!all_finite(chunk, b, &points, e->step_begin))
        return;
    keep(chunk, b, &points, e->step_begin, &j);
    for (uint64_t k = e->step_begin; k < last; k++) {
        unsigned long long limit = atomic_load_explicit(&chunk->failure_step, memory_order_relaxed);
        if (limit && k + 1 > limit - 1)
            return;
        step.t = fpk_step_time(e->t0, e->t1, e->n_step, k);
        step.noise.step = k;
        e->stepper->step(&step);
        if (!all_finite(chunk, b, &points, k + 1))
            return;
        keep(chunk, b, &points, k + 1, &j);
        if ((k + 1 - e->step_begin) % POLL == 0 && !poll(chunk))
            return;
    }
    struct fpk_sample_moments *final =
        chunk->moments + ((b - chunk->begin + 1) * (e->n_store + 1) - 1) * points.dim;
    for (size_t d = 0; d < points.dim; d++)
        final[d] = fpk_moments_of(points.n, points.x + d * points.n);
}
