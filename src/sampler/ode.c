/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ode_priv.h"
#include "table_priv.h"

#include <math.h>
#include <string.h>

enum fpk_status fpk_ode_eval(struct fpk_plan *plan, uint64_t step, int out, int in,
                             enum fpk_head head, struct fpk_level level)
{
    return fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_EVAL,
                                                       .out = out,
                                                       .n_in = 1,
                                                       .in = {in},
                                                       .head = head,
                                                       .level = level,
                                                       .step = step});
}

enum fpk_status fpk_ode_mix(struct fpk_plan *plan, uint64_t step, int out, int n, const int *in,
                            const double *c, struct fpk_level level)
{
    struct fpk_instruction mix = {
        .op = FPK_MIX, .out = out, .n_in = n, .level = level, .step = step};
    memcpy(mix.in, in, (size_t)n * sizeof *in);
    memcpy(mix.c, c, (size_t)n * sizeof *c);
    return fpk_plan_add(plan, mix);
}

double fpk_ode_ratio(struct fpk_level level)
{
    return level.sigma / level.alpha;
}

double fpk_ode_fall(const struct fpk_path *path, size_t i)
{
    struct fpk_level now = path->level[i], next = path->level[i + 1];
    double sum = fpk_ode_ratio(now) + fpk_ode_ratio(next);
    return path->drop[i] / now.alpha / now.alpha / sum;
}

enum fpk_status fpk_ode_transfer(struct fpk_plan *plan, uint64_t step, int out, int eps,
                                 struct fpk_level now, struct fpk_level next, double fall)
{
    double c[] = {next.alpha / now.alpha, -next.alpha * fall};
    return fpk_ode_mix(plan, step, out, 2, (int[]){0, eps}, c, next);
}

enum fpk_status fpk_ode_transfer_rk4(struct fpk_plan *plan, uint64_t step,
                                     const struct fpk_path *path, struct fpk_level half,
                                     const struct fpk_ode_registers *use)
{
    struct fpk_level now = path->level[step], next = path->level[step + 1];
    const struct fpk_level level[] = {now, half, half, next};
    double fall = fpk_ode_fall(path, step);
    double to[] = {0, fpk_ode_ratio(now) - fpk_ode_ratio(half), 0, fall};
    to[2] = to[1];
    for (int j = 0; j < 4; j++) {
        if (j > 0)
            FPK_TRY(
                fpk_ode_transfer(plan, step, use->point, use->eps[j - 1], now, level[j], to[j]));
        FPK_TRY(
            fpk_ode_eval(plan, step, use->eps[j], j > 0 ? use->point : 0, FPK_HEAD_EPS, level[j]));
    }
    double sixths[] = {1. / 6, 1. / 3, 1. / 3, 1. / 6};
    FPK_TRY(fpk_ode_mix(plan, step, use->average, 4, use->eps, sixths, next));
    return fpk_ode_transfer(plan, step, 0, use->average, now, next, fall);
}

const struct fpk_tableau fpk_tableau_euler = {.stages = 1, .b = {1}};
const struct fpk_tableau fpk_tableau_heun = {
    .stages = 2, .c = {0, 1}, .a = {{0}, {1}}, .b = {.5, .5}};
const struct fpk_tableau fpk_tableau_rk4 = {.stages = 4,
                                            .c = {0, .5, .5, 1},
                                            .a = {{0}, {.5}, {0, .5}, {0, 0, 1}},
                                            .b = {1. / 6, 1. / 3, 1. / 3, 1. / 6}};

/* What goes back in time, -dx/dt = x_part x + head_part head. A flow's rates are infinite where it
 * starts, its own head is not (x0 and eps are finite there): dx/dt = eps - x0. */
struct slope {
    double x_part, head_part;
    enum fpk_head head;
};

static struct slope slope_at(const struct fpk_process *process, double t)
{
    if (process->kind == FPK_FLOW)
        return (struct slope){0, -1, FPK_HEAD_FLOW};
    return (struct slope){fpk_process_shrink(process, t), .5 * fpk_process_g2(process, t),
                          FPK_HEAD_SCORE};
}

/* One step as two instructions: x' = (1 + h p) x + h q head. */
static enum fpk_status euler(struct fpk_plan *plan, uint64_t step, const struct fpk_path *path,
                             double h)
{
    struct fpk_level now = path->level[step], next = path->level[step + 1];
    struct slope slope = slope_at(&path->process, now.t);
    double c[] = {1 + slope.x_part * h, slope.head_part * h};
    FPK_TRY(fpk_ode_eval(plan, step, 1, 0, slope.head, now));
    return fpk_ode_mix(plan, step, 0, 2, (int[]){0, 1}, c, next);
}

