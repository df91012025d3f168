/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WORK_MOST 4e9 /* cell steps of one level: about a minute */

static enum fpk_status check_problem(const struct fpk_fokker_planck_problem *problem)
{
    FPK_CHECK(problem->model->dim == 1, FPK_USAGE,
              "the Fokker-Planck equation is solved in one dimension, but the model has %zu",
              problem->model->dim);
    size_t dim = problem->start->kind == FPK_START_MIXTURE  ? problem->start->mixture.dim
                 : problem->start->kind == FPK_START_POINTS ? problem->start->points.dim
                                                            : 1;
    FPK_CHECK(dim == 1, FPK_USAGE,
              "the Fokker-Planck equation is solved in one dimension, but the start has %zu", dim);
    FPK_CHECK(isfinite(problem->t0) && isfinite(problem->t1) && problem->t0 < problem->t1,
              FPK_USAGE, "the time must run forwards: t0 = %.10g, t1 = %.10g", problem->t0,
              problem->t1);
    FPK_CHECK(problem->a < problem->b || (problem->a == 0 && problem->b == 0), FPK_USAGE,
              "the domain needs a < b, but a = %.10g, b = %.10g", problem->a, problem->b);
    FPK_CHECK(problem->tolerance >= 0 && isfinite(problem->tolerance), FPK_USAGE,
              "the tolerance must be positive, but is %.10g", problem->tolerance);
    for (size_t i = 0; i < problem->n_at; i++)
        FPK_CHECK(isfinite(problem->at[i]), FPK_USAGE, "point %zu is not a finite number", i + 1);
    for (size_t i = 0; problem->time && i < problem->n_time; i++) {
        double t = problem->time[i];
        FPK_CHECK(t >= problem->t0 && t <= problem->t1, FPK_USAGE,
                  "stored time %zu is %.10g, outside [%.10g, %.10g]", i + 1, t, problem->t0,
                  problem->t1);
        FPK_CHECK(i == 0 || problem->time[i - 1] < t, FPK_USAGE,
                  "stored times must increase, but number %zu is %.10g after %.10g", i + 1, t,
                  problem->time[i - 1]);
    }
    return FPK_OK;
}

/* A user's domain has to hold the start. */
static enum fpk_status check_start(const struct fpk_fokker_planck_problem *problem, bool transport)
{
    double low, high, x[2] = {problem->a, problem->b}, cdf[2], tail[2];
    const struct fpk_start *start = problem->start;
    FPK_CHECK(
        !transport || start->kind == FPK_START_MIXTURE || start->kind == FPK_START_UNIFORM,
        FPK_USAGE,
        "with no noise (g = 0) a start made of points stays made of points and has no density: "
        "start from normal:MEAN:STD, uniform:A:B or a mixture");
    if (!(problem->a < problem->b) || transport)
        return FPK_OK;
    fpk_start_cdf(start, 2, x, cdf, tail);
    fpk_start_range(start, 1e-14, &low, &high);
    double lost = start->kind == FPK_START_DELTA
                      ? (start->a < x[0] || start->a > x[1] ? 1 : 0)
                      : (start->kind == FPK_START_MIXTURE ? cdf[0] : 0) + tail[1];
    FPK_CHECK(lost <= 1e-9, FPK_USAGE,
              "%.3g of the start's mass lies outside the domain [%.6g, %.6g]: widen it to "
              "[%.6g, %.6g], or give none and let it be chosen",
              lost, problem->a, problem->b, fmin(low, problem->a), fmax(high, problem->b));
    return FPK_OK;
}

static enum fpk_status make_setting(const struct fpk_fokker_planck_problem *problem,
                                    struct fpk_setting *setting, bool *transport)
{
    *setting = (struct fpk_setting){.problem = problem};
    FPK_TRY(check_problem(problem));
    FPK_TRY(fpk_fokker_planck_domain(problem, &setting->a, &setting->b));
    *transport = fpk_is_transport(problem, setting->a, setting->b);
    FPK_TRY(check_start(problem, *transport));
    setting->tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    setting->max_cells = problem->max_cells ? problem->max_cells : 16384;
    FPK_CHECK(setting->max_cells >= 16, FPK_USAGE,
              "the finest grid needs 16 cells or more, not %zu", setting->max_cells);
    struct fpk_layout *layout = &setting->layout;
    layout->n_at = problem->n_at;
    layout->n_time = problem->time ? problem->n_time : 1;
    layout->time = problem->time ? problem->time : &problem->t1;
    FPK_TRY(fpk_setting_steps(setting, *transport));
    FPK_TRY(fpk_grid_init(&layout->field, setting->a, setting->b,
                          problem->field_cells ? problem->field_cells : 512));
    layout->n_scalar = layout->n_at + 3 * (layout->n_time + 1);
    layout->n = layout->n_scalar + layout->n_time * layout->field.n;
    return FPK_OK;
}

static double tv_error(const struct fpk_layout *layout, const struct fpk_romberg *r, size_t s)
{
    double sum = 0;
    for (size_t j = 0; j < layout->field.n; j++)
        sum += fpk_romberg_error(r, layout->n_scalar + s * layout->field.n + j);
    return 0.5 * sum * fpk_grid_width(&layout->field);
}

/* The largest error of everything that the tolerance is about. */
static double worst_error(const struct fpk_layout *layout, const struct fpk_romberg *r)
{
    double worst = 0;
    for (size_t i = 0; i < layout->n_scalar; i++)
        worst = fmax(worst, fpk_romberg_error(r, i));
    for (size_t s = 0; s < layout->n_time; s++)
        worst = fmax(worst, tv_error(layout, r, s));
    return worst;
}

