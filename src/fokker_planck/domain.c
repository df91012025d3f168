/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/numeric/elementary.h"

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

/* Does the problem give that end? */
bool fpk_domain_gives(const struct fpk_fokker_planck_problem *problem, bool right)
{
    bool none = problem->a == 0 && problem->b == 0;
    return !none && isfinite(right ? problem->b : problem->a);
}

/* A domain in the making, in u. */
struct trial {
    const struct fpk_fokker_planck_problem *problem;
    struct fpk_mesh mesh;
    bool given[2];
    double low, high;
    double seen[2]; /* largest end density x width at ends to be chosen */
};

/* Backward Euler over the run on a coarse grid: positive, and its tails are wider than the true
 * ones. */
static enum fpk_status probe(struct trial *trial, struct fpk_march *march, struct fpk_field *field)
{
    const struct fpk_fokker_planck_problem *problem = trial->problem;
    struct fpk_march_report report = fpk_march_report_zero();
    double width = field->grid.b - field->grid.a;
    FPK_TRY(fpk_deposit(field, &trial->mesh, problem->start, false, report.exited));
    field->t = problem->t0;
    trial->seen[0] = trial->seen[1] = 0;
    for (int k = 1; k <= PROBE_STEPS; k++) {
        double t = problem->t0 + (problem->t1 - problem->t0) * k / PROBE_STEPS;
        FPK_TRY(fpk_march_run(march, field, t, 1, 1, &report));
        double end[2] = {field->value[0], field->value[field->grid.n - 1]};
        for (int i = 0; i < 2; i++)
            trial->seen[i] = trial->given[i] ? 0 : fmax(trial->seen[i], end[i] * width);
    }
    return FPK_OK;
}

static enum fpk_status probe_once(struct trial *trial)
{
    struct fpk_march march = {0};
    struct fpk_field field = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, trial->low, trial->high, PROBE_CELLS));
    FPK_TRY_DONE(status, fpk_field_init(&field, grid));
    FPK_TRY_DONE(status, fpk_march_init_on(&march, trial->problem->model, grid,
                                           &trial->mesh.coordinate, trial->mesh.ends, INFINITY));
    status = probe(trial, &march, &field);
done:
    fpk_march_clear(&march);
    fpk_field_clear(&field);
    return status;
}

/* A few steps' worth of noise beyond the start's range, in u. */
static double first_margin(const struct trial *trial, double low, double high)
{
    const struct fpk_fokker_planck_problem *problem = trial->problem;
    double u[3] = {low, 0.5 * (low + high), high}, x[3], stretch[3], g[3], most = 0;
    fpk_coordinate_x(&trial->mesh.coordinate, 3, u, x, stretch);
    for (int k = 0; k <= 4; k++) {
        problem->model->diffusion(problem->t0 + (problem->t1 - problem->t0) * k / 4, 3, x, g,
                                  problem->model->ctx);
        for (int i = 0; i < 3; i++)
            most = isfinite(g[i]) ? fmax(most, fabs(g[i]) / stretch[i]) : most;
    }
    double walk = most * sqrt((problem->t1 - problem->t0) / PROBE_STEPS);
    double margin = 2 * walk + 0.02 * (high - low);
    return margin > 0 ? margin : 1e-3 * fmax(1, fabs(low));
}

/* How far an end that sees so much moves, in widths: as a normal density would have it, whose
 * half width goes with the root of its digits. */
static double growth(double seen)
{
    double digits = fpk_log(fmin(seen, 0.1)) / fpk_log(OUTSIDE); /* 0 to 1 */
    return fmin(fmax(0.5 * (1 / sqrt(digits) - 1), 0.07), 0.5);
}

/* An end that sees next to nothing, and no less for having moved: where noise grows with x the
 * steps of the coarse grid leave a floor (7e-14 for g^2 = 1 + x^2), which is theirs alone. Behind a
 * normal tail a tenth more of width is worth five digits. */
