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

size_t fpk_ensemble_block_size(const struct fpk_ensemble *e, size_t b)
{
    size_t left = e->particles - b * FPK_BLOCK;
    return left < FPK_BLOCK ? left : FPK_BLOCK;
}

size_t fpk_ensemble_part(const struct fpk_ensemble *e)
{
    return e->block ? e->block : FPK_BLOCK;
}

enum fpk_status fpk_block_start(const struct fpk_chunk *chunk, size_t b, double *x)
{
    const struct fpk_ensemble *e = chunk->e;
    struct fpk_points points = {.n = fpk_ensemble_block_size(e, b), .dim = e->model->dim, .x = x};
    if (!e->start)
        return FPK_OK;
    return fpk_start_sample(e->start, e->seed, e->first + (uint64_t)b * FPK_BLOCK, &points);
}

/* One block under way. */
struct run {
    struct fpk_chunk *chunk;
    struct fpk_worker *worker;
    size_t b, n, dim, part; /* the block, its particles, those stepped together */
    double *x;              /* the parts one after the other, each [dim][its size] */
    double *whole;          /* [dim][n]; x itself when there is one part */
};

static size_t part_size(const struct run *r, size_t begin)
{
    return r->n - begin < r->part ? r->n - begin : r->part;
}

static void split(const struct run *r)
{
    for (size_t i = 0; i < r->n && r->x != r->whole; i += r->part)
        for (size_t d = 0, m = part_size(r, i); d < r->dim; d++)
            memcpy(r->x + i * r->dim + d * m, r->whole + d * r->n + i, m * sizeof *r->x);
}

static void join(const struct run *r)
{
    for (size_t i = 0; i < r->n && r->x != r->whole; i += r->part)
        for (size_t d = 0, m = part_size(r, i); d < r->dim; d++)
            memcpy(r->whole + d * r->n + i, r->x + i * r->dim + d * m, m * sizeof *r->x);
}

/* Offers the first particle of the part from `begin` on that is not finite after step k. */
static void report(const struct run *r, size_t begin, uint64_t k)
{
    const struct fpk_ensemble *e = r->chunk->e;
    const double *x = r->x + begin * r->dim;
    struct fpk_failure f = {
        .found = true, .step = k, .t = fpk_step_time(e->t0, e->t1, e->n_step, k)};
    size_t n = part_size(r, begin), i = 0;
    for (; i < n; i++) {
        size_t d = 0;
        while (d < r->dim && isfinite(x[d * n + i]))
            d++;
        if (d < r->dim) {
            f.x = x[d * n + i];
            break;
        }
    }
    f.particle = e->first + (uint64_t)r->b * FPK_BLOCK + begin + i;
#pragma omp critical
    {
        fpk_failure_offer(&r->chunk->failure, f);
        atomic_store(&r->chunk->failure_step, r->chunk->failure.step + 1);
    }
}

static bool all_finite(const struct run *r, size_t begin, uint64_t k)
{
    size_t numbers = part_size(r, begin) * r->dim;
    if (!FPK_DISPATCH(fpk_sde_any_bad)(numbers, r->x + begin * r->dim))
        return true;
    report(r, begin, k);
    return false;
}

/* Every POLL steps of a part: shall it go on? */
static bool poll(const struct run *r)
{
    struct fpk_chunk *chunk = r->chunk;
    const struct fpk_ensemble *e = chunk->e;
    unsigned long long done = atomic_fetch_add(&chunk->steps_done, POLL) + POLL;
    if (e->stop && *e->stop)
        atomic_store(&chunk->stopped, true);
    if (e->progress && omp_get_thread_num() == 0) {
        double steps = (double)(fpk_ensemble_last(e) - e->step_begin);
        steps *= (double)(FPK_BLOCK / r->part);
        /* Only whole polls are counted, so this never runs ahead of the chunk. */
        e->progress(((double)chunk->begin + (double)done / steps) / (double)chunk->result->blocks,
                    e->ctx);
    }
    return !atomic_load(&chunk->stopped);
}

/* The part from `begin` on makes the steps from .. to - 1. false: the block ends here. */
static bool advance(const struct run *r, size_t begin, uint64_t from, uint64_t to)
{
    struct fpk_chunk *chunk = r->chunk;
    const struct fpk_ensemble *e = chunk->e;
    bool finite;
    struct fpk_step step = {.model = chunk->model,
                            .dt = (e->t1 - e->t0) / (double)e->n_step,
                            .n = part_size(r, begin),
                            .x = r->x + begin * r->dim,
                            .noise = {.seed = e->seed,
                                      .first = e->first + (uint64_t)r->b * FPK_BLOCK + begin,
                                      .refine = e->refine ? e->refine : 1},
                            .work = r->worker->work,
                            .finite = &finite};
    for (uint64_t k = from; k < to; k++) {
        unsigned long long limit = atomic_load_explicit(&chunk->failure_step, memory_order_relaxed);
        if (limit && k + 1 > limit - 1)
            return false;
        step.t = fpk_step_time(e->t0, e->t1, e->n_step, k);
        step.noise.step = k;
        finite = false;
        e->stepper->step(&step);
        if (!finite && !all_finite(r, begin, k + 1))
            return false;
        if ((k + 1 - e->step_begin) % POLL == 0 && !poll(r))
            return false;
    }
    return true;
}

/* All parts; each goes as far as it can, so that the smallest failure is found. */
static bool advance_all(const struct run *r, uint64_t from, uint64_t to)
{
    bool going = true;
    for (size_t i = 0; i < r->n; i += r->part)
        going = advance(r, i, from, to) && going;
    return going;
}

/* Draws or fetches the particles; true when they are there and finite. */
static bool start(const struct run *r)
{
    struct fpk_chunk *chunk = r->chunk;
    enum fpk_status status = fpk_block_start(chunk, r->b, r->whole);
    if (status == FPK_OK) {
        split(r);
        bool finite = true;
        for (size_t i = 0; i < r->n; i += r->part)
            finite = all_finite(r, i, chunk->e->step_begin) && finite;
        return finite;
    }
#pragma omp critical
    if (chunk->start_status == FPK_OK || r->b < chunk->start_block) {
        chunk->start_status = status;
        chunk->start_block = r->b;
    }
    return false;
}

void fpk_block_run(struct fpk_chunk *chunk, size_t b, struct fpk_worker *worker)
{
    const struct fpk_ensemble *e = chunk->e;
    size_t j = 0;
    uint64_t k = e->step_begin, last = fpk_ensemble_last(e);
    struct run r = {.chunk = chunk,
                    .worker = worker,
                    .b = b,
                    .n = fpk_ensemble_block_size(e, b),
                    .dim = e->model->dim,
                    .part = fpk_ensemble_part(e)};
    double *kept = e->forget_points ? NULL : fpk_points_block(&chunk->result->points, b);
    r.whole = kept ? kept : worker->whole;
    r.x = r.part < FPK_BLOCK ? worker->x : r.whole;
    if (atomic_load(&chunk->stopped) || !start(&r))
        return;
    while (j < e->n_store && chunk->store_step[j] < k)
        j++;
    for (; j < e->n_store && chunk->store_step[j] <= last; j++) {
        if (!advance_all(&r, k, chunk->store_step[j]))
            return;
        k = chunk->store_step[j];
        join(&r);
        fpk_observe(chunk, b, j, r.n, r.whole, worker);
    }
    if (!advance_all(&r, k, last))
        return;
    join(&r);
    fpk_observe(chunk, b, e->n_store, r.n, r.whole, worker);
}
