/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/contour.h"

#include <math.h>

#define GOOD     0.01  /* of the tolerance, that the rational approximation may take */
#define ROUNDING 1e-10 /* of the mass: what is put back */

/* One grid with its rates; `start` and what became of it. */
struct work {
    struct fpk_generator gen;
    struct fpk_contour contour;
    struct fpk_field field;
    double *start, *spent; /* [n]; spent: time in each cell */
    double mass;           /* of the start */
    double lost[2];        /* by the start, at once */
    double gone[2];        /* since, through the ends */
    double moved;          /* by rounding */
};

static enum fpk_status work_init(struct work *work, const struct fpk_setting *setting, size_t n)
{
    struct fpk_grid grid;
    FPK_TRY(fpk_grid_init(&grid, setting->ua, setting->ub, n));
    FPK_TRY(fpk_generator_init(&work->gen, grid));
    work->gen.coordinate = setting->mesh.coordinate;
    work->gen.ends = setting->mesh.ends;
    FPK_TRY(fpk_generator_set(&work->gen, setting->problem->model, setting->problem->t0));
    FPK_TRY(fpk_contour_init(&work->contour, n));
    FPK_TRY(fpk_field_init(&work->field, grid));
    FPK_TRY(fpk_allocate(&work->start, n));
    FPK_TRY(fpk_allocate(&work->spent, n));
    FPK_TRY(fpk_deposit(&work->field, &setting->mesh, setting->problem->start, setting->rough,
                        work->lost));
    for (size_t i = 0; i < n; i++)
        work->start[i] = work->field.value[i];
    work->field.t = setting->problem->t0;
    work->mass = fpk_field_mass(&work->field);
    return FPK_OK;
}

static void work_clear(struct work *work)
{
    fpk_generator_clear(&work->gen);
    fpk_contour_clear(&work->contour);
    fpk_field_clear(&work->field);
    fpk_release(&work->start);
    fpk_release(&work->spent);
}

/* field <- e^{(t - t0) A} start, straight from the start. What is left and what has gone through
 * the ends are then scaled together by what rounding took from their sum (1e-13 of it, of 1e3
 * cells). */
static enum fpk_status go(const struct fpk_setting *setting, struct work *work, double t)
{
    bool leaks = fpk_ends_absorb(setting->mesh.ends);
    const struct fpk_generator *gen = &work->gen;
    size_t n = gen->grid.n;
    double h = fpk_grid_width(&gen->grid);
    work->field.t = t;
    FPK_TRY(fpk_contour_exponential(&work->contour, t - setting->problem->t0, gen->up, gen->down,
                                    work->start, work->field.value, leaks ? work->spent : NULL));
    work->gone[0] = leaks ? h * gen->down[0] * work->spent[0] : 0;
    work->gone[1] = leaks ? h * gen->up[n - 1] * work->spent[n - 1] : 0;
    double sum = fpk_field_mass(&work->field) + work->gone[0] + work->gone[1];
    double ratio = work->mass / sum;
    work->moved = sum - work->mass;
    if (!(fabs(work->moved) <= ROUNDING * work->mass))
        return FPK_OK;
    for (size_t i = 0; i < n; i++)
        work->field.value[i] *= ratio;
    work->gone[0] *= ratio;
    work->gone[1] *= ratio;
    return FPK_OK;
}

static enum fpk_status keep(const struct fpk_setting *setting, struct work *work, double *value,
                            struct fpk_march_report *report)
{
    for (int i = 0; i < 2; i++)
        report->exited[i] = work->lost[i] + work->gone[i];
    struct fpk_state state = {.field = &work->field,
                              .mesh = &setting->mesh,
                              .generator = &work->gen,
                              .exited = {report->exited[0], report->exited[1]}};
    report->min_p = fmin(report->min_p, fpk_field_min(&work->field));
    report->end_mass = fmax(report->end_mass, fpk_end_mass(&work->field, setting->mesh.ends));
    report->mass_error = fmax(report->mass_error, fabs(work->moved));
    return setting->layout.store(setting, &state, value);
}

static enum fpk_status run(const struct fpk_setting *setting, struct work *work, double *value,
                           struct fpk_march_report *report)
{
    const struct fpk_layout *layout = &setting->layout;
    double t0 = setting->problem->t0, t1 = setting->problem->t1;
    report->peclet = work->gen.peclet;
    report->end_mass = setting->contour_ends;
    FPK_TRY(keep(setting, work, value, report));
    for (size_t s = 0; s <= layout->n_time; s++) {
        double t = s < layout->n_time ? layout->time[s] : t1;
        if (t == t0 || (s == layout->n_time && work->field.t == t1))
            continue;
        FPK_TRY(go(setting, work, t));
        FPK_TRY(keep(setting, work, value, report));
    }
    return FPK_OK;
}

enum fpk_status fpk_level_contour(const struct fpk_setting *setting, size_t k, double *value,
                                  struct fpk_march_report *report)
{
    struct work work = {0};
    enum fpk_status status = work_init(&work, setting, setting->base_cells << k);
    if (status == FPK_OK)
        status = run(setting, &work, value, report);
    work_clear(&work);
    return status;
}

/* Two halves of t are another contour: what they differ by, and what the ends see. */
static enum fpk_status compare(struct fpk_setting *setting, struct work *work, double t)
{
    const struct fpk_generator *gen = &work->gen;
    double half = 0.5 * t, sum = 0, *p = work->field.value, *whole = work->spent;
    FPK_TRY(fpk_contour_exponential(&work->contour, 2 * half, gen->up, gen->down, work->start,
                                    whole, NULL));
    for (int k = 0; k < 2; k++) {
        FPK_TRY(fpk_contour_exponential(&work->contour, half, gen->up, gen->down,
                                        k ? p : work->start, p, NULL));
        setting->contour_ends =
            fmax(setting->contour_ends, fpk_end_mass(&work->field, setting->mesh.ends));
    }
    for (size_t i = 0; i < gen->grid.n; i++)
        sum += fabs(p[i] - whole[i]);
    sum *= fpk_grid_width(&gen->grid);
    setting->contour_error = fmax(setting->contour_error, sum);
    return FPK_OK;
}

enum fpk_status fpk_contour_try(struct fpk_setting *setting)
{
    struct work work = {0};
    double t = setting->problem->t1 - setting->problem->t0;
    enum fpk_status status;
    FPK_TRY_DONE(status, work_init(&work, setting, setting->base_cells));
    for (int k = 0; k < 3; k++) /* starts far out are worst served at times of order one */
        FPK_TRY_DONE(status, compare(setting, &work, ldexp(t, -2 * k)));
    if (setting->problem->method == FPK_TIME_AUTO &&
        setting->contour_error > fmax(GOOD * setting->tolerance, 1e-12))
        setting->contour = false;
done:
    work_clear(&work);
    return status;
}
