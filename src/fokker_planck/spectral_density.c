/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "spectral_evolve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/quadrature.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#define OUTSIDE    1e-14 /* mass beyond ends that were chosen */
#define CELL_NODES 4     /* Gauss-Legendre nodes for an average over a cell */

/* Numbers of one order: [n_at] densities at t1; [n_time + 1][3] mean, variance, mass, the last
 * three at t1; [n_time][cells] averages. */
struct question {
    const struct fpk_fokker_planck_problem *problem;
    double a, b;
    struct fpk_ends ends;
    bool flat;
    size_t n_time;
    const double *time;
    struct fpk_grid grid;
    size_t n;
    double outside; /* of the finest order: largest density x width at the ends */
};

static enum fpk_status check(const struct fpk_fokker_planck_problem *problem)
{
    FPK_TRY(fpk_evolve_start(problem->start));
    FPK_CHECK(isfinite(problem->t0) && isfinite(problem->t1) && problem->t0 < problem->t1,
              FPK_USAGE, "the time must run forwards: t0 = %.10g, t1 = %.10g", problem->t0,
              problem->t1);
    for (size_t i = 0; problem->time && i < problem->n_time; i++)
        FPK_CHECK(problem->time[i] >= problem->t0 && problem->time[i] <= problem->t1 &&
                      (i == 0 || problem->time[i - 1] < problem->time[i]),
                  FPK_USAGE, "stored time %zu is %.10g: times must increase inside [%.10g, %.10g]",
                  i + 1, problem->time[i], problem->t0, problem->t1);
    for (size_t i = 0; i < problem->n_at; i++)
        FPK_CHECK(isfinite(problem->at[i]), FPK_USAGE, "point %zu is not a finite number", i + 1);
    return FPK_OK;
}

/* The largest density at the ends, of those that do not absorb. */
static double at_ends(const struct fpk_evolve *e, const double *psi)
{
    size_t last = e->modes.nodes.n - 1;
    double left = psi[0] * fpk_evolve_root(e, 0), right = psi[last] * fpk_evolve_root(e, last);
    return fmax(fabs(left), fabs(right));
}

static void fill_points(const struct question *q, const struct fpk_evolve *e, const double *psi,
                        double rounding, double *value, double *floor)
{
    double most = 0;
    for (size_t i = 0; i < q->problem->n_at; i++) {
        double x = q->problem->at[i];
        value[i] = floor[i] = 0;
        if (x < q->a || x > q->b) {
            enum fpk_boundary end = x < q->a ? q->ends.left : q->ends.right;
            floor[i] = end == FPK_NATURAL ? OUTSIDE / (q->b - q->a) : 0;
            continue;
        }
        floor[i] = rounding * fpk_evolve_density(e, 1, psi, x, &value[i]);
        most = fmax(most, fabs(value[i]));
    }
    for (size_t i = 0; i < q->problem->n_at; i++)
        floor[i] += e->missed * most;
}

/* Averages over the cells, all times at once. room [n_time]. */
static void fill_fields(const struct question *q, const struct fpk_evolve *e, const double *psi,
                        const double *rounding, double *value, double *floor, double *room)
{
    double z[CELL_NODES], w[CELL_NODES];
    fpk_gauss_legendre(CELL_NODES, z, w);
    for (size_t i = 0; i < q->grid.n; i++) {
        double centre = fpk_grid_centre(&q->grid, i), half = 0.5 * fpk_grid_width(&q->grid);
        for (size_t s = 0; s < q->n_time; s++)
            value[s * q->grid.n + i] = floor[s * q->grid.n + i] = 0;
        for (size_t k = 0; k < CELL_NODES; k++) {
            double gain = fpk_evolve_density(e, q->n_time, psi, centre + half * z[k], room);
            for (size_t s = 0; s < q->n_time; s++) {
                value[s * q->grid.n + i] += 0.5 * w[k] * room[s];
                floor[s * q->grid.n + i] += 0.5 * w[k] * rounding[s] * gain;
            }
        }
    }
}

static enum fpk_status level(size_t order, void *ctx, double *value, double *floor, double *scale)
{
    struct question *q = ctx;
    struct fpk_evolve e;
    double *psi = NULL, *room = NULL, *last;
    enum fpk_status status;
    size_t n_at = q->problem->n_at, scalars = n_at + 3 * (q->n_time + 1);
    FPK_TRY(fpk_evolve_init(&e, q->problem->model, q->flat, q->a, q->b, q->ends, q->problem->start,
                            order));
    size_t n = e.modes.nodes.n;
    FPK_TRY_DONE(status, fpk_allocate(&psi, (q->n_time + 1) * n));
    FPK_TRY_DONE(status, fpk_allocate(&room, 2 * (q->n_time + 1)));
    double *rounding = room + q->n_time + 1;
    q->outside = 0;
    for (size_t s = 0; s <= q->n_time; s++) {
        double t = (s < q->n_time ? q->time[s] : q->problem->t1) - q->problem->t0;
        last = psi + s * n;
        FPK_TRY_DONE(status, fpk_evolve_to(&e, t, false, last, &rounding[s]));
        fpk_evolve_moments(&e, last, rounding[s], value + n_at + 3 * s, floor + n_at + 3 * s);
        q->outside = fmax(q->outside, (q->b - q->a) * at_ends(&e, last));
    }
    fill_points(q, &e, psi + q->n_time * n, rounding[q->n_time], value, floor);
    fill_fields(q, &e, psi, rounding, value + scalars, floor + scalars, room);
    for (size_t i = 0; i < q->n; i++) /* errors of a field fill a tenth of the domain */
        scale[i] = i < scalars ? 1 : 20 / (q->b - q->a);
done:
    fpk_release(&psi);
    fpk_release(&room);
    fpk_evolve_clear(&e);
    return status;
}

