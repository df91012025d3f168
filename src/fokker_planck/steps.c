/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <string.h>

#define BASE_CELLS      128
#define BASE_CELLS_MOST 256
#define CONTOUR_CELLS   64
#define LOCAL_ERROR     2e-3 /* L1 distance of one step and two half steps on the base grid */
#define STEPS_MOST      20000

/* Width of the narrowest component, in u. */
static double narrowest(const struct fpk_setting *setting)
{
    const struct fpk_mixture *mixture = &setting->problem->start->mixture;
    double least = INFINITY;
    for (size_t k = 0; k < mixture->n; k++) {
        double u = fpk_coordinate_u(&setting->mesh.coordinate, mixture->mean[k]), stretch;
        u = fmin(fmax(u, setting->ua), setting->ub);
        fpk_coordinate_x(&setting->mesh.coordinate, 1, &u, NULL, &stretch);
        least = fmin(least, sqrt(mixture->covariance[k]) / stretch);
    }
    return least;
}

/* Moves the ends outwards by less than a cell to put a delta start on a face of every grid. */
void fpk_setting_align(struct fpk_setting *setting)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    if (problem->start->kind != FPK_START_DELTA || fpk_domain_gives(problem, false) ||
        fpk_domain_gives(problem, true))
        return;
    double n = (double)setting->base_cells, h = (setting->ub - setting->ua) / (n - 1);
    double u = fpk_coordinate_u(&setting->mesh.coordinate, problem->start->a);
    setting->ua = u - ceil((u - setting->ua) / h) * h;
    setting->ub = setting->ua + n * h;
}

/* Base grid: fine enough for the start's narrowest component, else the start counts as rough. Many
 * stored times make many short steps; characteristics then get more cells, to be as exact. */
void fpk_setting_cells(struct fpk_setting *setting)
{
    const struct fpk_start *start = setting->problem->start;
    bool transport = setting->transport;
    size_t first = setting->contour ? CONTOUR_CELLS : BASE_CELLS;
    size_t most = transport ? 4 * BASE_CELLS : BASE_CELLS_MOST;
    while (transport && first < most && first < 8 * setting->layout.n_time)
        first *= 2;
    most = setting->max_cells < most ? setting->max_cells : most;
    setting->base_cells = first < most ? first : most;
    setting->rough = start->kind != FPK_START_MIXTURE;
    if (!setting->rough) {
        double least = narrowest(setting), width = setting->ub - setting->ua;
        while (width / (double)setting->base_cells > least && 2 * setting->base_cells <= most)
            setting->base_cells *= 2;
        setting->rough = width / (double)setting->base_cells > least;
        if (setting->rough) /* spread over the cells instead: nothing is gained by many of them */
            setting->base_cells = first < most ? first : most;
    }
}

/* What the choice of steps works with. */
struct trial {
    struct fpk_march march;
    struct fpk_field now, one, two;
    struct fpk_march_report report;
    size_t rannacher; /* rough steps still to come */
};

static enum fpk_status trial_init(struct trial *trial, const struct fpk_setting *setting)
{
    struct fpk_grid grid;
    FPK_TRY(fpk_grid_init(&grid, setting->ua, setting->ub, setting->base_cells));
    FPK_TRY(fpk_march_init_on(&trial->march, setting->problem->model, grid,
                              &setting->mesh.coordinate, setting->mesh.ends, INFINITY));
    FPK_TRY(fpk_field_init(&trial->now, grid));
    FPK_TRY(fpk_field_init(&trial->one, grid));
    FPK_TRY(fpk_field_init(&trial->two, grid));
    FPK_TRY(fpk_deposit(&trial->now, &setting->mesh, setting->problem->start, setting->rough,
                        (double[2]){0}));
    trial->now.t = setting->problem->t0;
    trial->rannacher = setting->rough ? 2 : 0;
    return FPK_OK;
}

static void trial_clear(struct trial *trial)
{
    fpk_march_clear(&trial->march);
    fpk_field_clear(&trial->now);
    fpk_field_clear(&trial->one);
    fpk_field_clear(&trial->two);
}