enum { POINT = 1, SLOPE = 2 }; /* registers: x, a stage's point, the slopes */

/* out <- x + h sum_j weight_j K_j, terms of weight 0 left out. */
static enum fpk_status advance(struct fpk_plan *plan, uint64_t step, int out, int n, double h,
                               const double *weight, struct fpk_level level)
{
    int in[FPK_MIX_MAX] = {0}, used = 1;
    double c[FPK_MIX_MAX] = {1};
    for (int j = 0; j < n; j++)
        if (weight[j] != 0) {
            in[used] = SLOPE + j;
            c[used++] = h * weight[j];
        }
    return fpk_ode_mix(plan, step, out, used, in, c, level);
}

static enum fpk_status runge_kutta(struct fpk_plan *plan, uint64_t step,
                                   const struct fpk_path *path, double h,
                                   const struct fpk_tableau *rk)
{
    struct fpk_level now = path->level[step], next = path->level[step + 1];
    for (int j = 0; j < rk->stages; j++) {
        double t = now.t + rk->c[j] * (next.t - now.t);
        struct fpk_level level = rk->c[j] == 0   ? now
                                 : rk->c[j] == 1 ? next
                                                 : fpk_process_level(&path->process, t);
        struct slope slope = slope_at(&path->process, level.t);
        if (j > 0)
            FPK_TRY(advance(plan, step, POINT, j, h, rk->a[j], level));
        FPK_TRY(fpk_ode_eval(plan, step, SLOPE + j, j > 0 ? POINT : 0, slope.head, level));
        int in[] = {j > 0 ? POINT : 0, SLOPE + j};
        double c[] = {slope.x_part, slope.head_part};
        FPK_TRY(fpk_ode_mix(plan, step, SLOPE + j, 2, in, c, level));
    }
    return advance(plan, step, 0, rk->stages, h, rk->b, next);
}

/* Equal steps have one length, exactly, whatever the rounding of their ends. */
static double length(const struct fpk_path *path, size_t i)
{
    const struct fpk_level *level = path->level;
    double h = level[i].t - level[i + 1].t, equal = (level[0].t - level[path->n].t);
    equal /= (double)path->n;
    return fabs(h - equal) <= 1e-14 * level[0].t ? equal : h;
}

enum fpk_status fpk_ode_build(struct fpk_plan *plan, const char *name, const struct fpk_path *path,
                              const struct fpk_tableau *tableau, bool same)
{
    FPK_TRY(fpk_plan_init(plan, name, tableau->stages == 1 ? 2 : SLOPE + tableau->stages));
    fpk_table_start(plan, path);
    enum fpk_status status = FPK_OK;
    for (size_t i = 0; status == FPK_OK && i < path->n; i++) {
        bool plain = tableau->stages == 1 || (path->level[i + 1].sigma == 0 && !same);
        double h = length(path, i);
        status = plain ? euler(plan, i, path, h) : runge_kutta(plan, i, path, h, tableau);
    }
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

enum fpk_status fpk_ode_build_process(struct fpk_plan *plan, const char *name,
                                      const struct fpk_values *values,
                                      const struct fpk_tableau *tableau)
{
    struct fpk_path path;
    FPK_TRY(fpk_path_init(&path, values, true));
    bool same = tableau->stages > 1 && strcmp(fpk_values_text(values, "final"), "same") == 0;
    enum fpk_status status = fpk_ode_build(plan, name, &path, tableau, same);
    fpk_path_clear(&path);
    return status;
}

/* Esser et al. eq. 23: sigma/alpha = t/(1 - t) times `shift`. */
static void shift_times(struct fpk_path *path, double shift)
{
    for (size_t i = 0; i <= path->n; i++) {
        double t = path->level[i].t, all = 1 + (shift - 1) * t;
        path->level[i] = (struct fpk_level){
            .alpha = path->level[i].alpha / all, .sigma = shift * t / all, .t = shift * t / all};
    }
}

enum fpk_status fpk_ode_build_flow(struct fpk_plan *plan, const char *name,
                                   const struct fpk_values *values,
                                   const struct fpk_tableau *tableau)
{
    struct fpk_path path;
    FPK_TRY(fpk_path_init(&path, values, true));
    double shift = fpk_values_real(values, "shift");
    if (shift != 1)
        shift_times(&path, shift);
    bool same = tableau->stages > 1 && strcmp(fpk_values_text(values, "final"), "same") == 0;
    enum fpk_status status = fpk_ode_build(plan, name, &path, tableau, same);
    fpk_path_clear(&path);
    return status;
}
