/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan with every estimate of the data kept in a range: after each EVAL the head becomes x0, is
 * clipped, and becomes the head again. */
#include "fpk/plan/plan.h"

#include <stdbool.h>

/* to <- its value as another head: a x + b h, at the level and step of the evaluation. */
static enum fpk_status convert(struct fpk_plan *plan, const struct fpk_instruction *eval,
                               enum fpk_head from, enum fpk_head to, int x, int h)
{
    struct fpk_instruction mix = {
        .op = FPK_MIX, .out = h, .n_in = 2, .in = {x, h}, .level = eval->level, .step = eval->step};
    FPK_TRY(fpk_head_convert(from, to, eval->level, &mix.c[0], &mix.c[1]));
    return fpk_plan_add(plan, mix);
}

/* One EVAL and what follows it. An EVAL that overwrites what it reads goes by way of `spare`. */
static enum fpk_status add_clipped(struct fpk_plan *plan, struct fpk_instruction eval,
                                   struct fpk_instruction clip, int spare)
{
    int x = eval.in[0], out = eval.out;
    if (out == x)
        eval.out = spare;
    clip.out = clip.in[0] = eval.out;
    clip.step = eval.step;
    FPK_TRY(fpk_plan_add(plan, eval));
    if (eval.head != FPK_HEAD_X0)
        FPK_TRY(convert(plan, &eval, eval.head, FPK_HEAD_X0, x, eval.out));
    FPK_TRY(fpk_plan_add(plan, clip));
    if (eval.head != FPK_HEAD_X0)
        FPK_TRY(convert(plan, &eval, FPK_HEAD_X0, eval.head, x, eval.out));
    if (out != x)
        return FPK_OK;
    return fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_MIX,
                                                       .out = out,
                                                       .n_in = 1,
                                                       .in = {spare},
                                                       .c = {1},
                                                       .level = eval.level,
                                                       .step = eval.step});
}

static enum fpk_status add_all(struct fpk_plan *to, const struct fpk_plan *from,
                               struct fpk_instruction clip)
{
    int spare = from->n_register;
    for (size_t i = 0; i < from->n; i++) {
        const struct fpk_instruction *in = &from->instruction[i];
        if (in->op == FPK_EVAL && in->level.sigma > 0)
            FPK_TRY(add_clipped(to, *in, clip, spare));
        else
            FPK_TRY(fpk_plan_add(to, *in));
    }
    return FPK_OK;
}

static enum fpk_status transform(struct fpk_plan *plan, struct fpk_instruction clip)
{
    bool overwrites = false;
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        overwrites |= in->op == FPK_EVAL && in->in[0] == in->out;
    }
    struct fpk_plan made;
    FPK_TRY(fpk_plan_init(&made, plan->name, plan->n_register + overwrites));
    made.first = plan->first;
    made.start_std = plan->start_std;
    enum fpk_status status = add_all(&made, plan, clip);
    if (status != FPK_OK) {
        fpk_plan_clear(&made);
        return status;
    }
    made.steps = plan->steps;
    fpk_plan_clear(plan);
    *plan = made;
    return FPK_OK;
}

enum fpk_status fpk_plan_clip_x0(struct fpk_plan *plan, double bound)
{
    return transform(plan, (struct fpk_instruction){.op = FPK_CLIP, .n_in = 1, .bound = bound});
}

enum fpk_status fpk_plan_threshold_x0(struct fpk_plan *plan, double quantile, double bound)
{
    return transform(plan,
                     (struct fpk_instruction){
                         .op = FPK_THRESHOLD, .n_in = 1, .quantile = quantile, .bound = bound});
}
