/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

static enum fpk_status check_ends(const struct fpk_fokker_planck_problem *problem)
{
    double a = problem->a, b = problem->b;
    struct fpk_ends ends = problem->ends;
    FPK_CHECK(a < b || (a == 0 && b == 0), FPK_USAGE,
              "the domain needs a < b, but a = %.10g, b = %.10g", a, b);
    bool given[2] = {fpk_domain_gives(problem, false), fpk_domain_gives(problem, true)};
    FPK_CHECK(fpk_ends_ring(ends) == (ends.right == FPK_PERIODIC), FPK_USAGE,
              "a ring has two periodic ends, but the left one is %s and the right one %s",
              fpk_boundary_name(ends.left), fpk_boundary_name(ends.right));
    FPK_CHECK(!fpk_ends_ring(ends) || (given[0] && given[1]), FPK_USAGE,
              "a ring needs its two ends: give the domain, one period long");
    FPK_CHECK(ends.left != FPK_ABSORBING || given[0], FPK_USAGE,
              "the left end absorbs, but it is not said where it stands");
    FPK_CHECK(ends.right != FPK_ABSORBING || given[1], FPK_USAGE,
              "the right end absorbs, but it is not said where it stands");
    return FPK_OK;
}

static enum fpk_status check_problem(const struct fpk_fokker_planck_problem *problem)
{
    FPK_CHECK(problem->model->dim == 1, FPK_USAGE,
              "the Fokker-Planck equation is solved in one dimension, but the model has %zu",
              problem->model->dim);
    size_t dim = fpk_start_dim(problem->start);
    FPK_CHECK(dim == 1, FPK_USAGE,
              "the Fokker-Planck equation is solved in one dimension, but the start has %zu", dim);
    FPK_CHECK(isfinite(problem->t0) && isfinite(problem->t1) && problem->t0 < problem->t1,
              FPK_USAGE, "the time must run forwards: t0 = %.10g, t1 = %.10g", problem->t0,
              problem->t1);
    FPK_TRY(check_ends(problem));
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

/* What a domain that is given has to hold. */
static enum fpk_status check_start(const struct fpk_fokker_planck_problem *problem,
                                   const struct fpk_setting *setting)
{
    double low, high, x[2] = {setting->a, setting->b}, cdf[2], tail[2];
    const struct fpk_start *start = problem->start;
    FPK_CHECK(!setting->transport || start->kind == FPK_START_MIXTURE ||
                  start->kind == FPK_START_UNIFORM,
              FPK_USAGE,
              "with no noise (g = 0) a start made of points stays made of points and has no "
              "density: start from normal:MEAN:STD, uniform:A:B or a mixture");
    bool given[2] = {fpk_domain_gives(problem, false), fpk_domain_gives(problem, true)};
    if (setting->transport || fpk_ends_ring(setting->mesh.ends))
        return FPK_OK;
    fpk_start_cdf(start, 2, x, cdf, tail);
    fpk_start_range(start, 1e-14, &low, &high);
    double left = start->kind == FPK_START_MIXTURE ? cdf[0] : low < x[0] ? cdf[0] : 0;
    double lost = (given[0] ? left : 0) + (given[1] ? tail[1] : 0);
    FPK_CHECK(lost <= 1e-9, FPK_USAGE,
              "%.3g of the start's mass lies outside the domain [%.6g, %.6g]: widen it to "
              "[%.6g, %.6g], or give none and let it be chosen",
              lost, x[0], x[1], fmin(low, x[0]), fmax(high, x[1]));
    return FPK_OK;
}

/* The rational approximation wants real eigenvalues and rates that do not change. */
static enum fpk_status choose_method(struct fpk_setting *setting)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    bool ring = fpk_ends_ring(setting->mesh.ends), autonomous = problem->model->autonomous;
    setting->contour = autonomous && !ring && problem->method != FPK_TIME_MARCH;
    if (problem->method == FPK_TIME_CONTOUR)
        FPK_CHECK(setting->contour && !setting->transport, FPK_USAGE,
                  "the contour route is for %s: take the marching one",
                  ring         ? "lines, and this is a ring"
                  : autonomous ? "equations with noise"
                               : "coefficients that do not depend on t");
    setting->contour = setting->contour && !setting->transport;
    return FPK_OK;
}

/* The ends again in x, after they were chosen in u. */
static enum fpk_status place(struct fpk_setting *setting)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    double u[2] = {setting->ua, setting->ub}, x[2];
    fpk_coordinate_x(&setting->mesh.coordinate, 2, u, x, NULL);
    setting->a = fpk_domain_gives(problem, false) ? problem->a : x[0];
    setting->b = fpk_domain_gives(problem, true) ? problem->b : x[1];
    return fpk_coordinate_check(&setting->mesh.coordinate, setting->a, setting->b);
}

enum fpk_status fpk_setting_make(struct fpk_setting *setting,
                                 const struct fpk_fokker_planck_problem *problem)
{
    *setting = (struct fpk_setting){
        .problem = problem, .mesh = {.coordinate = problem->coordinate, .ends = problem->ends}};
    FPK_TRY(check_problem(problem));
    FPK_TRY(fpk_domain_choose(problem, &setting->mesh.ends, &setting->ua, &setting->ub));
    FPK_TRY(place(setting));
    setting->transport = fpk_is_transport(problem, setting->a, setting->b);
    FPK_CHECK(!setting->transport ||
                  (!fpk_ends_ring(problem->ends) && !fpk_ends_absorb(problem->ends) &&
                   problem->coordinate.kind == FPK_COORDINATE_LINEAR),
              FPK_USAGE,
              "with no noise (g = 0) the density is carried along characteristics, which know of "
              "no ends and no mesh: leave them out");
    FPK_TRY(check_start(problem, setting));
    FPK_TRY(fpk_check_poles(setting));
    FPK_TRY(choose_method(setting));
    setting->tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    setting->max_cells = problem->max_cells ? problem->max_cells : 16384;
    FPK_CHECK(setting->max_cells >= 16, FPK_USAGE,
              "the finest grid needs 16 cells or more, not %zu", setting->max_cells);
    struct fpk_layout *layout = &setting->layout;
    layout->n_time = problem->time ? problem->n_time : 1;
    layout->time = problem->time ? problem->time : &problem->t1;
    fpk_setting_cells(setting);
    fpk_setting_align(setting);
    FPK_TRY(place(setting)); /* an end may have moved by a part of a cell */
    return setting->contour ? FPK_OK : fpk_setting_steps(setting);
}

enum fpk_status fpk_setting_march(struct fpk_setting *setting)
{
    setting->contour = false;
    setting->contour_error = setting->contour_ends = 0;
    fpk_setting_cells(setting);
    return fpk_setting_steps(setting);
}

void fpk_setting_drop(struct fpk_setting *setting)
{
    fpk_release(&setting->step_end);
}
