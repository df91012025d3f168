/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens, in order: (1) the question is checked and the answer gets its room; (2) chunks of
 * FPK_ENSEMBLE_CHUNK blocks are run, the blocks of a chunk in parallel, each by block_run through
 * all its steps; (3) after each chunk the moments of its blocks are merged in block order, so that
 * no sum depends on who computed what; (4) the checkpoint hook sees the state. */
#include "fpk/sde/ensemble.h"

#include "fpk/base/memory.h"

#include "ensemble_priv.h"

#include <math.h>
#include <omp.h>
#include <string.h>

static enum fpk_status check_store(const struct fpk_ensemble *e)
{
    for (size_t j = 0; j < e->n_store; j++) {
        FPK_CHECK(e->store[j] >= e->t0 && e->store[j] <= e->t1, FPK_USAGE,
                  "stored time %.10g is outside the run, %.10g ... %.10g", e->store[j], e->t0,
                  e->t1);
        FPK_CHECK(j == 0 || e->store[j] > e->store[j - 1], FPK_USAGE,
                  "stored times must increase; %.10g comes after %.10g", e->store[j],
                  e->store[j - 1]);
    }
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_ensemble *e)
{
    FPK_CHECK(e->particles >= 1, FPK_USAGE, "an ensemble needs at least one particle");
    FPK_CHECK(e->first % FPK_BLOCK == 0 && e->first + e->particles < (1ull << 48), FPK_USAGE,
              "first particle %llu: it must be a multiple of %d, and below 2^48 with the rest",
              (unsigned long long)e->first, FPK_BLOCK);
    FPK_CHECK(isfinite(e->t0) && isfinite(e->t1) && e->t0 < e->t1, FPK_USAGE,
              "times %.10g ... %.10g: the end must come after the start", e->t0, e->t1);
    uint64_t refine = e->refine ? e->refine : 1;
    FPK_CHECK(e->n_step >= 1 && e->n_step < (1ull << 40) / refine, FPK_USAGE,
              "%llu steps: at least 1 and fewer than 2^40 (fine steps counted) are possible",
              (unsigned long long)e->n_step);
    FPK_CHECK(e->step_begin < fpk_ensemble_last(e) && fpk_ensemble_last(e) <= e->n_step, FPK_USAGE,
              "steps %llu ... %llu are not a part of a run of %llu",
              (unsigned long long)e->step_begin, (unsigned long long)fpk_ensemble_last(e),
              (unsigned long long)e->n_step);
    FPK_CHECK(e->n_path <= e->particles && e->n_path <= FPK_BLOCK, FPK_USAGE,
              "%zu paths asked for; there are %zu particles, and at most %d paths are kept",
              e->n_path, e->particles, FPK_BLOCK);
    FPK_CHECK(e->block == 0 || e->block == 256 || e->block == 512 || e->block == FPK_BLOCK,
              FPK_USAGE, "blocks of %zu particles: 256, 512 or %d are possible", e->block,
              FPK_BLOCK);
    FPK_CHECK(e->bins == 0 || e->n_store > 0, FPK_USAGE,
              "histograms are taken at stored times, and none is named");
    FPK_CHECK(e->start || !e->forget_points, FPK_USAGE,
              "particles that are given cannot be forgotten; name a start law");
    FPK_TRY(check_store(e));
    struct fpk_conversion conversion;
    return fpk_stepper_model(e->stepper, e->model, e->t0, e->t1, &conversion);
}

uint64_t fpk_ensemble_store_step(const struct fpk_ensemble *e, size_t j)
{
    double k = rint((e->store[j] - e->t0) / (e->t1 - e->t0) * (double)e->n_step);
    return (uint64_t)fmin(k, (double)e->n_step);
}

