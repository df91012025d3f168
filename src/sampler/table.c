/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_priv.h"

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
