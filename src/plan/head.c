/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for a network of another head. */
#include "fpk/plan/plan.h"

#include <stdbool.h>

/* EVAL out <- have(x) becomes EVAL r <- head(x); MIX out <- a x + b r, where r is `out` itself
 * unless it is x, which the MIX still needs. */
static enum fpk_status rewrite(struct fpk_plan *plan, const struct fpk_instruction *in,
                               enum fpk_head head, int spare)
{
    double a, b;
    enum fpk_status status = fpk_head_convert(head, in->head, in->level, &a, &b);
    if (status != FPK_OK)
        return fpk_fail_context(status, "plan %s, step %llu", plan->name,
                                (unsigned long long)in->step);
    struct fpk_instruction eval = *in;
    eval.head = head;
    eval.out = in->out == in->in[0] ? spare : in->out;
    struct fpk_instruction mix = {.op = FPK_MIX,
                                  .out = in->out,
                                  .n_in = a == 0 ? 1 : 2,
                                  .in = {eval.out, in->in[0]},
                                  .c = {b, a},
                                  .level = in->level,
                                  .step = in->step};
    FPK_TRY(fpk_plan_add(plan, eval));
    return a == 0 && b == 1 && eval.out == in->out ? FPK_OK : fpk_plan_add(plan, mix);
}

static bool changes(const struct fpk_instruction *in, enum fpk_head head)
{
    return in->op == FPK_EVAL && in->head != head;
}

enum fpk_status fpk_plan_set_head(struct fpk_plan *plan, enum fpk_head head)
{
    struct fpk_plan other;
    bool needs_spare = false;
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        needs_spare |= changes(in, head) && in->out == in->in[0];
    }
    FPK_TRY(fpk_plan_init(&other, plan->name, plan->n_register + needs_spare));
    other.first = plan->first;
    other.start_std = plan->start_std;
    enum fpk_status status = FPK_OK;
    for (size_t i = 0; status == FPK_OK && i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        status = changes(in, head) ? rewrite(&other, in, head, plan->n_register)
                                   : fpk_plan_add(&other, *in);
    }
    if (status != FPK_OK) {
        fpk_plan_clear(&other);
        return status;
    }
    fpk_plan_clear(plan);
    *plan = other;
    return FPK_OK;
}
