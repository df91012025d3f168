/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "spectral_bvp_priv.h"
#include "spectral_evolve_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <stdio.h>

/* Numbers of one order, each [n_time]: S, exited left and right, their densities. */
enum { SURVIVAL, EXITED_LEFT, EXITED_RIGHT, DENSITY_LEFT, DENSITY_RIGHT, KINDS };

struct question {
    const struct fpk_survival_problem *problem;
    double a, b;
    struct fpk_ends ends;
    bool flat;
    double mass; /* of the start inside */
};

static enum fpk_status check(const struct fpk_survival_problem *problem, struct question *q)
{
    FPK_CHECK(fpk_ends_absorb(problem->ends), FPK_USAGE, "survival needs an end that absorbs");
    FPK_CHECK(problem->n_time > 0, FPK_USAGE, "survival needs a time");
    FPK_TRY(fpk_evolve_start(problem->start));
    for (size_t i = 0; i < problem->n_time; i++)
        FPK_CHECK(problem->time[i] > problem->t0 && isfinite(problem->time[i]) &&
                      (i == 0 || problem->time[i - 1] < problem->time[i]),
                  FPK_USAGE, "time %zu is %.10g: times must increase from %.10g on", i + 1,
                  problem->time[i], problem->t0);
    struct fpk_fokker_planck_problem density = {.model = problem->model,
                                                .start = problem->start,
                                                .t0 = problem->t0,
                                                .t1 = problem->time[problem->n_time - 1],
                                                .a = problem->a,
                                                .b = problem->b,
                                                .ends = problem->ends,
                                                .coordinate = problem->coordinate};
    return fpk_evolve_domain(&density, &q->a, &q->b, &q->ends, &q->mass);
}

/* int w p over the nodes; what an error of norm 1 makes of it. */
static double weighted(const struct fpk_evolve *e, const double *w, const double *psi, double *gain)
{
    const struct fpk_nodes *nodes = &e->modes.nodes;
    double sum = 0, squares = 0;
    for (size_t j = 0; j < nodes->n; j++) {
        double part = (w ? w[j] : 1) * fpk_evolve_root(e, j);
        sum += nodes->weight[j] * part * psi[j];
        squares += nodes->weight[j] * part * part;
    }
    *gain = sqrt(squares);
    return sum;
}

struct room {
    double *committor, *psi;   /* [n] */
    double at_start, rounding; /* the committor's mean over the start, and the rounding of both */
};

/* With q(x) = P(leaving on the right from x), int q p dx + exited right does not change, nor does
 * int p + exited; and the same for their rates. */
static enum fpk_status fill(const struct question *q, struct fpk_evolve *e, const struct room *room,
                            size_t s, double *value, double *floor)
{
    size_t m = q->problem->n_time;
    double t = q->problem->time[s] - q->problem->t0, rounding, gain, gain_right;
    bool out_left = q->ends.left == FPK_ABSORBING;
    bool out_right = q->ends.right == FPK_ABSORBING;
    FPK_TRY(fpk_evolve_to(e, t, false, room->psi, &rounding));
    double inside = weighted(e, NULL, room->psi, &gain);
    double right = room->at_start - weighted(e, room->committor, room->psi, &gain_right);
    double wrong = rounding * gain + e->missed + 1e-15;
    value[SURVIVAL * m + s] = inside;
    value[EXITED_RIGHT * m + s] = !out_right ? 0 : !out_left ? q->mass - inside : right;
    value[EXITED_LEFT * m + s] = out_left ? q->mass - inside - (out_right ? right : 0) : 0;
    floor[SURVIVAL * m + s] = wrong;
    wrong += out_left && out_right ? rounding * gain_right + room->rounding : 0;
    floor[EXITED_RIGHT * m + s] = out_right ? wrong : 0;
    floor[EXITED_LEFT * m + s] = out_left ? wrong : 0;

    FPK_TRY(fpk_evolve_to(e, t, true, room->psi, &rounding));
    double both = weighted(e, NULL, room->psi, &gain);
    right = weighted(e, room->committor, room->psi, &gain_right);
    wrong = rounding * (gain + gain_right) + (e->missed + room->rounding) * fabs(both);
    value[DENSITY_RIGHT * m + s] = right; /* the committor is 0 where the right does not absorb */
    value[DENSITY_LEFT * m + s] = out_left ? both - right : 0;
    floor[DENSITY_RIGHT * m + s] = out_right ? wrong : 0;
    floor[DENSITY_LEFT * m + s] = out_left ? wrong : 0;
    return FPK_OK;
}

