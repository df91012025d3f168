/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

#include "fpk/schedule/schedule.h"

#include <math.h>

void fpk_table_start(struct fpk_plan *plan, const struct fpk_path *path)
{
    plan->first = path->level[0];
    plan->start_std = path->start_std;
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
