/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drift-implicit Euler: X' = X + f(X', t+dt) dt + sum_j g_j(X,t) sqrt(dt) z_j (Kloeden, Platen
 * 1992, section 12.2). Stable at any dt where the drift pulls back, however stiff; one solution
 * when dt times the largest slope of f (one-sided Lipschitz constant) is below 1 (Higham, Mao,
 * Stuart 2002). The noise stays explicit: it has no mean to be stable about. */
#include "step_priv.h"

#include <string.h>

static enum fpk_status check(const struct fpk_model *model, double t0, double t1)
{
    (void)t0;
    (void)t1;
    FPK_CHECK(
        model->dim <= FPK_IMPLICIT_DIM, FPK_USAGE,
        "drift-implicit-euler solves dense systems of at most %d equations for each particle; "
        "model %s has %zu: use tamed-euler",
        FPK_IMPLICIT_DIM, model->name, model->dim);
    return FPK_OK;
}

/* Work: the explicit part [dim], then room for the noise and, after it, for the solution. */
static size_t work(const struct fpk_model *model)
{
    size_t noise = fpk_sde_frozen_rows(model), solve = fpk_sde_implicit_rows(model);
    return model->dim + (noise > solve ? noise : solve);
}

static void step(const struct fpk_step *s)
{
    size_t dim = s->model->dim;
    double *y = s->work, *room = y + dim * FPK_BLOCK;
    fpk_sde_frozen_step(s, NULL, room);
    memcpy(y, s->x, dim * s->n * sizeof *y);
    const struct fpk_implicit equation = {
        .model = s->model, .t = s->t + s->dt, .h = s->dt, .n = s->n, .y = y, .u = s->x};
    fpk_sde_implicit_solve(&equation, room);
}

const struct fpk_stepper fpk_drift_implicit_euler = {
    .name = "drift-implicit-euler",
    .sentence = "Euler-Maruyama with the drift at the end of the step, solved by Newton's method: "
                "stable for stiff drifts.",
    .citation = "Higham, Mao, Stuart, SIAM J. Numer. Anal. 40, 1041 (2002), "
                "doi:10.1137/S0036142901389530",
    .not_finite = "the implicit equation was not solved: try a smaller dt",
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_SCALAR] = {.strong = 0.5, .weak = 1},
              [FPK_NOISE_DIAGONAL] = {.strong = 0.5, .weak = 1},
              [FPK_NOISE_COMMUTATIVE] = {.strong = 0.5, .weak = 1},
              [FPK_NOISE_GENERAL] = {.strong = 0.5, .weak = 1}},
    .check = check,
    .work = work,
    .step = step,
};
