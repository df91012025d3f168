/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk through the dyadic intervals, in order of time. In the interval (level, index) are the
 * particles that have come to its beginning:
 *
 * 1. their W and H are split into those of the two halves;
 * 2. those that want a step of at least this length try it, in one step and in two halves; where
 *    the two agree, the halves' end is taken, and the interval is crossed;
 * 3. the others, refused or waiting for shorter steps, go through the left half and then, all of
 *    them, through the right one.
 *
 * Larger steps come back by themselves: who has crossed a half and wants more takes part in the
 * first larger interval that begins where it stands. Everything about a particle follows from its
 * own numbers, so the company that it steps in does not matter. */
#include "adaptive_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

/* Below this share of its allowance an error would allow a step of twice the length: with order 1.5
 * that makes it 2^1.5 times as large in units of its own allowance. */
static const double small_error = 0.25;

/* Agreement can be luck: among tries with errors of s allowances one in about s looks right, and to
 * take it at the next chance would let errors of the first, long tries through, an error of the
 * order of the root of the tolerance in the mean square. So two tries in a row must vouch for an
 * interval: the one before, which was at most twice as long, with an error of at most this. */
static const double plausible_error = 4;

static double *half_row(const struct fpk_adaptive_walk *walk, double *base, unsigned level,
                        int side)
{
    size_t rows = walk->run->model->noise * FPK_BLOCK;
    return base + (2 * (size_t)level + (size_t)side) * rows;
}

enum fpk_status fpk_adaptive_walk_init(struct fpk_adaptive_walk *walk,
                                       struct fpk_adaptive_shared *run)
{
    size_t levels = FPK_TREE_DEPTH + 1, dim = run->model->dim, noise = run->model->noise;
    size_t halves = 2 * levels * noise * FPK_BLOCK;
    *walk = (struct fpk_adaptive_walk){.run = run};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&walk->wants, FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->last, FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->particle, levels * FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->w, halves));
    FPK_TRY_DONE(status, fpk_allocate(&walk->h, halves));
    FPK_TRY_DONE(status, fpk_allocate(&walk->trying, FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->done, FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->one, dim * FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->two, dim * FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->z, noise * FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->area, noise * FPK_BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&walk->work, run->a->stepper->work(run->model) * FPK_BLOCK));
    return FPK_OK;
done:
    fpk_adaptive_walk_clear(walk);
    return status;
}

void fpk_adaptive_walk_clear(struct fpk_adaptive_walk *walk)
{
    fpk_release(&walk->wants);
    fpk_release(&walk->last);
    fpk_release(&walk->particle);
    fpk_release(&walk->w);
    fpk_release(&walk->h);
    fpk_release(&walk->trying);
    fpk_release(&walk->done);
    fpk_release(&walk->one);
    fpk_release(&walk->two);
    fpk_release(&walk->z);
    fpk_release(&walk->area);
    fpk_release(&walk->work);
}

/* An interval and who is in it. */
struct interval {
    unsigned level;
    uint64_t index;
    size_t n;
    const uint64_t *particle; /* [n] increasing */
    const double *w, *h;      /* [noise][FPK_BLOCK] */
};

static double length_of(const struct fpk_adaptive *a, unsigned level)
{
    return (a->t1 - a->t0) / (double)((uint64_t)1 << level);
}

/* W and H of both halves, at the next level. */
static void split(struct fpk_adaptive_walk *walk, const struct interval *at)
{
    const struct fpk_adaptive *a = walk->run->a;
    double *w[2], *h[2];
    for (int side = 0; side < 2; side++) {
        w[side] = half_row(walk, walk->w, at->level + 1, side);
        h[side] = half_row(walk, walk->h, at->level + 1, side);
    }
    for (size_t j = 0; j < walk->run->model->noise; j++) {
        struct fpk_tree tree = {
            .seed = a->seed, .t0 = a->t0, .t1 = a->t1, .component = (uint32_t)j};
        size_t row = j * FPK_BLOCK;
        fpk_tree_split(&tree, at->level, at->index, at->n, at->particle, at->w + row, at->h + row,
                       w[0] + row, h[0] + row, w[1] + row, h[1] + row);
    }
}

