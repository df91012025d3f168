/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>

static double tv_error(const struct fpk_layout *layout, const struct fpk_romberg *r, size_t s)
{
    double sum = 0;
    for (size_t j = 0; j < layout->field.n; j++)
        sum += fpk_romberg_error(r, layout->n_scalar + s * layout->field.n + j);
    return 0.5 * sum * fpk_grid_width(&layout->field);
}

/* The largest density at t1 among the points and the field stored last. */
static double top_density(const struct fpk_layout *layout, const struct fpk_romberg *r)
{
    double top = 0;
    size_t last = layout->n_scalar + (layout->n_time ? layout->n_time - 1 : 0) * layout->field.n;
    for (size_t i = 0; i < layout->n_at; i++)
        top = fmax(top, fpk_romberg_best(r, i));
    for (size_t j = 0; layout->n_time && j < layout->field.n; j++)
        top = fmax(top, fpk_romberg_best(r, last + j));
    return top;
}

/* Of a number's error, absolute up to 1 and relative beyond. */
static double relative(const struct fpk_romberg *r, size_t i)
{
    return fpk_romberg_error(r, i) / fmax(1, fabs(fpk_romberg_best(r, i)));
}

/* The largest error of everything that the tolerance is about: densities relative to the largest,
 * moments of what is left weighted with how much that is, entropies. */
static double worst_error(const struct fpk_setting *setting, const struct fpk_romberg *r)
{
    const struct fpk_layout *layout = &setting->layout;
    double worst = 0, top = top_density(layout, r);
    for (size_t i = 0; i < layout->n_at && top > 0; i++)
        worst = fmax(worst, fpk_romberg_error(r, i) / top);
    for (size_t s = 0; s <= layout->n_time; s++) {
        size_t at = layout->n_at + FPK_MOMENTS * s;
        double mass = fmin(1, fabs(fpk_romberg_best(r, at + FPK_MASS)));
        worst = fmax(worst, fpk_romberg_error(r, at + FPK_MASS));
        worst = fmax(worst, mass * relative(r, at + FPK_MEAN));
        worst = fmax(worst, mass * relative(r, at + FPK_VARIANCE));
        for (size_t i = at + FPK_ENTROPY; i <= at + FPK_PRODUCTION; i++)
            worst = fmax(worst, relative(r, i));
    }
    for (size_t s = 0; s < layout->n_time; s++)
        worst = fmax(worst, tv_error(layout, r, s));
    return worst;
}

static enum fpk_status allocate_result(const struct fpk_layout *layout,
                                       struct fpk_fokker_planck_result *result)
{
    FPK_TRY(fpk_allocate(&result->field, layout->n_time));
    FPK_TRY(fpk_allocate(&result->moments, layout->n_time));
    if (layout->currents)
        FPK_TRY(fpk_allocate(&result->flux, layout->n_time));
    FPK_TRY(fpk_allocate(&result->density, layout->n_at));
    FPK_TRY(fpk_allocate(&result->density_error, layout->n_at));
    result->n_at = layout->n_at;
    for (size_t s = 0; s < layout->n_time; s++) {
        result->n_time = s + 1;
        FPK_TRY(fpk_field_init(&result->field[s], layout->field));
        if (layout->currents)
            FPK_TRY(fpk_allocate(&result->flux[s], layout->field.n + 1));
    }
    return FPK_OK;
}

/* What rounding in sums over the cells leaves, which the difference of two levels may not see. */
static double rounding(double value)
{
    return 4e-13 * fmax(1, fabs(value));
}

