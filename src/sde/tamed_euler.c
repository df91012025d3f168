/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tamed Euler: X' = X + f dt / (1 + dt |f|) + sum_j g_j(X,t) sqrt(dt) z_j (Hutzenthaler, Jentzen,
 * Kloeden 2012): a step of the drift is never longer than 1, so that a drift that
 * grows faster than linearly, and pulls back, cannot throw a particle away. |f| is Euclid's. */
#include "step_priv.h"
#include "update_priv.h"

#include <math.h>

/* Work: f [dim], |f|, then the room of the frozen step. */
static size_t work(const struct fpk_model *model)
{
    return model->dim + 1 + fpk_sde_frozen_rows(model);
}

static void step(const struct fpk_step *s)
{
    size_t dim = s->model->dim;
    double *f = s->work, *norm = f + dim * FPK_BLOCK;
    s->model->drift(s->t, s->n, s->x, f, s->model->ctx);
    FPK_DISPATCH(fpk_sde_norm)(s->n, dim, f, norm);
    for (size_t d = 0; d < dim; d++)
        FPK_DISPATCH(fpk_sde_tame)(s->n, s->dt, norm, f + d * s->n);
    fpk_sde_frozen_step(s, f, norm + FPK_BLOCK);
}

/* d/dx f/(1 + h|f|) = f'/(1 + h|f|)^2. */
static void transition(size_t n, const double *x, double *m, double *m_x, double *s,
                       const void *ctx)
{
    const struct fpk_step_law *law = ctx;
    const struct fpk_model *model = law->model;
    model->drift(law->t, n, x, m, model->ctx);
    if (m_x)
        fpk_sde_slope(model, law->t, n, x, m_x);
    for (size_t i = 0; i < n; i++) {
        double tame = 1 + law->dt * fabs(m[i]);
        if (m_x)
            m_x[i] = 1 + law->dt * ((m_x[i] / tame) / tame);
        m[i] = x[i] + law->dt * (m[i] / tame);
    }
    fpk_sde_frozen_spread(law, n, x, s);
}

const struct fpk_stepper fpk_tamed_euler = {
    .name = "tamed-euler",
    .sentence = "Euler-Maruyama with the drift's step tamed to f dt/(1 + dt |f|): stays finite "
                "under drifts that grow faster than linearly.",
    .citation = "Hutzenthaler, Jentzen, Kloeden, Ann. Appl. Probab. 22, 1611 (2012), "
                "doi:10.1214/11-AAP803",
    .not_finite = "try a smaller dt, or check that the drift pulls back far from the origin",
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
