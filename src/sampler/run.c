/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runner: a block of points goes through the whole plan before the next one is touched, so that
 * the registers stay in cache and no block depends on another. */
#include "mix_priv.h"

#include "fpk/base/failure.h"
#include "fpk/base/memory.h"
#include "fpk/sampler/sampler.h"
#include "fpk/wiener/normal.h"
#include "run_priv.h"

#include <math.h>
#include <omp.h>
#include <string.h>

struct run {
    const struct fpk_plan *plan;
    const struct fpk_score *score;
    uint64_t seed, first;
    size_t dim;
    bool drawn; /* the start is already in the points */
};

/* Registers and scratch of one thread: [n_register + 2][dim][FPK_BLOCK], then [FPK_BLOCK]. */
static double *register_at(const struct run *run, double *work, int k)
{
    return work + (size_t)k * run->dim * FPK_BLOCK;
}

static void eval(const struct run *run, const struct fpk_instruction *in, size_t m, double *work)
{
    double *x = register_at(run, work, in->in[0]), *out = register_at(run, work, in->out);
    double *spare = register_at(run, work, run->plan->n_register);
    double *target = out == x ? spare : out; /* a head may not write where it reads */
    fpk_score_head(run->score, in->head, &in->level, m, x, target, NULL);
    if (target != out)
        memcpy(out, target, run->dim * m * sizeof *out);
}

/* The sum goes over the terms in their order, then the noise, for every element alike. */
static bool mix(const struct run *run, const struct fpk_instruction *in, uint32_t draw,
                uint64_t particle, size_t m, double *work)
{
    double *out = register_at(run, work, in->out);
    double *z = register_at(run, work, run->plan->n_register + 1);
    struct fpk_mix_terms terms = {.n = in->n_in};
    for (int j = 0; j < in->n_in; j++) {
        terms.c[j] = in->c[j];
        terms.r[j] = register_at(run, work, in->in[j]);
    }
    bool finite = FPK_DISPATCH(fpk_mix)(&terms, run->dim * m, out);
    for (size_t d = 0; in->noise > 0 && d < run->dim; d++) {
        struct fpk_stream stream = {.seed = run->seed,
                                    .purpose = FPK_FOR_SAMPLER,
                                    .step = in->step,
                                    .component = (uint32_t)d,
                                    .draw = draw};
        fpk_normal_fill(stream, particle, m, z);
        finite &= FPK_DISPATCH(fpk_mix_noise)(m, in->noise, z, out + d * m);
    }
    return finite;
}

static void clip(const struct run *run, const struct fpk_instruction *in, size_t m, double *work)
{
    const double *x = register_at(run, work, in->in[0]);
    double *out = register_at(run, work, in->out);
    for (size_t i = 0; i < run->dim * m; i++) {
        double v = x[i] < -in->bound ? -in->bound : x[i];
        out[i] = v > in->bound ? in->bound : v; /* NaN stays NaN and is reported */
    }
}

static void threshold(const struct run *run, const struct fpk_instruction *in, size_t m,
                      double *work)
{
    double *spare = register_at(run, work, run->plan->n_register);
    fpk_threshold_block(in, run->dim, m, register_at(run, work, in->in[0]), spare,
                        register_at(run, work, in->out));
}

static void accept(const struct run *run, const struct fpk_instruction *in, uint32_t draw,
                   uint64_t particle, size_t m, double *work)
{
    const double *from[4];
    for (int j = 0; j < 4; j++)
        from[j] = register_at(run, work, in->in[j]);
    struct fpk_stream stream = {
        .seed = run->seed, .purpose = FPK_FOR_SAMPLER, .step = in->step, .draw = draw};
    double *ratio = register_at(run, work, run->plan->n_register);
    double *spare = register_at(run, work, run->plan->n_register + 1);
    fpk_accept_block(in, run->score, stream, particle, m, from, ratio, spare,
                     register_at(run, work, in->out));
}

/* The first particle of the block that is not finite in register k, if any. */
static struct fpk_failure look(const struct run *run, const struct fpk_instruction *in,
                               uint64_t particle, size_t m, double *work)
{
    const double *x = register_at(run, work, in->out);
    for (size_t i = 0; i < m; i++)
        for (size_t d = 0; d < run->dim; d++)
            if (!isfinite(x[d * m + i]))
                return (struct fpk_failure){.found = true,
                                            .step = in->step,
                                            .particle = particle + i,
                                            .t = in->level.t,
                                            .x = x[d * m + i]};
    return (struct fpk_failure){.found = false};
}

