/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include "fpk/base/memory.h"
#include "fpk/schedule/schedule.h"

#include <math.h>

/* keep = prod (1 - beta_t) and drop = 1 - keep over first <= t <= last, drop as a sum of positive
 * terms. */
static void accumulate(const struct fpk_schedule *schedule, long first, long last, double *keep,
                       double *drop)
{
    *keep = 1;
    *drop = 0;
    for (long t = first; t <= last; t++) {
        *drop += *keep * schedule->beta[t];
        *keep *= 1 - schedule->beta[t];
    }
}

static struct fpk_level level_of(long t, double keep, double drop)
{
    return (struct fpk_level){.alpha = sqrt(keep), .sigma = sqrt(drop), .t = (double)t};
}

/* From the clean end upward, so that every beta is read once. */
static void fill(struct fpk_walk *walk, const struct fpk_schedule *schedule, const long *t)
{
    double P = 1, not_P = 0;
    long next = -1;
    for (size_t i = walk->n; i-- > 0;) {
        struct fpk_walk_step *s = &walk->step[i];
        accumulate(schedule, next + 1, t[i], &s->keep, &s->drop);
        s->not_P = not_P;
        s->not_A = not_P + P * s->drop;
        s->next = level_of(next, P, not_P);
        P *= s->keep;
        not_P = s->not_A;
        next = t[i];
        s->now = level_of(next, P, not_P);
    }
}

enum fpk_status fpk_walk_init(struct fpk_walk *walk, const struct fpk_values *values)
{
    *walk = (struct fpk_walk){0};
    struct fpk_schedule schedule = {0};
    long *t = NULL;
    enum fpk_status status;
    size_t T = (size_t)fpk_values_integer(values, "training-times");
    size_t S = fpk_values_has(values, "steps") ? (size_t)fpk_values_integer(values, "steps") : T;
    FPK_TRY_DONE(status, fpk_schedule_init(&schedule, fpk_values_text(values, "schedule"), T));
    FPK_TRY_DONE(status, fpk_time_grid(fpk_values_text(values, "spacing"), T, S, &t));
    FPK_TRY_DONE(status, fpk_allocate(&walk->step, S));
    walk->n = S;
    fill(walk, &schedule, t);
done:
    fpk_schedule_clear(&schedule);
    fpk_release(&t);
    return status;
}

void fpk_walk_clear(struct fpk_walk *walk)
{
    fpk_release(&walk->step);
    walk->n = 0;
}

enum fpk_status fpk_table_row(struct fpk_plan *plan, uint64_t step, struct fpk_level now,
                              struct fpk_level next, double a, double b, double noise)
{
    FPK_TRY(fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_EVAL,
                                                        .out = 1,
                                                        .n_in = 1,
                                                        .in = {0},
                                                        .head = FPK_HEAD_SCORE,
                                                        .level = now,
                                                        .step = step}));
    return fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_MIX,
                                                       .out = 0,
                                                       .n_in = 2,
                                                       .in = {0, 1},
                                                       .c = {a, b},
                                                       .noise = noise,
                                                       .level = next,
                                                       .step = step});
}

enum fpk_status fpk_table_reverse(struct fpk_plan *plan, const char *name,
                                  const struct fpk_values *values, double share, bool noisy)
{
    struct fpk_process process = fpk_process_vp_linear();
    uint64_t S = (uint64_t)fpk_values_integer(values, "steps");
    double dt = 1 / (double)S;
    FPK_TRY(fpk_plan_init(plan, name, 2));
    struct fpk_level next = fpk_process_level(&process, 1);
    plan->first = next;
    enum fpk_status status = FPK_OK;
    for (uint64_t i = 0; status == FPK_OK && i < S; i++) {
        double t = (double)(S - i) / (double)S;
        struct fpk_level now = next;
        next = fpk_process_level(&process, (double)(S - i - 1) / (double)S);
        double b = fpk_process_shrink(&process, t), g2 = fpk_process_g2(&process, t);
        status = fpk_table_row(plan, i, now, next, 1 + b * dt, share * g2 * dt,
                               noisy ? sqrt(g2 * dt) : 0);
    }
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}