static bool is_floor(double seen, double before)
{
    return seen <= 100 * OUTSIDE && seen > 0.5 * before;
}

/* Moves the ends that are to be chosen until they see nothing. */
static enum fpk_status widen(struct trial *trial)
{
    const struct fpk_fokker_planck_problem *problem = trial->problem;
    double before[2] = {INFINITY, INFINITY};
    for (int k = 0; k < PROBES; k++) {
        enum fpk_status status = probe_once(trial);
        if (status != FPK_OK)
            return fpk_fail_context(status, "choosing the domain, at [%.6g, %.6g]", trial->low,
                                    trial->high);
        bool done[2];
        for (int i = 0; i < 2; i++) {
            done[i] = trial->seen[i] <= OUTSIDE || is_floor(trial->seen[i], before[i]);
            before[i] = trial->seen[i];
        }
        if (done[0] && done[1])
            return FPK_OK;
        double width = trial->high - trial->low;
        trial->low -= done[0] ? 0 : width * growth(trial->seen[0]);
        trial->high += done[1] ? 0 : width * growth(trial->seen[1]);
    }
    return fpk_fail(FPK_NUMERIC,
                    "no domain holds the mass up to t = %.6g: [%.3g, %.3g] still loses it at its "
                    "%s end; the drift may carry it to infinity: give a domain or a shorter time",
                    problem->t1, trial->low, trial->high,
                    trial->seen[0] > trial->seen[1] ? "left" : "right");
}

enum fpk_status fpk_domain_choose(const struct fpk_fokker_planck_problem *problem,
                                  struct fpk_ends *ends, double *ua, double *ub)
{
    struct trial trial = {.problem = problem,
                          .mesh = {.coordinate = problem->coordinate, .ends = problem->ends}};
    const struct fpk_coordinate *c = &trial.mesh.coordinate;
    double low, high;
    for (int i = 0; i < 2; i++)
        trial.given[i] = fpk_domain_gives(problem, i == 1);
    if (!trial.given[0])
        trial.mesh.ends.left = FPK_NATURAL;
    if (!trial.given[1])
        trial.mesh.ends.right = FPK_NATURAL;
    fpk_start_range(problem->start, 0.01 * OUTSIDE, &low, &high);
    *ends = trial.mesh.ends;
    *ua = fpk_coordinate_u(c, trial.given[0] ? problem->a : low);
    *ub = fpk_coordinate_u(c, trial.given[1] ? problem->b : high);
    FPK_CHECK(isfinite(*ua) && isfinite(*ub), FPK_USAGE,
              "the mesh does not reach [%.6g, %.6g], where its origin is %.6g: choose another "
              "origin, or an end to the right side of it",
              trial.given[0] ? problem->a : low, trial.given[1] ? problem->b : high, c->origin);
    if (trial.given[0] && trial.given[1])
        return FPK_OK;
    if (!trial.given[0] && !trial.given[1] && fpk_is_transport(problem, low, high))
        return fpk_transport_domain(problem, ua, ub);
    FPK_CHECK(*ua <= *ub, FPK_USAGE,
              "the start lies in [%.6g, %.6g], beyond the end of the domain at %.6g", low, high,
              trial.given[0] ? problem->a : problem->b);
    double margin = first_margin(&trial, *ua, *ub);
    trial.low = *ua - (trial.given[0] ? 0 : margin);
    trial.high = *ub + (trial.given[1] ? 0 : margin);
    FPK_TRY(widen(&trial));
    *ua = trial.low;
    *ub = trial.high;
    return FPK_OK;
}

enum fpk_status fpk_fokker_planck_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                         double *b)
{
    struct fpk_ends ends;
    double u[2], x[2];
    FPK_TRY(fpk_domain_choose(problem, &ends, &u[0], &u[1]));
    fpk_coordinate_x(&problem->coordinate, 2, u, x, NULL);
    *a = fpk_domain_gives(problem, false) ? problem->a : x[0];
    *b = fpk_domain_gives(problem, true) ? problem->b : x[1];
    return FPK_OK;
}