enum fpk_status fpk_ensemble_result_init(struct fpk_ensemble_result *result,
                                         const struct fpk_ensemble *ensemble)
{
    const struct fpk_ensemble *e = ensemble;
    size_t dim = e->model->dim;
    *result = (struct fpk_ensemble_result){
        .n_store = e->n_store, .n_path = e->n_path, .dim = dim, .points.dim = dim};
    FPK_TRY(check(e));
    result->dt = (e->t1 - e->t0) / (double)e->n_step;
    result->blocks = (e->particles - 1) / FPK_BLOCK + 1;
    enum fpk_status status;
    if (!e->forget_points)
        FPK_TRY_DONE(status, fpk_points_init(&result->points, e->particles, dim));
    FPK_TRY_DONE(status, fpk_observe_init(e, &result->histogram));
    FPK_TRY_DONE(status, fpk_allocate(&result->time, e->n_store));
    FPK_TRY_DONE(status, fpk_allocate(&result->moments, dim));
    FPK_TRY_DONE(status, fpk_allocate(&result->store_moments, e->n_store * dim));
    FPK_TRY_DONE(status, fpk_allocate(&result->path, e->n_store * e->n_path * dim));
    for (size_t j = 0; j < e->n_store; j++)
        result->time[j] = fpk_step_time(e->t0, e->t1, e->n_step, fpk_ensemble_store_step(e, j));
    return FPK_OK;
done:
    fpk_ensemble_result_clear(result);
    return status;
}

void fpk_ensemble_result_clear(struct fpk_ensemble_result *result)
{
    fpk_points_clear(&result->points);
    fpk_release(&result->time);
    fpk_observe_clear(result->n_store * result->dim, &result->histogram);
    fpk_release(&result->moments);
    fpk_release(&result->store_moments);
    fpk_release(&result->path);
}

static const char *advice(const struct fpk_ensemble *e)
{
    if (e->stepper->not_finite)
        return e->stepper->not_finite;
    if (e->model->noise_kind == FPK_NOISE_ADDITIVE)
        return "try a smaller dt or tamed-euler, or check that the drift pulls back far from the "
               "origin";
    return "try a smaller dt or tamed-euler, or check that the drift pulls back far from the "
           "origin, and that the diffusion, with its derivative where the method or a conversion "
           "needs it, is finite where x goes (sqrt(x) is not at 0)";
}

/* The sentence of a failure; formed here, after the loop, by the calling thread. */
static enum fpk_status failed(const struct fpk_ensemble *e, const struct fpk_failure *f)
{
    unsigned long long particle = f->particle;
    if (f->step == e->step_begin)
        return fpk_fail(FPK_NUMERIC, "x not finite at the start, particle %llu, t = %.6g: %g",
                        particle, f->t, f->x);
    return fpk_fail(FPK_NUMERIC,
                    "x not finite at step %llu, particle %llu, t = %.6g, dt = %.6g (%s); %s",
                    (unsigned long long)f->step, particle, f->t,
                    (e->t1 - e->t0) / (double)e->n_step, e->stepper->name, advice(e));
}

/* Given particles are kept until their chunk is done, so that a run that ends early can resume. */
static void swap_given(const struct fpk_chunk *chunk, bool restore)
{
    const struct fpk_points *points = &chunk->result->points;
    if (chunk->e->start)
        return;
    double *x = fpk_points_block(points, chunk->begin);
    size_t after = chunk->end * FPK_BLOCK < points->n ? chunk->end * FPK_BLOCK : points->n;
    size_t bytes = (after - chunk->begin * FPK_BLOCK) * points->dim * sizeof *x;
    memcpy(restore ? x : chunk->given, restore ? chunk->given : x, bytes);
}

/* Blocks begin .. end-1 in parallel. */
static void chunk_run(struct fpk_chunk *chunk)
{
    atomic_store(&chunk->steps_done, 0);
    fpk_observe_begin(chunk);
    swap_given(chunk, false);
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)chunk->workers)
    for (size_t b = chunk->begin; b < chunk->end; b++)
        fpk_block_run(chunk, b, chunk->worker + omp_get_thread_num());
}