static void copy_field(struct fpk_field *to, const struct fpk_field *from)
{
    to->t = from->t;
    memcpy(to->value, from->value, from->grid.n * sizeof *from->value);
}

/* *error <- L1 distance of one step and two half steps to t_end, which is left in trial->two. */
static enum fpk_status try_step(struct trial *trial, double t_end, double *error)
{
    size_t n = trial->now.grid.n;
    copy_field(&trial->one, &trial->now);
    copy_field(&trial->two, &trial->now);
    FPK_TRY(fpk_march_run(&trial->march, &trial->one, t_end, 1, trial->rannacher, &trial->report));
    FPK_TRY(fpk_march_run(&trial->march, &trial->two, t_end, 2, trial->rannacher, &trial->report));
    *error = 0;
    for (size_t i = 0; i < n; i++)
        *error += fabs(trial->one.value[i] - trial->two.value[i]);
    *error *= fpk_grid_width(&trial->now.grid);
    return FPK_OK;
}

static double cube_root(double x)
{
    return fpk_exp(fpk_log(x) / 3);
}

/* Steps from where the trial stands to `until`; *dt is the step that the error allows next. */
static enum fpk_status cover(struct trial *trial, struct fpk_setting *setting, double until,
                             double *dt, double longest)
{
    double least = 1e-13 * (until - setting->problem->t0);
    while (trial->now.t < until) {
        FPK_CHECK(setting->n_step < STEPS_MOST, FPK_NUMERIC,
                  "more than %d time steps are needed on the coarsest grid (stopped at t = %.6g); "
                  "the drift is very steep or the stored times very many: use a smaller domain or "
                  "fewer times",
                  STEPS_MOST, trial->now.t);
        double left = until - trial->now.t, step = fmin(*dt, longest), error;
        step = step > 0.99 * left ? left : step > 0.5 * left ? 0.5 * left : step;
        double t_end = step == left ? until : trial->now.t + step;
        FPK_TRY(try_step(trial, t_end, &error));
        double grow = error > 0 ? cube_root(LOCAL_ERROR / error) : 4;
        *dt = step * fmin(fmax(0.9 * grow, 0.2), 4);
        if (error > LOCAL_ERROR && step > least)
            continue;
        copy_field(&trial->now, &trial->two);
        trial->rannacher -= trial->rannacher > 0;
        setting->step_end[setting->n_step++] = t_end;
    }
    return FPK_OK;
}

/* The characteristics need no more than equal steps between stored times: 16 in all, or more. */
static void equal_steps(struct fpk_setting *setting, double from, double until)
{
    double length = setting->problem->t1 - setting->problem->t0;
    size_t n = (size_t)ceil(16 * (until - from) / length - 1e-9);
    n = n ? n : 1;
    for (size_t k = 1; k <= n && setting->n_step < STEPS_MOST; k++)
        setting->step_end[setting->n_step++] =
            k == n ? until : from + (until - from) * (double)k / (double)n;
}

static enum fpk_status choose(struct fpk_setting *setting, struct trial *trial)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    double from = problem->t0, longest = (problem->t1 - problem->t0) / 8, dt = longest;
    for (size_t s = 0; s <= setting->layout.n_time; s++) {
        double until = s < setting->layout.n_time ? setting->layout.time[s] : problem->t1;
        if (until <= from)
            continue;
        if (setting->transport)
            equal_steps(setting, from, until);
        else
            FPK_TRY(cover(trial, setting, until, &dt, longest));
        from = until;
    }
    return FPK_OK;
}

enum fpk_status fpk_setting_steps(struct fpk_setting *setting)
{
    struct trial trial = {.report = fpk_march_report_zero()};
    enum fpk_status status;
    FPK_CHECK(setting->layout.n_time < STEPS_MOST, FPK_USAGE,
              "%zu stored times are too many; ask for less than %d", setting->layout.n_time,
              STEPS_MOST);
    FPK_TRY_DONE(status, fpk_allocate(&setting->step_end, STEPS_MOST));
    if (!setting->transport)
        FPK_TRY_DONE(status, trial_init(&trial, setting));
    status = choose(setting, &trial);
done:
    trial_clear(&trial);
    return status;
}
