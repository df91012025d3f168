/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_bvp_priv.h"

#include "confine_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

#define FIRST_LOOK 8.0 /* behind the start, where wells are looked for */

/* ---- Exit: mean and variance; n numbers of each. ---- */

static enum fpk_status exit_level(size_t order, void *ctx, double *value, double *floor,
                                  double *scale)
{
    const struct fpk_exit_problem *problem = ctx;
    struct fpk_bvp bvp;
    double *room = NULL;
    enum fpk_status status;
    size_t n = order + 1;
    FPK_TRY(fpk_bvp_init(&bvp, problem->model, problem->a, problem->b, order));
    FPK_TRY_DONE(status, fpk_allocate(&room, 5 * (n + 1)));
    struct fpk_exit_time t = {room, room + n + 1, room + 2 * (n + 1), room + 3 * (n + 1), 0, 0};
    FPK_TRY_DONE(status, fpk_bvp_time(&bvp, problem->ends, &t));
    for (size_t i = 0; i < problem->n; i++) {
        /* L e = r and L T = -1: |e| <= max |r| T, by the maximum principle. */
        double x = problem->x[i], *row = room + 4 * (n + 1), *v = value + problem->n + i;
        value[i] = fpk_bvp_at(&bvp, t.mean, x, row, &floor[i]);
        *v = fpk_bvp_at(&bvp, t.variance, x, row, &floor[problem->n + i]);
        floor[i] += t.residual * fabs(value[i]);
        floor[problem->n + i] += t.variance_residual * fabs(value[i]) + 2 * t.residual * fabs(*v);
        scale[i] = fabs(value[i]);
        scale[problem->n + i] = fabs(*v);
    }
done:
    fpk_release(&room);
    fpk_bvp_clear(&bvp);
    return status;
}

enum fpk_status fpk_spectral_exit(const struct fpk_exit_problem *problem, double *mean,
                                  double *mean_error, double *variance, double *variance_error,
                                  size_t *order, bool *converged)
{
    double *room = NULL, tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    size_t n = problem->n;
    struct fpk_exit_problem asked = *problem;
    enum fpk_status status;
    FPK_TRY(fpk_spectral_check(problem->model, problem->a, problem->b, problem->ends));
    FPK_CHECK(problem->a < problem->b && fpk_ends_absorb(problem->ends), FPK_USAGE,
              "a time of exit needs a domain with an absorbing end");
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(problem->a <= problem->x[i] && problem->x[i] <= problem->b, FPK_USAGE,
                  "x = %.6g is not between %.6g and %.6g, where the time of exit is asked for",
                  problem->x[i], problem->a, problem->b);
    FPK_TRY(fpk_allocate(&room, 4 * n));
    FPK_TRY_DONE(status,
                 fpk_spectral_refine(FPK_SPECTRAL_FIRST, FPK_SPECTRAL_MOST, tolerance, 2 * n,
                                     exit_level, &asked, room, room + 2 * n, order, converged));
    for (size_t i = 0; i < n; i++) {
        mean[i] = room[i];
        variance[i] = room[n + i];
        mean_error[i] = room[2 * n + i];
        variance_error[i] = room[3 * n + i];
    }
done:
    fpk_release(&room);
    return status;
}

/* ---- Committor: u(b) - u(a) = 1. ---- */

static enum fpk_status committor_level(size_t order, void *ctx, double *value, double *floor,
                                       double *scale)
{
    const struct fpk_committor_problem *problem = ctx;
    const struct fpk_ends both = {FPK_ABSORBING, FPK_ABSORBING};
    struct fpk_bvp bvp;
    double *room = NULL, residual, unused;
    enum fpk_status status;
    size_t n = order + 1;
    FPK_TRY(fpk_bvp_init(&bvp, problem->model, problem->a, problem->b, order));
    FPK_TRY_DONE(status, fpk_allocate(&room, 7 * (n + 1)));
    double *v = room + 4 * (n + 1), *q = room + 5 * (n + 1), *row = room + 6 * (n + 1);
    struct fpk_exit_time t = {room, room + n + 1, room + 2 * (n + 1), room + 3 * (n + 1), 0, 0};
    FPK_TRY_DONE(status, fpk_bvp_time(&bvp, both, &t));
    FPK_TRY_DONE(status, fpk_bvp_committor(&bvp, v, q, &residual));
    for (size_t i = 0; i < problem->n; i++) {
        double x = problem->x[i];
        value[i] = fpk_bvp_at(&bvp, q, x, row, &floor[i]);
        floor[i] += (isinf(t.residual) ? INFINITY : residual) *
                    fabs(fpk_bvp_at(&bvp, t.mean, x, row, &unused));
        scale[i] = fabs(value[i]);
    }
done:
    fpk_release(&room);
    fpk_bvp_clear(&bvp);
    return status;
}