static enum fpk_status level(size_t order, void *ctx, double *value, double *floor, double *scale)
{
    const struct question *q = ctx;
    const struct fpk_survival_problem *problem = q->problem;
    struct fpk_evolve e;
    struct room room = {0};
    enum fpk_status status;
    size_t m = problem->n_time;
    FPK_TRY(
        fpk_evolve_init(&e, problem->model, q->flat, q->a, q->b, q->ends, problem->start, order));
    size_t n = e.modes.nodes.n;
    FPK_TRY_DONE(status, fpk_allocate(&room.committor, n));
    FPK_TRY_DONE(status, fpk_allocate(&room.psi, n));
    FPK_TRY_DONE(status,
                 fpk_bvp_sides(problem->model, q->a, q->b, q->ends, order, &problem->start->a,
                               room.committor, &room.at_start, &room.rounding));
    if (problem->start->kind == FPK_START_MIXTURE) { /* not a point */
        fpk_mixture_pdf(&problem->start->mixture, n, e.modes.nodes.x, room.psi);
        room.at_start = 0;
        for (size_t j = 0; j < n; j++)
            room.at_start += e.modes.nodes.weight[j] * room.committor[j] * room.psi[j];
    }
    for (size_t s = 0; s < m; s++)
        FPK_TRY_DONE(status, fill(q, &e, &room, s, value, floor));
    for (size_t k = 0; k < KINDS; k++) {
        double most = 0;
        for (size_t s = 0; s < m; s++)
            most = fmax(most, fabs(value[k * m + s]));
        for (size_t s = 0; s < m; s++)
            scale[k * m + s] = k < DENSITY_LEFT ? 1 : most;
    }
done:
    fpk_release(&room.committor);
    fpk_release(&room.psi);
    fpk_evolve_clear(&e);
    return status;
}

static enum fpk_status fill_result(const double *value, const double *error, size_t n,
                                   struct fpk_survival *s)
{
    double **to[KINDS] = {&s->survival, &s->exited_left, &s->exited_right, &s->density_left,
                          &s->density_right};
    double **wrong[KINDS] = {&s->survival_error, &s->exited_left_error, &s->exited_right_error,
                             &s->density_left_error, &s->density_right_error};
    for (size_t k = 0; k < KINDS; k++) {
        FPK_TRY(fpk_allocate(to[k], n));
        FPK_TRY(fpk_allocate(wrong[k], n));
        for (size_t i = 0; i < n; i++) {
            (*to[k])[i] = value[k * n + i];
            (*wrong[k])[i] = error[k * n + i];
        }
    }
    s->n_time = n;
    return FPK_OK;
}

enum fpk_status fpk_spectral_survival(const struct fpk_survival_problem *problem,
                                      struct fpk_survival *survival)
{
    struct question q = {.problem = problem};
    double *value = NULL, *error = NULL;
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    size_t n = KINDS * problem->n_time;
    enum fpk_status status;
    *survival = (struct fpk_survival){.order = NAN};
    FPK_TRY(check(problem, &q));
    FPK_TRY_DONE(status, fpk_allocate(&value, n));
    FPK_TRY_DONE(status, fpk_allocate(&error, n));
    FPK_TRY_DONE(status, fpk_evolve_refine(tolerance, n, level, &q, &q.flat, value, error,
                                           &survival->n_cell, &survival->converged));
    FPK_TRY_DONE(status, fill_result(value, error, problem->n_time, survival));
    survival->a = q.a;
    survival->b = q.b;
    if (!survival->converged)
        (void)snprintf(survival->warning, sizeof survival->warning,
                       "the tolerance %.3g was not reached by %zu functions: see the errors. ",
                       tolerance, survival->n_cell);
done:
    fpk_release(&value);
    fpk_release(&error);
    if (status != FPK_OK)
        fpk_survival_clear(survival);
    return status;
}
