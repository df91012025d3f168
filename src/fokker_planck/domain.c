/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include <math.h>

#define PROBE_CELLS 256
#define PROBE_STEPS 128
#define PROBES      120
#define OUTSIDE     1e-14

bool fpk_is_transport(const struct fpk_fokker_planck_problem *problem, double a, double b)
{
    const struct fpk_model *model = problem->model;
    if (model->noise == 0 || !model->diffusion)
        return true;
    double x[17], g[17];
    for (int i = 0; i < 17; i++)
        x[i] = a + (b - a) * i / 16;
    for (int k = 0; k <= 8; k++) {
        model->diffusion(problem->t0 + (problem->t1 - problem->t0) * k / 8, 17, x, g, model->ctx);
        for (int i = 0; i < 17; i++)
            if (g[i] != 0)
                return false;
    }
    return true;
}

/* Backward Euler over the run on a coarse grid: positive, and its tails are wider than the true
 * ones. left and right <- largest end density x width. */
static enum fpk_status probe(const struct fpk_fokker_planck_problem *problem,
                             struct fpk_march *march, struct fpk_field *field, double *left,
                             double *right)
{
    struct fpk_march_report report = fpk_march_report_zero();
    double width = field->grid.b - field->grid.a;
    FPK_TRY(fpk_field_from_start(field, problem->start));
    field->t = problem->t0;
    *left = *right = 0;
    for (int k = 1; k <= PROBE_STEPS; k++) {
        double t = problem->t0 + (problem->t1 - problem->t0) * k / PROBE_STEPS;
        FPK_TRY(fpk_march_run(march, field, t, 1, 1, &report));
        *left = fmax(*left, field->value[0] * width);
        *right = fmax(*right, field->value[field->grid.n - 1] * width);
    }
    return FPK_OK;
}

static enum fpk_status probe_once(const struct fpk_fokker_planck_problem *problem, double a,
                                  double b, double *left, double *right)
{
    struct fpk_march march = {0};
    struct fpk_field field = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, a, b, PROBE_CELLS));
    FPK_TRY_DONE(status, fpk_field_init(&field, grid));
    FPK_TRY_DONE(status, fpk_march_init(&march, problem->model, grid, INFINITY));
    status = probe(problem, &march, &field, left, right);
done:
    fpk_march_clear(&march);
    fpk_field_clear(&field);
    return status;
}

/* A few steps' worth of noise beyond the start's range. */
static double first_margin(const struct fpk_fokker_planck_problem *problem, double low, double high)
{
    double x[3] = {low, 0.5 * (low + high), high}, g[3], most = 0;
    for (int k = 0; k <= 4; k++) {
        problem->model->diffusion(problem->t0 + (problem->t1 - problem->t0) * k / 4, 3, x, g,
                                  problem->model->ctx);
        for (int i = 0; i < 3; i++)
            most = isfinite(g[i]) ? fmax(most, fabs(g[i])) : most;
    }
    double walk = most * sqrt((problem->t1 - problem->t0) / PROBE_STEPS);
    double margin = 2 * walk + 0.02 * (high - low);
    return margin > 0 ? margin : 1e-3 * fmax(1, fabs(low));
}

enum fpk_status fpk_fokker_planck_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                         double *b)
{
    *a = problem->a;
    *b = problem->b;
    if (*a < *b)
        return FPK_OK;
    double low, high, left, right;
    fpk_start_range(problem->start, 0.01 * OUTSIDE, &low, &high);
    if (fpk_is_transport(problem, low, high))
        return fpk_transport_domain(problem, a, b);
    double margin = first_margin(problem, low, high);
    low -= margin;
    high += margin;
    for (int k = 0; k < PROBES; k++) {
        enum fpk_status status = probe_once(problem, low, high, &left, &right);
        if (status != FPK_OK)
            return fpk_fail_context(status, "choosing the domain, at [%.6g, %.6g]", low, high);
        if (left <= OUTSIDE && right <= OUTSIDE) {
            *a = low;
            *b = high;
            return FPK_OK;
        }
        double widen = 0.1 * (high - low);
        low -= left > OUTSIDE ? widen : 0;
        high += right > OUTSIDE ? widen : 0;
    }
    return fpk_fail(FPK_NUMERIC,
                    "no domain holds the mass up to t = %.6g: [%.3g, %.3g] still loses it at its "
                    "%s end; the drift may carry it to infinity: give a domain or a shorter time",
                    problem->t1, low, high, left > right ? "left" : "right");
}