/* At least `least` levels, so that the grids have a chance to disagree. */
static enum fpk_status refine(const struct fpk_setting *setting, fpk_level_fn *level, size_t least,
                              struct fpk_romberg *r, struct fpk_fokker_planck_result *result)
{
    for (size_t k = 0;; k++) {
        size_t cells = setting->base_cells << k;
        double work = (double)cells * (double)(setting->n_step << k);
        if (k >= 2 && (cells > setting->max_cells || work > WORK_MOST))
            break;
        struct fpk_march_report report = fpk_march_report_zero();
        double *value = fpk_romberg_slot(r);
        memset(value, 0, r->n * sizeof *value);
        FPK_TRY(level(setting, k, value, &report));
        fpk_romberg_add(r);
        result->min_p = report.min_p;
        result->outside = report.end_mass;
        result->peclet = report.peclet;
        result->n_cell = cells;
        result->n_step = report.n_step;
        result->n_redone = report.n_redone;
        for (size_t s = 0; s <= setting->layout.n_time; s++)
            (s < setting->layout.n_time ? &result->moments[s] : &result->end)->mass_error =
                report.mass_error;
        result->converged = worst_error(&setting->layout, r) <= setting->tolerance;
        if (k + 1 >= least && result->converged)
            break;
    }
    return FPK_OK;
}

static enum fpk_status allocate_result(const struct fpk_layout *layout,
                                       struct fpk_fokker_planck_result *result)
{
    FPK_TRY(fpk_allocate(&result->field, layout->n_time));
    FPK_TRY(fpk_allocate(&result->moments, layout->n_time));
    FPK_TRY(fpk_allocate(&result->density, layout->n_at));
    FPK_TRY(fpk_allocate(&result->density_error, layout->n_at));
    result->n_at = layout->n_at;
    for (size_t s = 0; s < layout->n_time; s++) {
        result->n_time = s + 1;
        FPK_TRY(fpk_field_init(&result->field[s], layout->field));
    }
    return FPK_OK;
}

/* What rounding in sums over the cells leaves, which the difference of two levels may not see. */
static double rounding(double value)
{
    return 4e-13 * fmax(1, fabs(value));
}

static void fill_moments(const struct fpk_layout *layout, const struct fpk_romberg *r, size_t s,
                         struct fpk_fokker_planck_moments *m)
{
    size_t at = layout->n_at + 3 * s;
    m->mean = fpk_romberg_best(r, at);
    m->variance = fpk_romberg_best(r, at + 1);
    m->mass = fpk_romberg_best(r, at + 2);
    m->mean_error = fpk_romberg_error(r, at) + rounding(m->mean);
    m->variance_error = fpk_romberg_error(r, at + 1) + rounding(m->variance);
    m->mass_error += fpk_romberg_error(r, at + 2) + fabs(m->mass - 1);
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

static void fill(const struct fpk_setting *setting, const struct fpk_romberg *r,
                 struct fpk_fokker_planck_result *result)
{
    const struct fpk_layout *layout = &setting->layout;
    /* A cell average is a difference of sums near 1, divided by h. */
    double per_cell = 1e-15 * (double)result->n_cell / (setting->b - setting->a);
    double least = density_floor(layout, r, setting->problem->t1);
    for (size_t i = 0; i < layout->n_at; i++) {
        result->density[i] = fpk_romberg_best(r, i);
        /* A density below zero somewhere on the way is an error that is known for certain. */
        result->density_error[i] = fmax(fpk_romberg_error(r, i), least) +
                                   rounding(result->density[i]) + per_cell +
                                   fmax(0, -result->min_p);
    }
    for (size_t s = 0; s < layout->n_time; s++) {
        size_t first = layout->n_scalar + s * layout->field.n;
        result->moments[s].t = result->field[s].t = layout->time[s];
        fill_moments(layout, r, s, &result->moments[s]);
        result->moments[s].tv_error = tv_error(layout, r, s) + rounding(1);
        for (size_t j = 0; j < layout->field.n; j++)
            result->field[s].value[j] = fpk_romberg_best(r, first + j);
    }
    result->end.t = setting->problem->t1;
    fill_moments(layout, r, layout->n_time, &result->end);
    bool stored = layout->n_time && layout->time[layout->n_time - 1] == result->end.t;
    result->end.tv_error = stored ? result->moments[layout->n_time - 1].tv_error : NAN;
    result->order = r->change > 0 && r->change_before > 0
                        ? fpk_log(r->change_before / r->change) / fpk_log(2)
                        : NAN;
}

static void warn(const struct fpk_setting *setting, bool transport,
                 struct fpk_fokker_planck_result *result, double worst)
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
            transport ? "cutting off the rest" : "a reflecting wall");
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
    enum fpk_status status;
    bool transport;
    FPK_TRY_DONE(status, make_setting(problem, &setting, &transport));
    FPK_TRY_DONE(status, allocate_result(&setting.layout, result));
    FPK_TRY_DONE(
        status, fpk_romberg_init(&r, setting.layout.n, setting.layout.n_scalar, transport ? 4 : 2));
    FPK_TRY_DONE(status, refine(&setting, transport ? fpk_level_transport : fpk_level_diffusion,
                                transport && setting.n_step >= 64 ? 2 : 3, &r, result));
    fill(&setting, &r, result);
    warn(&setting, transport, result, worst_error(&setting.layout, &r));
done:
    fpk_release(&setting.step_end);
    fpk_romberg_clear(&r);
    if (status != FPK_OK)
        fpk_fokker_planck_result_clear(result);
    return status;
}

void fpk_fokker_planck_result_clear(struct fpk_fokker_planck_result *result)
{
    for (size_t s = 0; result->field && s < result->n_time; s++)
        fpk_field_clear(&result->field[s]);
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