static void fill_moments(const struct fpk_setting *setting, const struct fpk_romberg *r, size_t s,
                         const struct fpk_refined *refined, struct fpk_fokker_planck_moments *m)
{
    size_t at = setting->layout.n_at + FPK_MOMENTS * s;
    bool keeps = !fpk_ends_absorb(setting->mesh.ends), currents = setting->layout.currents;
    m->mean = fpk_romberg_best(r, at + FPK_MEAN);
    m->variance = fpk_romberg_best(r, at + FPK_VARIANCE);
    m->mass = fpk_romberg_best(r, at + FPK_MASS);
    double rational = setting->contour_error;
    m->mean_error = fpk_romberg_error(r, at + FPK_MEAN) + rounding(m->mean) +
                    rational * fmax(fabs(setting->a), fabs(setting->b)) / m->mass;
    m->variance_error = fpk_romberg_error(r, at + FPK_VARIANCE) + rounding(m->variance) +
                        rational * (setting->b - setting->a) * (setting->b - setting->a) / m->mass;
    m->mass_error = refined->report.mass_error + fpk_romberg_error(r, at + FPK_MASS) +
                    (keeps ? fabs(m->mass - 1) : rounding(1) + rational);
    m->relative_entropy = currents ? fpk_romberg_best(r, at + FPK_ENTROPY) : NAN;
    m->entropy_production = currents ? fpk_romberg_best(r, at + FPK_PRODUCTION) : NAN;
    m->relative_entropy_error = currents ? fpk_romberg_error(r, at + FPK_ENTROPY) : NAN;
    m->entropy_production_error = currents ? fpk_romberg_error(r, at + FPK_PRODUCTION) : NAN;
}

/* The estimate of one density can be small by chance where the error changes sign: it is never
 * taken below 1/16 of the largest among the points and the field stored at t1. */
static double density_floor(const struct fpk_layout *layout, const struct fpk_romberg *r, double t1)
{
    double most = 0;
    for (size_t i = 0; i < layout->n_at; i++)
        most = fmax(most, fpk_romberg_error(r, i));
    size_t last = layout->n_scalar + (layout->n_time - 1) * layout->field.n;
    bool stored = layout->n_time && layout->time[layout->n_time - 1] == t1;
    for (size_t j = 0; stored && j < layout->field.n; j++)
        most = fmax(most, fpk_romberg_error(r, last + j));
    return most / 16;
}

static void fill_densities(const struct fpk_setting *setting, const struct fpk_romberg *r,
                           struct fpk_fokker_planck_result *result)
{
    /* A cell average is a difference of sums near 1, divided by h. */
    double h = (setting->b - setting->a) / (double)result->n_cell, per_cell = 1e-15 / h;
    double least = density_floor(&setting->layout, r, setting->problem->t1);
    for (size_t i = 0; i < setting->layout.n_at; i++) {
        result->density[i] = fpk_romberg_best(r, i);
        /* A density below zero somewhere on the way is an error that is known for certain. */
        result->density_error[i] = fmax(fpk_romberg_error(r, i), least) +
                                   rounding(result->density[i]) + per_cell +
                                   setting->contour_error / h + fmax(0, -result->min_p);
    }
}

static void fill_stored(const struct fpk_setting *setting, const struct fpk_romberg *r, size_t s,
                        struct fpk_fokker_planck_result *result)
{
    const struct fpk_layout *layout = &setting->layout;
    size_t cells = layout->field.n, first = layout->n_scalar + s * cells;
    result->moments[s].t = result->field[s].t = layout->time[s];
    result->moments[s].tv_error = tv_error(layout, r, s) + rounding(1) + setting->contour_error;
    for (size_t j = 0; j < cells; j++)
        result->field[s].value[j] = fpk_romberg_best(r, first + j);
    for (size_t j = 0; layout->currents && j <= cells; j++)
        result->flux[s][j] = fpk_romberg_best(r, layout->flux + s * (cells + 1) + j);
}

