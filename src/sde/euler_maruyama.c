/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Euler-Maruyama: X' = X + f(X,t) dt + sum_j g_j(X,t) sqrt(dt) z_j (Maruyama 1955).
 *
 * The scheme is Ito's: an equation in another convention is converted first (model/convert.c). */
#include "step_priv.h"

static size_t work(const struct fpk_model *model)
{
    return model->dim + fpk_sde_frozen_rows(model);
}

static void step(const struct fpk_step *s)
{
    double *f = s->work, *room = f + s->model->dim * FPK_BLOCK;
    s->model->drift(s->t, s->n, s->x, f, s->model->ctx);
    fpk_sde_frozen_step(s, f, room);
}

static void transition(size_t n, const double *x, double *m, double *m_x, double *s,
                       const void *ctx)
{
    const struct fpk_step_law *law = ctx;
    const struct fpk_model *model = law->model;
    model->drift(law->t, n, x, m, model->ctx);
    for (size_t i = 0; i < n; i++)
        m[i] = x[i] + law->dt * m[i];
    if (m_x)
        fpk_sde_slope(model, law->t, n, x, m_x);
    for (size_t i = 0; m_x && i < n; i++)
        m_x[i] = 1 + law->dt * m_x[i];
    fpk_sde_frozen_spread(law, n, x, s);
}

const struct fpk_stepper fpk_euler_maruyama = {
    .name = "euler-maruyama",
    .sentence = "Drift and diffusion frozen over the step: X' = X + f dt + g sqrt(dt) z.",
    .citation = "Maruyama, Rend. Circ. Mat. Palermo 4, 48 (1955), doi:10.1007/BF02846028",
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_SCALAR] = {.strong = 0.5, .weak = 1},
              [FPK_NOISE_DIAGONAL] = {.strong = 0.5, .weak = 1},
              [FPK_NOISE_COMMUTATIVE] = {.strong = 0.5, .weak = 1},
              [FPK_NOISE_GENERAL] = {.strong = 0.5, .weak = 1}},
    .work = work,
    .step = step,
    .close = fpk_sde_frozen_close,
    .transition = transition,
};
