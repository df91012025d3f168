/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/survival.h"

#include "solve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>

/* Numbers of a level, [n_time] each, one after the other. */
enum { SURVIVAL, EXITED_LEFT, EXITED_RIGHT, DENSITY_LEFT, DENSITY_RIGHT, NUMBERS };

static enum fpk_status store(const struct fpk_setting *setting, const struct fpk_state *state,
                             double *value)
{
    const struct fpk_layout *layout = &setting->layout;
    const struct fpk_generator *gen = state->generator;
    const double *p = state->field->value;
    size_t n = state->field->grid.n, n_time = layout->n_time;
    double h = fpk_grid_width(&state->field->grid);
    for (size_t s = 0; s < n_time; s++) {
        if (layout->time[s] != state->field->t)
            continue;
        value[SURVIVAL * n_time + s] = fpk_field_mass(state->field);
        value[EXITED_LEFT * n_time + s] = state->exited[0];
        value[EXITED_RIGHT * n_time + s] = state->exited[1];
        value[DENSITY_LEFT * n_time + s] = gen->down[0] * p[0] * h;
        value[DENSITY_RIGHT * n_time + s] = gen->up[n - 1] * p[n - 1] * h;
    }
    return FPK_OK;
}

/* The largest density of the exit time at the times asked for, to which errors are relative. */
static double largest(const struct fpk_setting *setting, const struct fpk_romberg *r)
{
    double most = 0;
    size_t n_time = setting->layout.n_time;
    for (size_t i = DENSITY_LEFT * n_time; i < NUMBERS * n_time; i++)
        most = fmax(most, fabs(fpk_romberg_best(r, i)));
    return most;
}

static double worst(const struct fpk_setting *setting, const struct fpk_romberg *r)
{
    double worst = 0, most = largest(setting, r);
    size_t n_time = setting->layout.n_time;
    for (size_t i = 0; i < NUMBERS * n_time; i++) {
        double scale = i < DENSITY_LEFT * n_time ? 1 : most > 0 ? most : 1;
        worst = fmax(worst, fpk_romberg_error(r, i) / scale);
    }
    return worst;
}

static enum fpk_status check(const struct fpk_survival_problem *problem)
{
    FPK_CHECK(fpk_ends_absorb(problem->ends), FPK_USAGE,
              "nothing leaves: the left end is %s and the right one %s; one at least must be "
              "absorbing",
              fpk_boundary_name(problem->ends.left), fpk_boundary_name(problem->ends.right));
    FPK_CHECK(problem->n_time > 0, FPK_USAGE, "at what times? none is given");
    FPK_CHECK(problem->time[0] > problem->t0, FPK_USAGE,
              "times must lie after the start's, %.10g, but the first is %.10g", problem->t0,
              problem->time[0]);
    return FPK_OK;
}

static enum fpk_status allocate(size_t n, struct fpk_survival *out)
{
    double **const array[] = {&out->survival,           &out->exited_left,
                              &out->exited_right,       &out->density_left,
                              &out->density_right,      &out->survival_error,
                              &out->exited_left_error,  &out->exited_right_error,
                              &out->density_left_error, &out->density_right_error};
    out->n_time = n;
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        FPK_TRY(fpk_allocate(array[i], n));
    return FPK_OK;
}

void fpk_survival_clear(struct fpk_survival *survival)
{
    fpk_release(&survival->survival);
    fpk_release(&survival->exited_left);
    fpk_release(&survival->exited_right);
    fpk_release(&survival->density_left);
    fpk_release(&survival->density_right);
    fpk_release(&survival->survival_error);
    fpk_release(&survival->exited_left_error);
    fpk_release(&survival->exited_right_error);
    fpk_release(&survival->density_left_error);
    fpk_release(&survival->density_right_error);
    survival->n_time = 0;
}

/* One kind of number at every time; `known` is an error that the levels share. An estimate can be
 * small by chance where an error changes sign: none is taken below 1/16 of the largest. */
static void fill(const struct fpk_setting *setting, const struct fpk_romberg *r, size_t kind,
                 double known, double *value, double *error)
{
    size_t n_time = setting->layout.n_time;
    double least = 0;
    for (size_t s = 0; s < n_time; s++)
        least = fmax(least, fpk_romberg_error(r, kind * n_time + s) / 16);
    for (size_t s = 0; s < n_time; s++) {
        value[s] = fpk_romberg_best(r, kind * n_time + s);
        error[s] = fmax(fpk_romberg_error(r, kind * n_time + s), least) + known;
    }
}

static void fill_all(const struct fpk_setting *setting, const struct fpk_romberg *r,
                     const struct fpk_refined *refined, struct fpk_survival *out)
{
    double known = 4e-13 + setting->contour_error + refined->report.mass_error;
    double most = known * largest(setting, r);
    fill(setting, r, SURVIVAL, known, out->survival, out->survival_error);
    fill(setting, r, EXITED_LEFT, known, out->exited_left, out->exited_left_error);
    fill(setting, r, EXITED_RIGHT, known, out->exited_right, out->exited_right_error);
    fill(setting, r, DENSITY_LEFT, most, out->density_left, out->density_left_error);
    fill(setting, r, DENSITY_RIGHT, most, out->density_right, out->density_right_error);
    out->a = setting->a;
    out->b = setting->b;
    out->n_cell = refined->n_cell;
    out->order = fpk_romberg_order(r);
    out->converged = refined->converged;
}

static void warn(const struct fpk_setting *setting, const struct fpk_refined *refined,
                 struct fpk_survival *out)
{
    char *text = out->warning;
    size_t room = sizeof out->warning, used = 0;
    if (!refined->converged)
        used += (size_t)snprintf(
            text, room,
            "the tolerance %.3g was not reached with %zu cells: the largest error estimate is "
            "%.3g; allow more cells or a larger tolerance. ",
            setting->tolerance, refined->n_cell, refined->worst);
    if (refined->report.end_mass > setting->tolerance)
        snprintf(text + used, room - used,
                 "density x width at the end that does not absorb reaches %.3g: it stands in the "
                 "way unless a reflecting wall is meant there. ",
                 refined->report.end_mass);
}

enum fpk_status fpk_survival_solve(const struct fpk_survival_problem *problem,
                                   struct fpk_survival *survival)
{
    *survival = (struct fpk_survival){0};
    struct fpk_setting setting = {0};
    struct fpk_romberg r = {0};
    struct fpk_refined refined;
    enum fpk_status status;
    FPK_TRY(check(problem));
    const struct fpk_fokker_planck_problem density = {.model = problem->model,
                                                      .start = problem->start,
                                                      .t0 = problem->t0,
                                                      .t1 = problem->time[problem->n_time - 1],
                                                      .a = problem->a,
                                                      .b = problem->b,
                                                      .ends = problem->ends,
                                                      .coordinate = problem->coordinate,
                                                      .tolerance = problem->tolerance,
                                                      .n_time = problem->n_time,
                                                      .time = problem->time,
                                                      .max_cells = problem->max_cells};
    FPK_TRY_DONE(status, fpk_setting_make(&setting, &density));
    setting.layout.store = store;
    setting.layout.n = setting.layout.n_scalar = NUMBERS * problem->n_time;
    FPK_TRY_DONE(status, allocate(problem->n_time, survival));
    FPK_TRY_DONE(status, fpk_refine(&setting, worst, &r, &refined));
    fill_all(&setting, &r, &refined, survival);
    warn(&setting, &refined, survival);
done:
    fpk_setting_drop(&setting);
    fpk_romberg_clear(&r);
    if (status != FPK_OK)
        fpk_survival_clear(survival);
    return status;
}
