/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show sampler NAME`: the plan that a sampler runs, as a table or as JSON. */
#include "sampling.h"
#include "show.h"

#include "fpk/plan/plan.h"
#include "fpk/record/json_writer.h"
#include "fpk/sampler/sampler.h"

#include <stdio.h>

static const char *const op_name[FPK_OPS] = {"eval", "mix", "clip", "threshold", "accept"};

static void add_level(struct fpk_json_writer *w, const char *key, const struct fpk_level *level)
{
    fpk_json_object_begin(w, key);
    fpk_json_add_number(w, "alpha", level->alpha);
    fpk_json_add_number(w, "sigma", level->sigma);
    fpk_json_add_number(w, "t", level->t);
    fpk_json_object_end(w);
}

static void add_instruction(struct fpk_json_writer *w, const struct fpk_instruction *op)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_integer(w, "step", (long long)op->step);
    fpk_json_add_text(w, "op", op_name[op->op]);
    fpk_json_add_integer(w, "out", op->out);
    fpk_json_list_begin(w, "in");
    for (int j = 0; j < op->n_in; j++)
        fpk_json_add_integer(w, NULL, op->in[j]);
    fpk_json_list_end(w);
    if (op->op == FPK_EVAL)
        fpk_json_add_text(w, "head", fpk_head_name(op->head));
    if (op->op == FPK_MIX) {
        fpk_json_add_numbers(w, "coefficients", (size_t)op->n_in, op->c);
        fpk_json_add_number(w, "noise", op->noise);
    }
    if (op->op == FPK_ACCEPT)
        fpk_json_add_number(w, "width", op->noise);
    if (op->op == FPK_THRESHOLD)
        fpk_json_add_number(w, "quantile", op->quantile);
    if (op->op == FPK_CLIP || op->op == FPK_THRESHOLD)
        fpk_json_add_number(w, "bound", op->bound);
    else
        add_level(w, "level", &op->level);
    fpk_json_object_end(w);
}

static enum fpk_status print_json(const struct fpk_plan *plan)
{
    struct fpk_json_writer w = {0};
    fpk_json_object_begin(&w, NULL);
    fpk_json_add_text(&w, "sampler", plan->name);
    fpk_json_add_integer(&w, "registers", plan->n_register);
    fpk_json_add_integer(&w, "steps", (long long)plan->steps);
    fpk_json_add_integer(&w, "evaluations", (long long)fpk_plan_evaluations(plan));
    fpk_json_add_integer(&w, "noises", (long long)fpk_plan_noises(plan));
    fpk_json_add_number(&w, "start_std", plan->start_std);
    add_level(&w, "first", &plan->first);
    fpk_json_list_begin(&w, "instructions");
    for (size_t i = 0; i < plan->n; i++)
        add_instruction(&w, &plan->instruction[i]);
    fpk_json_list_end(&w);
    fpk_json_object_end(&w);
    return fpk_json_flush(&w, stdout);
}

enum fpk_status fpk_show_plan(const struct fpk_call *call)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_plan plan = {0};
    FPK_TRY(fpk_sampler_find(call->argument[1], &sampler));
    FPK_TRY(fpk_sampler_supports(sampler, FPK_SUPPORTS_PLAN));
    enum fpk_status status = sampler->build(&plan, call->values);
    if (status == FPK_OK)
        status = fpk_sampling_transform(&plan, call->values);
    if (status == FPK_OK)
        status = fpk_values_flag(call->values, "json") ? print_json(&plan)
                                                       : fpk_plan_print(&plan, stdout);
    fpk_plan_clear(&plan);
    return status;
}