static void fill_moments(const double *value, const double *error,
                         struct fpk_fokker_planck_moments *m, double t)
{
    *m = (struct fpk_fokker_planck_moments){
        .t = t,
        .mean = value[0],
        .variance = value[1],
        .mass = value[2],
        .mean_error = error[0],
        .variance_error = error[1],
        .mass_error = error[2],
        .tv_error = NAN,
        .relative_entropy = NAN,
        .entropy_production = NAN,
        .relative_entropy_error = NAN,
        .entropy_production_error = NAN,
    };
}

static enum fpk_status fill_result(const struct question *q, const double *value,
                                   const double *error, struct fpk_fokker_planck_result *r)
{
    size_t n_at = q->problem->n_at, scalars = n_at + 3 * (q->n_time + 1);
    FPK_TRY(fpk_allocate(&r->field, q->n_time));
    FPK_TRY(fpk_allocate(&r->moments, q->n_time));
    FPK_TRY(fpk_allocate(&r->density, n_at));
    FPK_TRY(fpk_allocate(&r->density_error, n_at));
    r->n_at = n_at;
    for (size_t i = 0; i < n_at; i++) {
        r->density[i] = value[i];
        r->density_error[i] = error[i];
    }
    fill_moments(value + scalars - 3, error + scalars - 3, &r->end, q->problem->t1);
    r->min_p = INFINITY;
    for (size_t s = 0; s < q->n_time; s++) {
        const double *p = value + scalars + s * q->grid.n, *wrong = error + scalars + s * q->grid.n;
        double sum = 0;
        FPK_TRY(fpk_field_init(&r->field[s], q->grid));
        r->n_time = s + 1;
        r->field[s].t = q->time[s];
        for (size_t i = 0; i < q->grid.n; i++) {
            r->field[s].value[i] = p[i];
            r->min_p = fmin(r->min_p, p[i]);
            sum += wrong[i];
        }
        fill_moments(value + n_at + 3 * s, error + n_at + 3 * s, &r->moments[s], q->time[s]);
        r->moments[s].tv_error = 0.5 * sum * fpk_grid_width(&q->grid);
        if (q->time[s] == r->end.t)
            r->end.tv_error = r->moments[s].tv_error;
    }
    return FPK_OK;
}

static void warn(const struct question *q, double tolerance, const double *error, size_t scalars,
                 struct fpk_fokker_planck_result *r)
{
    double worst = 0;
    for (size_t i = 0; i < scalars; i++)
        worst = fmax(worst, error[i]);
    if (!r->converged)
        (void)snprintf(
            r->warning, sizeof r->warning,
            "the tolerance %.3g was not reached by %zu functions on [%.6g, %.6g]: the "
            "largest error estimate is %.3g; the start is too narrow for so wide a domain, or "
            "the coefficients are rough. ",
            tolerance, r->n_cell, q->a, q->b, worst);
}

enum fpk_status fpk_spectral_density(const struct fpk_fokker_planck_problem *problem,
                                     struct fpk_fokker_planck_result *result)
{
    double *value = NULL, *error = NULL;
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    struct question q = {.problem = problem,
                         .n_time = problem->time ? problem->n_time : 1,
                         .time = problem->time ? problem->time : &problem->t1};
    enum fpk_status status;
    double mass;
    *result = (struct fpk_fokker_planck_result){.order = NAN};
    FPK_TRY(check(problem));
    FPK_TRY(fpk_evolve_domain(problem, &q.a, &q.b, &q.ends, &mass));
    result->ends = q.ends;
    FPK_TRY(fpk_grid_init(&q.grid, q.a, q.b, problem->field_cells ? problem->field_cells : 512));
    size_t scalars = problem->n_at + 3 * (q.n_time + 1);
    q.n = scalars + q.n_time * q.grid.n;
    FPK_TRY_DONE(status, fpk_allocate(&value, q.n));
    FPK_TRY_DONE(status, fpk_allocate(&error, q.n));
    FPK_TRY_DONE(status, fpk_evolve_refine(tolerance, q.n, level, &q, &q.flat, value, error,
                                           &result->n_cell, &result->converged));
    FPK_TRY_DONE(status, fill_result(&q, value, error, result));
    result->outside = q.outside;
    warn(&q, tolerance, error, scalars, result);
done:
    fpk_release(&value);
    fpk_release(&error);
    if (status != FPK_OK)
        fpk_fokker_planck_result_clear(result);
    return status;
}
