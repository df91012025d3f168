/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ways.h"

#include "../common/target.h"

const char *const way_name[WAYS] = {"forward SDE", "reverse SDE", "probability flow"};

static enum fpk_status exact_forward(double t, struct fpk_mixture *out, const void *ctx)
{
    const struct ways *w = ctx;
    return fpk_mixture_diffuse(&w->target, fpk_process_level(&w->process, t), out);
}

static enum fpk_status exact_backward(double r, struct fpk_mixture *out, const void *ctx)
{
    return exact_forward(r >= 1 ? 0 : 1 - r, out, ctx);
}

static enum fpk_status read_process(struct fpk_run *run, struct fpk_process *process)
{
    const struct fpk_values *values = fpk_run_values(run);
    *process = (struct fpk_process){.kind = FPK_VP,
                                    .low = fpk_values_real(values, "beta-low"),
                                    .high = fpk_values_real(values, "beta-high")};
    FPK_CHECK(process->low < process->high, FPK_USAGE,
              "--beta-low %g must be less than --beta-high %g", process->low, process->high);
    return FPK_OK;
}

static enum fpk_status make_models(struct ways *w)
{
    FPK_TRY(fpk_model_from_process(&w->forward, w->process, 1));
    w->score = (struct fpk_score_path){fpk_score_exact(&w->target), w->process};
    FPK_TRY(fpk_model_reverse(&w->reverse_sde, &w->forward, fpk_score_in_time, fpk_score_x_in_time,
                              &w->score, 1, 1));
    return fpk_model_reverse(&w->flow, &w->forward, fpk_score_in_time, fpk_score_x_in_time,
                             &w->score, 1, 0);
}

static struct fpk_evolution make_way(struct ways *w, struct fpk_run *run, int i)
{
    static const char *const group[WAYS] = {"forward", "reverse_sde", "probability_flow"};
    const struct fpk_model *model[WAYS] = {&w->forward, &w->reverse_sde, &w->flow};
    const struct fpk_values *values = fpk_run_values(run);
    return (struct fpk_evolution){
        .name = group[i],
        .model = model[i],
        .start = i == 0 ? &w->data : &w->noise,
        .t1 = 1,
        .n_step = (uint64_t)fpk_values_integer(values, "steps"),
        .particles = (size_t)fpk_values_integer(values, "particles"),
        .n_path = PATHS,
        /* seeds of the ways far apart: runs with neighbouring seeds share no path */
        .seed = fpk_run_seed(run) + (uint64_t)i * 0x9E3779B97F4A7C15u,
        .n_time = w->n_time,
        .time = w->time,
        .tolerance = 1e-6,
        .run = run,
        .run_begin = i / (double)WAYS,
        .run_end = (i + 1) / (double)WAYS,
        .exact = i == 0 ? exact_forward : exact_backward,
        .ctx = w};
}

enum fpk_status ways_init(struct ways *w, struct fpk_run *run)
{
    *w = (struct ways){0};
    FPK_TRY(fpk_common_target(run, &w->target));
    FPK_TRY(read_process(run, &w->process));
    FPK_TRY(make_models(w));
    w->data.kind = w->noise.kind = FPK_START_MIXTURE;
    FPK_TRY(exact_forward(0, &w->data.mixture, w));
    FPK_TRY(exact_forward(1, &w->noise.mixture, w));
    FPK_TRY(fpk_start_parse(&w->usual, "normal:0:1"));
    w->n_time = (size_t)fpk_values_integer(fpk_run_values(run), "times");
    for (size_t k = 0; k < w->n_time; k++)
        w->time[k] = (double)k / (double)(w->n_time - 1);
    for (int i = 0; i < WAYS; i++)
        w->way[i] = make_way(w, run, i);
    return FPK_OK;
}

void ways_clear(struct ways *w)
{
    for (int i = 0; i < WAYS; i++)
        fpk_evolution_clear(&w->views[i]);
    fpk_start_clear(&w->data);
    fpk_start_clear(&w->noise);
    fpk_start_clear(&w->usual);
    fpk_model_clear(&w->reverse_sde);
    fpk_model_clear(&w->flow);
    fpk_model_clear(&w->forward);
    fpk_mixture_clear(&w->target);
}

enum fpk_status ways_record(const struct ways *w, struct fpk_run *run)
{
    struct fpk_record *record = NULL;
    FPK_TRY(fpk_run_record(run, &record));
    FPK_TRY(fpk_record_axis(record, "time", w->n_time, w->time, "time", "time along the way"));
    for (int i = 0; i < WAYS; i++)
        FPK_TRY(fpk_evolution_record(&w->way[i], &w->views[i], record));
    return FPK_OK;
}