/* x [dim][n] of those that try, moved over the interval (level, index) with these W and H. */
static void move(struct fpk_adaptive_walk *walk, unsigned level, uint64_t index, size_t n,
                 const double *w, const double *h, double *x)
{
    const struct fpk_adaptive *a = walk->run->a;
    double dt = length_of(a, level), to_z = 1 / sqrt(dt), to_area = sqrt(12 / dt);
    for (size_t j = 0; j < walk->run->model->noise; j++)
        for (size_t i = 0; i < n; i++) {
            size_t from = j * FPK_BLOCK + walk->trying[i];
            walk->z[j * n + i] = to_z * w[from];
            walk->area[j * n + i] = to_area * h[from];
        }
    const struct fpk_noise_given given = {.ld = n, .z = walk->z, .a = walk->area};
    struct fpk_step step = {.model = walk->run->model,
                            .t = fpk_step_time(a->t0, a->t1, (uint64_t)1 << level, index),
                            .dt = dt,
                            .n = n,
                            .x = x,
                            .noise = {.seed = a->seed, .refine = 1, .given = &given},
                            .work = walk->work};
    a->stepper->step(&step);
}

/* Largest component of |one - two| in units of what a step of this length may err; NaN or infinite
 * when one of them is. */
static double error_of(const struct fpk_adaptive_walk *walk, double share, size_t n, size_t i,
                       const double *x)
{
    const struct fpk_adaptive *a = walk->run->a;
    double worst = 0;
    for (size_t d = 0; d < walk->points.dim; d++) {
        double one = walk->one[d * n + i], two = walk->two[d * n + i];
        double size = fmax(fabs(x[d * walk->points.n]), fabs(two));
        double e = fabs(one - two) / (share * (a->absolute + a->relative * size));
        if (!(e <= worst)) /* not fmax, which would drop a NaN */
            worst = one == two ? worst : e;
        if (!isfinite(two) || isnan(worst))
            return NAN;
    }
    return worst;
}

static void record(struct fpk_adaptive_walk *walk, unsigned level, bool accepted)
{
    struct fpk_adaptive_count *c = &walk->count;
    double length = length_of(walk->run->a, level);
    if (!accepted) {
        c->refused++;
        return;
    }
    c->smallest = c->accepted == 0 ? length : fmin(c->smallest, length);
    c->largest = fmax(c->largest, length);
    c->accepted++;
}

/* Offers a particle that no step is short enough for. */
static void report(struct fpk_adaptive_walk *walk, const struct interval *at, uint64_t particle,
                   double x)
{
    struct fpk_adaptive_shared *run = walk->run;
    struct fpk_failure f = {
        .found = true,
        .step = at->index << (FPK_TREE_DEPTH - at->level),
        .particle = particle,
        .t = fpk_step_time(run->a->t0, run->a->t1, (uint64_t)1 << at->level, at->index),
        .x = x};
#pragma omp critical
    {
        fpk_failure_offer(&run->failure, f);
        atomic_store(&run->failure_time, run->failure.step + 1);
    }
}

/* Was the part of the run before this time found to fail? Then nobody asks for the rest. */
static bool pointless(const struct fpk_adaptive_walk *walk, const struct interval *at)
{
    unsigned long long limit = atomic_load_explicit(&walk->run->failure_time, memory_order_relaxed);
    return limit && at->index << (FPK_TREE_DEPTH - at->level) > limit - 1;
}

