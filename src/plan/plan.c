/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/plan/plan.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

const char *fpk_op_name(enum fpk_op op)
{
    static const char *const name[FPK_OPS] = {"EVAL", "MIX", "CLIP", "THRESHOLD", "ACCEPT"};
    return name[op];
}

enum fpk_status fpk_plan_init(struct fpk_plan *plan, const char *name, int n_register)
{
    *plan = (struct fpk_plan){.n_register = n_register, .first = {.alpha = 1}, .start_std = 1};
    FPK_CHECK(n_register >= 1 && n_register <= FPK_PLAN_REGISTERS_MAX, FPK_USAGE,
              "a plan has 1 to %d registers, not %d", FPK_PLAN_REGISTERS_MAX, n_register);
    return fpk_copy_text(&plan->name, name);
}

void fpk_plan_clear(struct fpk_plan *plan)
{
    fpk_release(&plan->name);
    fpk_release(&plan->instruction);
    plan->n = plan->capacity = 0;
}

static bool finite_level(const struct fpk_level *level)
{
    return isfinite(level->alpha) && isfinite(level->sigma) && isfinite(level->t);
}

/* Registers read by an operation that has no choice. */
static int reads(enum fpk_op op)
{
    return op == FPK_ACCEPT ? 4 : 1;
}

static enum fpk_status check_registers(const struct fpk_plan *plan,
                                       const struct fpk_instruction *in)
{
    unsigned long long step = in->step;
    FPK_CHECK(in->n_in >= 0 && in->n_in <= FPK_MIX_MAX, FPK_USAGE,
              "plan %s, step %llu: an instruction reads 0 to %d registers, not %d", plan->name,
              step, FPK_MIX_MAX, in->n_in);
    FPK_CHECK(in->op == FPK_MIX || in->n_in == reads(in->op), FPK_USAGE,
              "plan %s, step %llu: %s reads %d register%s, not %d", plan->name, step,
              fpk_op_name(in->op), reads(in->op), reads(in->op) == 1 ? "" : "s", in->n_in);
    FPK_CHECK(in->out >= 0 && in->out < plan->n_register, FPK_USAGE,
              "plan %s, step %llu: register r%d does not exist, the plan has r0 ... r%d",
              plan->name, step, in->out, plan->n_register - 1);
    for (int j = 0; j < in->n_in; j++) {
        FPK_CHECK(in->in[j] >= 0 && in->in[j] < plan->n_register, FPK_USAGE,
                  "plan %s, step %llu: register r%d does not exist, the plan has r0 ... r%d",
                  plan->name, step, in->in[j], plan->n_register - 1);
        FPK_CHECK(in->op != FPK_MIX || isfinite(in->c[j]), FPK_USAGE,
                  "plan %s, step %llu: the coefficient of r%d is not finite", plan->name, step,
                  in->in[j]);
    }
    return FPK_OK;
}

