/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/contour.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define GOOD     0.01  /* of the tolerance, that the rational approximation may take */
#define RATIONAL 5e-14 /* its error on the negative real line */
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

/* A bound on the sum of |.| of the error of the rational approximation, from its error on the
 * negative real line: the rates are symmetric in the scalar product of weights 1/s, s their
 * stationary masses (or e^{-Phi} where nothing is stationary), so that
 *     sum |e| <= (sum s)^{1/2} (sum e^2/s)^{1/2} <= RATIONAL (sum s)^{1/2} (sum m^2/s)^{1/2}. */
static double bound(struct work *work)
{
    const struct fpk_generator *gen = &work->gen;
    size_t n = gen->grid.n;
    double *weight = work->spent, largest = 0, sum = 0, square = 0;
    weight[0] = 0;
    for (size_t i = 0; i + 1 < n; i++)
        weight[i + 1] = gen->up[i] / gen->down[i + 1];
    fpk_log_block(n - 1, weight + 1, weight + 1);
    for (size_t i = 1; i < n; i++) {
        weight[i] += weight[i - 1];
        largest = fmax(largest, weight[i]);
    }
    for (size_t i = 0; i < n; i++)
        weight[i] -= largest;
    fpk_exp_block(n, weight, weight);
    for (size_t i = 0; i < n; i++) {
        double m = work->start[i];
        sum += weight[i];
        square += m > 0 ? m * m / weight[i] : 0;
    }
    return RATIONAL * sqrt(sum) * sqrt(square) * fpk_grid_width(&gen->grid);
}

/* Two halves of t are another contour: *l1 <- what they differ by. */
static enum fpk_status compare(struct work *work, double t, double *l1)
{
    const struct fpk_generator *gen = &work->gen;
    double half = 0.5 * t, sum = 0, *p = work->field.value, *whole = work->spent;
    FPK_TRY(fpk_contour_exponential(&work->contour, 2 * half, gen->up, gen->down, work->start,
                                    whole, NULL));
    for (int k = 0; k < 2; k++)
        FPK_TRY(fpk_contour_exponential(&work->contour, half, gen->up, gen->down,
                                        k ? p : work->start, p, NULL));
    for (size_t i = 0; i < gen->grid.n; i++)
        sum += fabs(p[i] - whole[i]);
    *l1 = sum * fpk_grid_width(&gen->grid);
    return FPK_OK;
}

/* The error of the rational approximation on a level: the bound where that is good enough, else
 * what is found at three times; starts far out are worst served at times of order one. Not a
 * number, or more than the whole mass, counts as that. */
static enum fpk_status approximation_error(const struct fpk_setting *setting, struct work *work,
                                           double *error)
{
    double l1, t = setting->problem->t1 - setting->problem->t0;
    *error = bound(work);
    if (*error <= fpk_contour_allowed(setting))
        return FPK_OK;
    *error = 0;
    for (int k = 0; k < 3; k++) {
        FPK_TRY(compare(work, ldexp(t, -2 * k), &l1));
        *error = l1 <= 1 ? fmax(*error, l1) : 1;
    }
    return FPK_OK;
}

double fpk_contour_allowed(const struct fpk_setting *setting)
{
    return fmax(GOOD * setting->tolerance, 1e-12);
}

/* What ends that are given see at times between. */
static enum fpk_status look(struct fpk_setting *setting, struct work *work)
{
    double t = setting->problem->t1 - setting->problem->t0;
    for (int k = 1; k <= 5; k++) {
        FPK_TRY(fpk_contour_exponential(&work->contour, ldexp(t, -k), work->gen.up, work->gen.down,
                                        work->start, work->field.value, NULL));
        setting->contour_ends =
            fmax(setting->contour_ends, fpk_end_mass(&work->field, setting->mesh.ends));
    }
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_setting *setting, struct work *work, double *value,
                           struct fpk_march_report *report)
{
    const struct fpk_layout *layout = &setting->layout;
    double t0 = setting->problem->t0, t1 = setting->problem->t1;
    report->peclet = work->gen.peclet;
    report->end_mass = setting->contour_ends;
    for (size_t i = 0; i < work->gen.grid.n; i++)
        work->field.value[i] = work->start[i];
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

enum fpk_status fpk_level_contour(struct fpk_setting *setting, size_t k, double *value,
                                  struct fpk_march_report *report)
{
    struct work work = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, work_init(&work, setting, setting->base_cells << k));
    FPK_TRY_DONE(status, approximation_error(setting, &work, &report->approximation));
    if (k == 0)
        FPK_TRY_DONE(status, look(setting, &work));
    status = run(setting, &work, value, report);
done:
    work_clear(&work);
    return status;
}