/* Step 2: done[] of those that crossed the interval. */
static void try_interval(struct fpk_adaptive_walk *walk, const struct interval *at)
{
    size_t n = 0, m = walk->points.n, dim = walk->points.dim;
    for (size_t i = 0; i < at->n; i++) {
        walk->done[i] = false;
        if (walk->wants[at->particle[i] - walk->first] <= at->level)
            walk->trying[n++] = i;
    }
    if (n == 0)
        return;
    for (size_t d = 0; d < dim; d++)
        for (size_t i = 0; i < n; i++)
            walk->one[d * n + i] =
                walk->points.x[d * m + (at->particle[walk->trying[i]] - walk->first)];
    memcpy(walk->two, walk->one, dim * n * sizeof *walk->two);
    unsigned next = at->level + 1;
    move(walk, at->level, at->index, n, at->w, at->h, walk->one);
    for (unsigned side = 0; side < 2; side++)
        move(walk, next, 2 * at->index + side, n, half_row(walk, walk->w, next, (int)side),
             half_row(walk, walk->h, next, (int)side), walk->two);
    double share = sqrt(1 / (double)((uint64_t)1 << at->level));
    for (size_t i = 0; i < n; i++) {
        uint64_t particle = at->particle[walk->trying[i]];
        double *x = walk->points.x + (particle - walk->first);
        unsigned *wants = walk->wants + (particle - walk->first);
        double *last = walk->last + (particle - walk->first);
        double error = error_of(walk, share, n, i, x);
        bool accepted = error <= 1 && *last <= plausible_error;
        *last = error;
        record(walk, at->level, accepted);
        if (!accepted) {
            *wants = at->level + 1;
            if (at->level == FPK_ADAPTIVE_DEEPEST)
                report(walk, at, particle, x[0]);
            continue;
        }
        walk->done[walk->trying[i]] = true;
        for (size_t d = 0; d < dim; d++)
            x[d * m] = walk->two[d * n + i];
        bool more = error <= small_error && at->level > walk->run->a->first_level;
        *wants = more ? at->level - 1 : at->level;
    }
}

/* Those who did not cross, and their halves, move together in front. Returns how many. */
static size_t keep_rest(struct fpk_adaptive_walk *walk, const struct interval *at, uint64_t *rest)
{
    size_t n = 0;
    for (size_t i = 0; i < at->n; i++) {
        if (walk->done[i])
            continue;
        rest[n] = at->particle[i];
        for (int side = 0; side < 2 && n < i; side++) {
            double *w = half_row(walk, walk->w, at->level + 1, side);
            double *h = half_row(walk, walk->h, at->level + 1, side);
            for (size_t j = 0; j < walk->run->model->noise; j++) {
                w[j * FPK_BLOCK + n] = w[j * FPK_BLOCK + i];
                h[j * FPK_BLOCK + n] = h[j * FPK_BLOCK + i];
            }
        }
        n++;
    }
    return n;
}

static void cross(struct fpk_adaptive_walk *walk, const struct interval *at)
{
    if (pointless(walk, at))
        return;
    unsigned next = at->level + 1;
    uint64_t *rest = walk->particle + (size_t)next * FPK_BLOCK;
    split(walk, at);
    try_interval(walk, at);
    size_t n = keep_rest(walk, at, rest);
    if (n == 0 || at->level == FPK_ADAPTIVE_DEEPEST)
        return;
    for (unsigned side = 0; side < 2; side++) {
        struct interval half = {.level = next,
                                .index = 2 * at->index + side,
                                .n = n,
                                .particle = rest,
                                .w = half_row(walk, walk->w, next, (int)side),
                                .h = half_row(walk, walk->h, next, (int)side)};
        cross(walk, &half);
    }
}

void fpk_adaptive_walk_block(struct fpk_adaptive_walk *walk, struct fpk_points points,
                             uint64_t first)
{
    const struct fpk_adaptive *a = walk->run->a;
    double *w = half_row(walk, walk->w, 0, 0), *h = half_row(walk, walk->h, 0, 0);
    walk->points = points;
    walk->first = first;
    for (size_t i = 0; i < points.n; i++) {
        walk->wants[i] = a->first_level;
        walk->last[i] = INFINITY;
        walk->particle[i] = first + i;
    }
    for (size_t j = 0; j < walk->run->model->noise; j++) {
        struct fpk_tree tree = {
            .seed = a->seed, .t0 = a->t0, .t1 = a->t1, .component = (uint32_t)j};
        fpk_tree_interval(&tree, 0, 0, first, points.n, w + j * FPK_BLOCK, h + j * FPK_BLOCK);
    }
    struct interval root = {.n = points.n, .particle = walk->particle, .w = w, .h = h};
    cross(walk, &root);
}