static enum fpk_status check_numbers(const struct fpk_plan *plan, const struct fpk_instruction *in)
{
    unsigned long long step = in->step;
    bool bounded = in->op == FPK_CLIP || in->op == FPK_THRESHOLD;
    FPK_CHECK(in->op != FPK_MIX || (isfinite(in->noise) && in->noise >= 0), FPK_USAGE,
              "plan %s, step %llu: the noise %.17g is not a finite number >= 0", plan->name, step,
              in->noise);
    FPK_CHECK(in->op != FPK_ACCEPT || (isfinite(in->noise) && in->noise > 0), FPK_USAGE,
              "plan %s, step %llu: the width %.17g of ACCEPT is not a finite number > 0",
              plan->name, step, in->noise);
    FPK_CHECK(!bounded || (isfinite(in->bound) && in->bound > 0), FPK_USAGE,
              "plan %s, step %llu: the bound %.17g of %s is not a finite number > 0", plan->name,
              step, in->bound, fpk_op_name(in->op));
    FPK_CHECK(in->op != FPK_THRESHOLD || (in->quantile >= 0 && in->quantile <= 1), FPK_USAGE,
              "plan %s, step %llu: the quantile %.17g of THRESHOLD is not in [0, 1]", plan->name,
              step, in->quantile);
    FPK_CHECK(finite_level(&in->level) && in->level.sigma >= 0, FPK_USAGE,
              "plan %s, step %llu: the level (alpha %.17g, sigma %.17g, t %.17g) is not finite, or "
              "its sigma is below 0",
              plan->name, step, in->level.alpha, in->level.sigma, in->level.t);
    FPK_CHECK(in->op != FPK_EVAL || in->level.alpha >= 0, FPK_USAGE,
              "plan %s, step %llu: a head is evaluated at alpha %.17g; alpha must be >= 0",
              plan->name, step, in->level.alpha);
    FPK_CHECK(in->op != FPK_EVAL || in->level.alpha > 0 || in->level.sigma > 0, FPK_USAGE,
              "plan %s, step %llu: a head is evaluated at alpha 0 and sigma 0, where x is 0",
              plan->name, step);
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_plan *plan, const struct fpk_instruction *in)
{
    FPK_CHECK(in->step < FPK_PLAN_STEPS_MAX, FPK_USAGE,
              "plan %s: it would have more than %d steps; ask for fewer", plan->name,
              FPK_PLAN_STEPS_MAX);
    uint64_t before = plan->n ? plan->instruction[plan->n - 1].step : 0;
    FPK_CHECK(in->step >= before, FPK_USAGE,
              "plan %s: step %llu comes after step %llu; steps must not fall, or noise would be "
              "drawn twice",
              plan->name, (unsigned long long)in->step, (unsigned long long)before);
    FPK_TRY(check_registers(plan, in));
    return check_numbers(plan, in);
}

/* Fields that the operation does not use become 0, so that equal programs are equal bytes. */
static struct fpk_instruction canonical(const struct fpk_instruction *in)
{
    struct fpk_instruction out = {.op = in->op, .out = in->out, .n_in = in->n_in};
    for (int j = 0; j < in->n_in; j++)
        out.in[j] = in->in[j];
    out.step = in->step;
    if (in->op == FPK_MIX)
        memcpy(out.c, in->c, (size_t)in->n_in * sizeof out.c[0]);
    if (in->op == FPK_MIX || in->op == FPK_ACCEPT)
        out.noise = in->noise;
    if (in->op == FPK_EVAL)
        out.head = in->head;
    if (in->op == FPK_THRESHOLD)
        out.quantile = in->quantile;
    if (in->op == FPK_CLIP || in->op == FPK_THRESHOLD)
        out.bound = in->bound;
    else
        out.level = in->level;
    return out;
}

enum fpk_status fpk_plan_add(struct fpk_plan *plan, struct fpk_instruction instruction)
{
    FPK_TRY(check(plan, &instruction));
    if (plan->n == plan->capacity) {
        size_t capacity = plan->capacity ? 2 * plan->capacity : 16;
        struct fpk_instruction *bigger = NULL;
        FPK_TRY(fpk_allocate(&bigger, capacity));
        if (plan->n)
            memcpy(bigger, plan->instruction, plan->n * sizeof *bigger);
        fpk_release(&plan->instruction);
        plan->instruction = bigger;
        plan->capacity = capacity;
    }
    plan->instruction[plan->n++] = canonical(&instruction);
    if (instruction.step >= plan->steps)
        plan->steps = instruction.step + 1;
    return FPK_OK;
}

size_t fpk_plan_count(const struct fpk_plan *plan, enum fpk_op op)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->n; i++)
        count += plan->instruction[i].op == op;
    return count;
}

size_t fpk_plan_evaluations(const struct fpk_plan *plan)
{
    return fpk_plan_count(plan, FPK_EVAL);
}

size_t fpk_plan_noises(const struct fpk_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->n; i++)
        count += plan->instruction[i].op == FPK_MIX && plan->instruction[i].noise > 0;
    return count;
}
