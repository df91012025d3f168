/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Particles walked from -1 by Euler-Maruyama until they are seen beyond a point, in two ways at
 * once: at the ends of steps, and also between them, where a Brownian bridge from x to y has been
 * beyond b with the chance exp(-2 (b - x)(b - y)/s^2) (Glasserman 2003, section 6.4). An arrival
 * counts at the end of its step.
 *
 * Whoever has arrived gives up its lane to the next one that has not; the random numbers belong to
 * lane and step, so no two walkers ever share one. */
#include "kramers.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/sde/stepper.h"
#include "fpk/wiener/normal.h"

#include <math.h>
#include <stdio.h>

enum { TOGETHER = 16 }; /* blocks between two looks at the world */

/* Whole numbers of steps, so that their sums do not depend on an order. */
struct arrivals {
    uint64_t steps[WAYS];
};

struct lanes {
    double x[FPK_BLOCK], before[FPK_BLOCK], uniform[FPK_BLOCK];
    bool seen[FPK_BLOCK]; /* between two steps already */
};

/* The walkers that have not arrived move together; returns how many. */
static size_t look(struct lanes *l, size_t n, const struct setting *setting, uint64_t step,
                   struct arrivals *sum)
{
    size_t kept = 0;
    double b = setting->to, scale = -1 / (setting->temperature * setting->h); /* -2/s^2 */
    for (size_t i = 0; i < n; i++) {
        bool beyond = l->x[i] >= b;
        double chance = scale * (b - l->before[i]) * (b - l->x[i]);
        if (!l->seen[i] && (beyond || (chance > -40 && l->uniform[i] < fpk_exp(chance)))) {
            l->seen[i] = true;
            sum->steps[1] += step + 1;
        }
        if (beyond) {
            sum->steps[0] += step + 1;
            continue;
        }
        l->x[kept] = l->x[i];
        l->seen[kept++] = l->seen[i];
    }
    return kept;
}

static void walk_block(const struct fpk_model *model, const struct setting *setting, uint64_t first,
                       size_t n, uint64_t seed, double *work, struct lanes *l, struct arrivals *sum)
{
    for (size_t i = 0; i < n; i++) {
        l->x[i] = -1;
        l->seen[i] = false;
    }
    for (uint64_t step = 0; n > 0; step++) {
        const struct fpk_step s = {
            .model = model,
            .t = setting->h * (double)step,
            .dt = setting->h,
            .n = n,
            .x = l->x,
            .noise = {.seed = seed, .first = first, .step = step, .refine = 1},
            .work = work};
        const struct fpk_stream stream = {.seed = seed, .purpose = FPK_FOR_TEST, .step = step};
        for (size_t i = 0; i < n; i++)
            l->before[i] = l->x[i];
        fpk_euler_maruyama.step(&s);
        fpk_uniform_fill(stream, first, n, l->uniform);
        n = look(l, n, setting, step, sum);
    }
}

/* Everything of one setting that its blocks share. */
struct crowd {
    const struct fpk_model *model;
    const struct setting *setting;
    size_t particles, rows;
    uint64_t seed, offset; /* of the numbers of the particles */
};

/* Blocks begin .. end-1, added to the total. */
static enum fpk_status walk_blocks(const struct crowd *c, size_t begin, size_t end,
                                   struct arrivals *total)
{
    bool short_of_memory = false;
    uint64_t steps_0 = 0, steps_1 = 0;
#pragma omp parallel reduction(+ : steps_0, steps_1) reduction(|| : short_of_memory)
    {
        double *work = NULL;
        struct lanes *lanes = NULL;
        if (fpk_allocate(&work, c->rows * FPK_BLOCK) != FPK_OK || fpk_allocate(&lanes, 1) != FPK_OK)
            short_of_memory = true;
#pragma omp for schedule(dynamic)
        for (size_t b = begin; b < end; b++) {
            struct arrivals sum = {0};
            size_t first = b * FPK_BLOCK, left = c->particles - first;
            if (work && lanes)
                walk_block(c->model, c->setting, c->offset + first,
                           left < FPK_BLOCK ? left : FPK_BLOCK, c->seed, work, lanes, &sum);
            steps_0 += sum.steps[0];
            steps_1 += sum.steps[1];
        }
        fpk_release(&work);
        fpk_release(&lanes);
    }
    FPK_CHECK(!short_of_memory, FPK_NUMERIC, "no memory for the particles of a thread");
    total->steps[0] += steps_0;
    total->steps[1] += steps_1;
    return FPK_OK;
}

static enum fpk_status walk_all(const struct crowd *c, double fraction, struct fpk_run *run,
                                struct arrivals *total)
{
    size_t blocks = (c->particles + FPK_BLOCK - 1) / FPK_BLOCK;
    for (size_t b = 0; b < blocks; b += TOGETHER) {
        size_t end = b + TOGETHER < blocks ? b + TOGETHER : blocks;
        FPK_TRY(fpk_run_progress(run, fraction, "first passages")); /* an interrupt is heard here */
        FPK_TRY(walk_blocks(c, b, end, total));
    }
    return FPK_OK;
}

enum fpk_status kramers_walk(struct setting *setting, size_t number, size_t particles,
                             uint64_t seed, double fraction, struct fpk_run *run)
{
    struct fpk_model model = {0};
    struct arrivals total = {0};
    char key[32];
    double n = (double)particles;
    snprintf(key, sizeof key, "walkers %zu", number);
    if (!fpk_run_recall(run, key, WAYS, setting->sampled)) {
        FPK_TRY(kramers_model(setting->temperature, &model));
        const struct crowd crowd = {.model = &model,
                                    .setting = setting,
                                    .particles = particles,
                                    .rows = fpk_euler_maruyama.work(&model),
                                    .seed = seed,
                                    .offset = (uint64_t)number << 32};
        enum fpk_status status = walk_all(&crowd, fraction, run, &total);
        fpk_model_clear(&model);
        FPK_TRY(status);
        for (int way = 0; way < WAYS; way++)
            setting->sampled[way] = setting->h * (double)total.steps[way] / n;
        FPK_TRY(fpk_run_keep(run, key, WAYS, setting->sampled));
    }
    for (int way = 0; way < WAYS; way++) {
        setting->se[way] = sqrt(setting->variance[way] / n);
        const double z = (setting->sampled[way] - setting->mean[way]) / setting->se[way];
        setting->test[way] = fpk_chi_square_scores(particles, 1, &z);
    }
    return FPK_OK;
}
