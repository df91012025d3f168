/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact: X(t+dt) drawn from its own law given X(t) = x, N(alpha x + shift, sigma^2 I), for the
 * models that know it (Gillespie, Phys. Rev. E 54, 2084, 1996, for the Ornstein-Uhlenbeck case). */
#include "fpk/sde/stepper.h"

#include "update_priv.h"

#include <math.h>
#include <string.h>

static enum fpk_status check(const struct fpk_model *model, double t0, double t1)
{
    struct fpk_exact_law law = {0};
    FPK_CHECK(model->exact && model->exact(t0, t1, &law, model->ctx) &&
                  law.family == FPK_EXACT_GAUSSIAN,
              FPK_USAGE,
              "exact needs a model whose transition is a known Gaussian; %s is not one: use "
              "euler-maruyama",
              model->name);
    return FPK_OK;
}

static size_t work(const struct fpk_model *model)
{
    (void)model;
    return 1;
}

/* A transition that is not closed after all gives NaN, which the ensemble reports. */
static bool close_step(struct fpk_step_law *law)
{
    const struct fpk_model *model = law->model;
    struct fpk_exact_law exact = {0};
    if (!model->exact(law->t, law->t + law->dt, &exact, model->ctx))
        exact.alpha = exact.shift = exact.sigma = NAN;
    law->alpha = exact.alpha;
    law->shift = exact.shift;
    law->sigma = exact.sigma;
    return law->sigma == 0;
}

static void step(const struct fpk_step *s)
{
    struct fpk_step_law law = {.model = s->model, .t = s->t, .dt = s->dt};
    bool deterministic = close_step(&law);
    double *z = s->work;
    if (deterministic)
        memset(z, 0, s->n * sizeof *z);
    for (size_t d = 0; d < s->model->dim; d++) {
        if (!deterministic)
            fpk_noise_normals(&s->noise, (uint32_t)d, s->n, z);
        FPK_DISPATCH(fpk_sde_affine)
        (s->n, law.alpha, law.shift, law.sigma, z, s->x + d * s->n);
    }
}

static void transition(size_t n, const double *x, double *m, double *m_x, double *s,
                       const void *ctx)
{
    const struct fpk_step_law *law = ctx;
    for (size_t i = 0; i < n; i++) {
        m[i] = law->alpha * x[i] + law->shift;
        s[i] = law->sigma;
    }
    for (size_t i = 0; m_x && i < n; i++)
        m_x[i] = law->alpha;
}

const struct fpk_stepper fpk_exact_stepper = {
    .name = "exact",
    .sentence = "Draws each step from the model's closed transition law: no error in time, in law.",
    .citation = "Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084",
    /* exact in law; on a given Brownian path the stochastic integral over the step is replaced by
     * the increment, which leaves an error of order 1 */
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = INFINITY}},
    .check = check,
    .work = work,
    .step = step,
    .close = close_step,
    .transition = transition,
};