/* Start of a block: register 0, from the points or drawn here. */
static void load(const struct run *run, const struct fpk_points *points, size_t b, double *work)
{
    size_t m = fpk_points_block_size(points, b);
    double *x = register_at(run, work, 0);
    if (run->drawn) {
        memcpy(x, fpk_points_block(points, b), run->dim * m * sizeof *x);
        return;
    }
    for (size_t d = 0; d < run->dim; d++) {
        struct fpk_stream stream = {
            .seed = run->seed, .purpose = FPK_FOR_START, .component = (uint32_t)d};
        fpk_normal_fill(stream, run->first + b * FPK_BLOCK, m, x + d * m);
        for (size_t i = 0; i < m; i++)
            x[d * m + i] *= run->plan->start_std;
    }
}

/* One instruction; is what it wrote finite? *draw: draws that the step has used. */
static bool execute(const struct run *run, const struct fpk_instruction *in, uint32_t *draw,
                    uint64_t particle, size_t m, double *work)
{
    switch (in->op) {
    case FPK_MIX:
        return mix(run, in, in->noise > 0 ? (*draw)++ : 0, particle, m, work);
    case FPK_EVAL:
        eval(run, in, m, work);
        break;
    case FPK_CLIP:
        clip(run, in, m, work);
        break;
    case FPK_THRESHOLD:
        threshold(run, in, m, work);
        break;
    case FPK_ACCEPT:
        accept(run, in, (*draw)++, particle, m, work);
        break;
    }
    return FPK_DISPATCH(fpk_mix_finite)(run->dim * m, register_at(run, work, in->out));
}

static struct fpk_failure run_block(const struct run *run, struct fpk_points *points, size_t b,
                                    double *work)
{
    size_t m = fpk_points_block_size(points, b);
    uint64_t particle = run->first + b * FPK_BLOCK, step = UINT64_MAX;
    uint32_t draw = 0;
    load(run, points, b, work);
    for (size_t i = 0; i < run->plan->n; i++) {
        const struct fpk_instruction *in = &run->plan->instruction[i];
        if (in->step != step) {
            step = in->step;
            draw = 0;
        }
        if (!execute(run, in, &draw, particle, m, work))
            return look(run, in, particle, m, work);
    }
    memcpy(fpk_points_block(points, b), register_at(run, work, 0),
           run->dim * m * sizeof points->x[0]);
    return (struct fpk_failure){.found = false};
}

/* Every head that the plan asks for must be known at its level: eval could only write NaN. */
static enum fpk_status check_heads(const struct fpk_plan *plan, const struct fpk_score *score)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        enum fpk_status status =
            in->op == FPK_EVAL ? fpk_score_head_known(score, in->head, &in->level) : FPK_OK;
        if (status != FPK_OK)
            return fpk_fail_context(status, "sampler %s, step %llu", plan->name,
                                    (unsigned long long)in->step);
    }
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_plan *plan, const struct fpk_score *score,
                             const struct fpk_points *points)
{
    FPK_CHECK(score->dim == points->dim, FPK_USAGE,
              "sampler %s: the score has %zu dimensions, the points have %zu", plan->name,
              score->dim, points->dim);
    FPK_CHECK(score->log_pdf || fpk_plan_count(plan, FPK_ACCEPT) == 0, FPK_USAGE,
              "sampler %s: it accepts or rejects by the density, and this score comes without one; "
              "use an exact score",
              plan->name);
    return check_heads(plan, score);
}

static void run_blocks(const struct run *run, struct fpk_points *points, double *work, size_t each,
                       int threads, struct fpk_failure *failure)
{
    long long blocks = (long long)fpk_points_blocks(points);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (long long b = 0; b < blocks; b++) {
        double *mine = work + each * (size_t)omp_get_thread_num();
        struct fpk_failure found = run_block(run, points, (size_t)b, mine);
        if (found.found)
#pragma omp critical(fpk_sampler_failure)
            fpk_failure_offer(failure, found);
    }
}

enum fpk_status fpk_sampler_run(const struct fpk_plan *plan, const struct fpk_score *score,
                                const struct fpk_start *start, uint64_t seed, uint64_t first,
                                struct fpk_points *points, int threads)
{
    FPK_TRY(check(plan, score, points));
    if (start)
        FPK_TRY(fpk_start_sample(start, seed, first, points));
    struct run run = {plan, score, seed, first, points->dim, start != NULL};
    threads = threads > 0 ? threads : omp_get_max_threads();
    size_t each = ((size_t)plan->n_register + 2) * points->dim * FPK_BLOCK;
    double *work = NULL;
    FPK_TRY(fpk_allocate(&work, each * (size_t)threads));
    struct fpk_failure failure = {.found = false};
    run_blocks(&run, points, work, each, threads, &failure);
    fpk_release(&work);
    FPK_CHECK(!failure.found, FPK_NUMERIC,
              "sampler %s: x is not finite (%g) at step %llu, particle %llu, level t = %.10g; try "
              "smaller steps, or check the score there",
              plan->name, failure.x, (unsigned long long)failure.step,
              (unsigned long long)failure.particle, failure.t);
    return FPK_OK;
}