enum fpk_status fpk_spectral_committor(const struct fpk_committor_problem *problem, double *q,
                                       double *error, bool *converged)
{
    struct fpk_committor_problem asked = *problem;
    size_t order;
    FPK_TRY(fpk_spectral_check(problem->model, problem->a, problem->b, (struct fpk_ends){0}));
    FPK_CHECK(problem->a < problem->b, FPK_USAGE,
              "the committor between %.6g and %.6g: give two ends a < b", problem->a, problem->b);
    for (size_t i = 0; i < problem->n; i++)
        FPK_CHECK(problem->a <= problem->x[i] && problem->x[i] <= problem->b, FPK_USAGE,
                  "x = %.6g is not between %.6g and %.6g, where the committor is asked for",
                  problem->x[i], problem->a, problem->b);
    return fpk_spectral_refine(FPK_SPECTRAL_FIRST, FPK_SPECTRAL_MOST,
                               problem->tolerance > 0 ? problem->tolerance : 1e-6, problem->n,
                               committor_level, &asked, q, error, &order, converged);
}

/* ---- First passage: an exit through `to`, a wall behind `from`. ---- */

static enum fpk_status pass(const struct fpk_passage_problem *problem, double wall,
                            struct fpk_passage *p)
{
    bool up = problem->from < problem->to;
    struct fpk_exit_problem exit = {.model = problem->model,
                                    .a = up ? wall : problem->to,
                                    .b = up ? problem->to : wall,
                                    .ends.left = up ? FPK_REFLECTING : FPK_ABSORBING,
                                    .ends.right = up ? FPK_ABSORBING : FPK_REFLECTING,
                                    .tolerance = problem->tolerance,
                                    .n = 1,
                                    .x = &problem->from};
    p->wall = wall;
    return fpk_spectral_exit(&exit, &p->mean, &p->mean_error, &p->variance, &p->variance_error,
                             &p->panels, &p->converged);
}

enum fpk_status fpk_spectral_passage(const struct fpk_passage_problem *problem,
                                     struct fpk_passage *passage)
{
    bool up = problem->from < problem->to, given = problem->a < problem->b;
    double a = fmin(problem->from, problem->to), b = fmax(problem->from, problem->to);
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    struct fpk_passage nearer;
    *passage = nearer = (struct fpk_passage){0};
    FPK_TRY(fpk_spectral_check(problem->model, problem->a, problem->b, (struct fpk_ends){0}));
    FPK_CHECK(isfinite(a) && isfinite(b) && a < b, FPK_USAGE,
              "first passage from %.6g to %.6g: give two different numbers", problem->from,
              problem->to);
    FPK_CHECK(!given || (problem->a <= a && b <= problem->b), FPK_USAGE,
              "first passage from %.6g to %.6g leaves the domain [%.6g, %.6g]", problem->from,
              problem->to, problem->a, problem->b);
    if (given)
        return pass(problem, up ? problem->a : problem->b, passage);
    a = up ? fmin(a, 0) - FIRST_LOOK : a;
    b = up ? b : fmax(b, 0) + FIRST_LOOK;
    FPK_TRY(fpk_confine(problem->model, up, !up, &a, &b));
    double wall = up ? a : b;
    FPK_TRY(pass(problem, wall, &nearer));
    FPK_TRY(pass(problem, wall + 0.125 * (wall - problem->from), passage));
    passage->mean_error += fabs(passage->mean - nearer.mean);
    passage->variance_error += fabs(passage->variance - nearer.variance);
    passage->converged = passage->mean_error <= 2 * tolerance * passage->mean &&
                         passage->variance_error <= 2 * tolerance * passage->variance;
    return FPK_OK;
}