static enum fpk_status chunk_outcome(struct fpk_chunk *chunk)
{
    const struct fpk_ensemble *e = chunk->e;
    if (chunk->start_status != FPK_OK) /* again, for the sentence on this thread */
        return fpk_block_start(chunk, chunk->start_block, chunk->worker[0].whole);
    FPK_CHECK(!chunk->stopped, FPK_STOPPED,
              "stopped after %zu of %zu blocks of particles; the same command resumes",
              chunk->begin, chunk->result->blocks);
    if (chunk->failure.found)
        return failed(e, &chunk->failure);
    fpk_observe_merge(chunk);
    chunk->result->blocks_done = chunk->end;
    if (e->checkpoint)
        return e->checkpoint(chunk->result, e->ctx);
    return FPK_OK;
}

static void workers_clear(struct fpk_chunk *chunk)
{
    for (size_t w = 0; chunk->worker && w < chunk->workers; w++) {
        fpk_release(&chunk->worker[w].x);
        fpk_release(&chunk->worker[w].whole);
        fpk_release(&chunk->worker[w].work);
        fpk_observe_clear(chunk->e->n_store * chunk->e->model->dim, &chunk->worker[w].histogram);
    }
    fpk_release(&chunk->worker);
}

static enum fpk_status workers_init(struct fpk_chunk *chunk)
{
    const struct fpk_ensemble *e = chunk->e;
    size_t room = e->model->dim * FPK_BLOCK;
    chunk->workers = (size_t)(e->threads > 0 ? e->threads : omp_get_max_threads());
    FPK_TRY(fpk_allocate(&chunk->worker, chunk->workers));
    for (size_t w = 0; w < chunk->workers; w++) {
        FPK_TRY(fpk_allocate(&chunk->worker[w].x, room));
        FPK_TRY(fpk_allocate(&chunk->worker[w].whole, room));
        FPK_TRY(fpk_allocate(&chunk->worker[w].work, e->stepper->work(chunk->model) * FPK_BLOCK));
        FPK_TRY(fpk_observe_init(e, &chunk->worker[w].histogram));
    }
    return FPK_OK;
}

static enum fpk_status chunk_init(struct fpk_chunk *chunk)
{
    const struct fpk_ensemble *e = chunk->e;
    size_t dim = e->model->dim, blocks = chunk->result->blocks;
    blocks = blocks < FPK_ENSEMBLE_CHUNK ? blocks : FPK_ENSEMBLE_CHUNK;
    FPK_TRY(workers_init(chunk));
    FPK_TRY(fpk_allocate(&chunk->moments, blocks * (e->n_store + 1) * dim));
    FPK_TRY(fpk_allocate(&chunk->store_step, e->n_store));
    if (!e->start)
        FPK_TRY(fpk_allocate(&chunk->given, blocks * FPK_BLOCK * dim));
    for (size_t j = 0; j < e->n_store; j++)
        chunk->store_step[j] = fpk_ensemble_store_step(e, j);
    return FPK_OK;
}

enum fpk_status fpk_ensemble_run(const struct fpk_ensemble *ensemble,
                                 struct fpk_ensemble_result *result)
{
    const struct fpk_ensemble *e = ensemble;
    struct fpk_conversion conversion;
    FPK_TRY(check(e));
    FPK_TRY(fpk_stepper_model(e->stepper, e->model, e->t0, e->t1, &conversion));
    struct fpk_chunk chunk = {.e = e, .model = &conversion.model, .result = result};
    enum fpk_status status;
    FPK_TRY_DONE(status, chunk_init(&chunk));
    while (result->blocks_done < result->blocks) {
        chunk.begin = result->blocks_done;
        chunk.end = chunk.begin + FPK_ENSEMBLE_CHUNK;
        if (chunk.end > result->blocks)
            chunk.end = result->blocks;
        chunk_run(&chunk);
        status = chunk_outcome(&chunk);
        if (result->blocks_done != chunk.end)
            swap_given(&chunk, true);
        FPK_TRY_DONE(status, status);
    }
done:
    fpk_release(&chunk.given);
    fpk_release(&chunk.store_step);
    fpk_release(&chunk.moments);
    workers_clear(&chunk);
    return status;
}
