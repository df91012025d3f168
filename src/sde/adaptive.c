/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens, in order: (1) the question is checked; (2) the blocks are walked in parallel, each
 * from its start to t1 (adaptive_walk.c); (3) counts are joined, sums of whole numbers and
 * extremes, so in any order; (4) of the failures the one with the smallest (time, particle) is
 * worded. */
#include "adaptive_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <omp.h>

static enum fpk_status check(const struct fpk_adaptive *a)
{
    FPK_CHECK(isfinite(a->t0) && isfinite(a->t1) && a->t0 < a->t1, FPK_USAGE,
              "times %.10g ... %.10g: the end must come after the start", a->t0, a->t1);
    FPK_CHECK(a->absolute >= 0 && a->relative >= 0 && isfinite(a->absolute + a->relative) &&
                  a->absolute + a->relative > 0,
              FPK_USAGE,
              "tolerances %.10g (absolute) and %.10g (relative): neither may be negative, one must "
              "be positive",
              a->absolute, a->relative);
    FPK_CHECK(a->first_level <= FPK_ADAPTIVE_FIRST_MOST, FPK_USAGE,
              "first level %u: at most %d, which makes 2^%d steps", a->first_level,
              FPK_ADAPTIVE_FIRST_MOST, FPK_ADAPTIVE_FIRST_MOST);
    FPK_CHECK(a->particles > 0, FPK_USAGE, "at least one particle is needed");
    FPK_CHECK(a->first % FPK_BLOCK == 0, FPK_USAGE,
              "the first particle's number, %llu, must be a multiple of %d",
              (unsigned long long)a->first, FPK_BLOCK);
    return FPK_OK;
}

/* After fpk_stepper_model, which knows better why a kind of noise is refused. */
static enum fpk_status check_stepper(const struct fpk_adaptive *a)
{
    const struct fpk_stepper *s = a->stepper;
    FPK_CHECK(
        !(s->uses & (FPK_USES_THREE | FPK_USES_TWO)), FPK_USAGE,
        "%s follows no path, so a refused step could not keep it: take a method with a strong "
        "order for adaptive steps",
        s->name);
    FPK_CHECK(
        s != &fpk_exact_stepper, FPK_USAGE,
        "exact draws from the law of a step and makes no error to adapt to: take fixed steps");
    enum fpk_noise_kind kind = a->model->noise_kind;
    FPK_CHECK(s->order[kind].strong >= 1, FPK_USAGE,
              "%s is of strong order %.10g for noise that is %s; steps that look at the path need "
              "order 1, or they may tend to another equation: take %s",
              s->name, s->order[kind].strong, fpk_noise_kind_name(kind),
              kind == FPK_NOISE_GENERAL ? "fixed steps, no method has it" : "sri1 or milstein");
    return FPK_OK;
}

static struct fpk_points view(const struct fpk_points *all, size_t b)
{
    return (struct fpk_points){
        .n = fpk_points_block_size(all, b), .dim = all->dim, .x = fpk_points_block(all, b)};
}

/* Draws block b at t0. */
static enum fpk_status draw(const struct fpk_adaptive *a, const struct fpk_points *points, size_t b)
{
    struct fpk_points block = view(points, b);
    return fpk_start_sample(a->start, a->seed, a->first + (uint64_t)b * FPK_BLOCK, &block);
}

static void block_run(struct fpk_adaptive_shared *run, const struct fpk_points *points, size_t b,
                      struct fpk_adaptive_walk *walk)
{
    enum fpk_status status = draw(run->a, points, b);
    if (status != FPK_OK) {
#pragma omp critical
        if (run->start_status == FPK_OK || b < run->start_block) {
            run->start_status = status;
            run->start_block = b;
        }
        return;
    }
    fpk_adaptive_walk_block(walk, view(points, b), run->a->first + (uint64_t)b * FPK_BLOCK);
}

static void join(struct fpk_adaptive_count *all, const struct fpk_adaptive_count *part)
{
    if (part->accepted > 0)
        all->smallest = all->accepted == 0 ? part->smallest : fmin(all->smallest, part->smallest);
    all->largest = fmax(all->largest, part->largest);
    all->accepted += part->accepted;
    all->refused += part->refused;
}

static enum fpk_status failed(const struct fpk_adaptive *a, const struct fpk_failure *f)
{
    double shortest = (a->t1 - a->t0) / (double)((uint64_t)1 << FPK_TREE_DEPTH);
    return fpk_fail(
        FPK_NUMERIC,
        "particle %llu asks for steps below %.3g at t = %.10g, x = %.6g (%s): it leaves "
        "every bound there, or the tolerance is too small",
        (unsigned long long)f->particle, shortest, f->t, f->x, a->stepper->name);
}

static enum fpk_status run_blocks(struct fpk_adaptive_shared *run, struct fpk_points *points,
                                  struct fpk_adaptive_walk *walk, int threads)
{
    size_t blocks = fpk_points_blocks(points);
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (size_t b = 0; b < blocks; b++)
        block_run(run, points, b, walk + omp_get_thread_num());
    if (run->start_status != FPK_OK) /* again, for the sentence on this thread */
        return draw(run->a, points, run->start_block);
    return run->failure.found ? failed(run->a, &run->failure) : FPK_OK;
}

enum fpk_status fpk_adaptive_run(const struct fpk_adaptive *adaptive, struct fpk_points *points,
                                 struct fpk_adaptive_count *count)
{
    const struct fpk_adaptive *a = adaptive;
    *points = (struct fpk_points){0};
    *count = (struct fpk_adaptive_count){0};
    FPK_TRY(check(a));
    struct fpk_conversion conversion;
    FPK_TRY(fpk_stepper_model(a->stepper, a->model, a->t0, a->t1, &conversion));
    FPK_TRY(check_stepper(a));
    struct fpk_adaptive_shared run = {.a = a, .model = &conversion.model};
    int threads = a->threads > 0 ? a->threads : omp_get_max_threads(), ready = 0;
    struct fpk_adaptive_walk *walk = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_points_init(points, a->particles, a->model->dim));
    FPK_TRY_DONE(status, fpk_allocate(&walk, (size_t)threads));
    for (; ready < threads; ready++)
        FPK_TRY_DONE(status, fpk_adaptive_walk_init(&walk[ready], &run));
    FPK_TRY_DONE(status, run_blocks(&run, points, walk, threads));
    for (int k = 0; k < threads; k++)
        join(count, &walk[k].count);
done:
    for (int k = 0; k < ready; k++)
        fpk_adaptive_walk_clear(&walk[k]);
    fpk_release(&walk);
    if (status != FPK_OK)
        fpk_points_clear(points);
    return status;
}