static void fill(const struct fpk_setting *setting, const struct fpk_romberg *r,
                 const struct fpk_refined *refined, struct fpk_fokker_planck_result *result)
{
    const struct fpk_layout *layout = &setting->layout;
    const struct fpk_march_report *report = &refined->report;
    result->min_p = report->min_p;
    result->outside = report->end_mass;
    result->peclet = report->peclet;
    result->method = setting->contour ? FPK_TIME_CONTOUR : FPK_TIME_MARCH;
    result->ends = setting->mesh.ends;
    result->n_cell = refined->n_cell;
    result->n_step = report->n_step;
    result->n_redone = report->n_redone;
    result->converged = refined->converged;
    result->order = fpk_romberg_order(r);
    fill_densities(setting, r, result);
    for (size_t s = 0; s < layout->n_time; s++) {
        fill_stored(setting, r, s, result);
        fill_moments(setting, r, s, refined, &result->moments[s]);
    }
    result->end.t = setting->problem->t1;
    fill_moments(setting, r, layout->n_time, refined, &result->end);
    bool stored = layout->n_time && layout->time[layout->n_time - 1] == result->end.t;
    result->end.tv_error = stored ? result->moments[layout->n_time - 1].tv_error : NAN;
}

static void warn(const struct fpk_setting *setting, double worst,
                 struct fpk_fokker_planck_result *result)
{
    char *text = result->warning;
    size_t room = sizeof result->warning, used = 0;
#define SAY(...) (used += used < room ? (size_t)snprintf(text + used, room - used, __VA_ARGS__) : 0)
    if (!result->converged)
        SAY("the tolerance %.3g was not reached with %zu cells: the largest error estimate is "
            "%.3g; "
            "allow more cells or a larger tolerance. ",
            setting->tolerance, result->n_cell, worst);
    if (result->outside > setting->tolerance)
        SAY("the domain [%.6g, %.6g] is felt: density x width at an end reaches %.3g; widen it "
            "unless %s is meant. ",
            setting->a, setting->b, result->outside,
            setting->transport ? "cutting off the rest" : "a reflecting wall");
    if (result->n_redone)
        SAY("%zu steps fell below zero by more than %.3g and were redone with smaller ones. ",
            result->n_redone, FPK_UNDERSHOOT * setting->tolerance);
    if (result->peclet > 2 && !result->converged)
        SAY("the cell Peclet number reaches %.3g on the finest grid: the drift outruns the noise "
            "there and the scheme is close to upwinding. ",
            result->peclet);
#undef SAY
}

enum fpk_status fpk_fokker_planck_solve(const struct fpk_fokker_planck_problem *problem,
                                        struct fpk_fokker_planck_result *result)
{
    *result = (struct fpk_fokker_planck_result){0};
    struct fpk_setting setting;
    struct fpk_romberg r = {0};
    struct fpk_refined refined;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_setting_make(&setting, problem));
    FPK_TRY_DONE(status, fpk_layout_init(&setting));
    FPK_TRY_DONE(status, allocate_result(&setting.layout, result));
    FPK_TRY_DONE(status, fpk_refine(&setting, worst_error, &r, &refined));
    fill(&setting, &r, &refined, result);
    warn(&setting, refined.worst, result);
done:
    fpk_setting_drop(&setting);
    fpk_romberg_clear(&r);
    if (status != FPK_OK)
        fpk_fokker_planck_result_clear(result);
    return status;
}

void fpk_fokker_planck_result_clear(struct fpk_fokker_planck_result *result)
{
    for (size_t s = 0; result->field && s < result->n_time; s++)
        fpk_field_clear(&result->field[s]);
    for (size_t s = 0; result->flux && s < result->n_time; s++)
        fpk_release(&result->flux[s]);
    fpk_release(&result->flux);
    fpk_release(&result->field);
    fpk_release(&result->moments);
    fpk_release(&result->density);
    fpk_release(&result->density_error);
    result->n_time = result->n_at = 0;
}

enum fpk_status fpk_fokker_planck_stationary(const struct fpk_model *model, double t,
                                             struct fpk_grid grid, struct fpk_field *field)
{
    struct fpk_generator generator = {0};
    enum fpk_status status;
    *field = (struct fpk_field){0};
    FPK_TRY_DONE(status, fpk_generator_init(&generator, grid));
    FPK_TRY_DONE(status, fpk_generator_set(&generator, model, t));
    FPK_TRY_DONE(status, fpk_field_init(field, grid));
    status = fpk_generator_stationary(&generator, field);
done:
    fpk_generator_clear(&generator);
    if (status != FPK_OK)
        fpk_field_clear(field);
    return status;
}
