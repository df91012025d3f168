/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact: X(t+dt) drawn from its own law given X(t) = x, for the models that know it. By family:
 *
 *     Gaussian      alpha x + shift + sigma z             Gillespie 1996, for Ornstein-Uhlenbeck
 *     matrix        A x + b + L z, L lower triangular     the same in several dimensions
 *     lognormal     x exp(shift + sigma z)                geometric Brownian motion
 *     chi-square    scale chi'^2(freedom, ratio x)        Cox, Ingersoll, Ross 1985; chi_square.c
 *
 * The law is asked once per step and block. */
#include "fpk/sde/stepper.h"

#include "fpk/numeric/elementary.h"

#include "step_priv.h"
#include "update_priv.h"
#include "variates_priv.h"

#include <math.h>
#include <string.h>

static enum fpk_status check(const struct fpk_model *model, double t0, double t1)
{
    struct fpk_exact_law law = {0};
    FPK_CHECK(model->exact && model->exact(t0, t1, &law, model->ctx), FPK_USAGE,
              "exact needs a model whose transition law is known (a linear equation with additive "
              "noise, or --model gbm or cir); that of %s is not: use euler-maruyama",
              model->name);
    FPK_CHECK(model->dim == 1 || law.family == FPK_EXACT_GAUSSIAN || law.family == FPK_EXACT_MATRIX,
              FPK_USAGE, "exact draws the law of model %s in one dimension only, not in %zu",
              model->name, model->dim);
    return FPK_OK;
}

/* A, b, L of a matrix law. */
static size_t law_rows(size_t dim)
{
    return fpk_sde_rows(2 * dim * dim + dim);
}

/* Work: the matrices, one row of normals, the points before the step. */
static size_t work(const struct fpk_model *model)
{
    return law_rows(model->dim) + 1 + model->dim;
}

static bool ask(const struct fpk_model *model, double t, double dt, double *room,
                struct fpk_exact_law *law)
{
    size_t square = model->dim * model->dim;
    *law =
        (struct fpk_exact_law){.matrix = room, .mean = room + 2 * square, .factor = room + square};
    return model->exact(t, t + dt, law, model->ctx);
}

static void gaussian(const struct fpk_step *s, const struct fpk_exact_law *law, double *z)
{
    if (law->sigma == 0)
        memset(z, 0, s->n * sizeof *z);
    for (size_t d = 0; d < s->model->dim; d++) {
        if (law->sigma != 0)
            fpk_noise_normals(&s->noise, (uint32_t)d, s->n, z);
        FPK_DISPATCH(fpk_sde_affine)
        (s->n, law->alpha, law->shift, law->sigma, z, s->x + d * s->n);
    }
}

/* As many normals as dimensions, which may be more than the noises of the equation (a force on a
 * velocity spreads the position too): given noises do not have them, and the points become NaN. */
static void matrix(const struct fpk_step *s, const struct fpk_exact_law *law, double *z)
{
    size_t dim = s->model->dim, n = s->n;
    double *old = z + FPK_BLOCK;
    bool enough = !s->noise.given || dim <= s->model->noise;
    memcpy(old, s->x, dim * n * sizeof *old);
    for (size_t d = 0; d < dim; d++) {
        for (size_t i = 0; i < n; i++)
            s->x[d * n + i] = enough ? law->mean[d] : NAN;
        for (size_t k = 0; k < dim; k++)
            if (law->matrix[d * dim + k] != 0)
                FPK_DISPATCH(fpk_sde_add)(n, law->matrix[d * dim + k], old + k * n, s->x + d * n);
    }
    for (size_t j = 0; j < dim && enough; j++) {
        fpk_noise_normals(&s->noise, (uint32_t)j, n, z);
        for (size_t d = j; d < dim; d++)
            if (law->factor[d * dim + j] != 0)
                FPK_DISPATCH(fpk_sde_add)(n, law->factor[d * dim + j], z, s->x + d * n);
    }
}

static void lognormal(const struct fpk_step *s, const struct fpk_exact_law *law, double *z)
{
    fpk_noise_normals(&s->noise, 0, s->n, z);
    for (size_t i = 0; i < s->n; i++)
        z[i] = law->shift + law->sigma * z[i];
    fpk_exp_block(s->n, z, z);
    for (size_t i = 0; i < s->n; i++)
        s->x[i] *= z[i];
}

/* A law that is not closed after all gives NaN, which the ensemble reports. */
static void step(const struct fpk_step *s)
{
    struct fpk_exact_law law;
    double *z = s->work + law_rows(s->model->dim) * FPK_BLOCK;
    if (!ask(s->model, s->t, s->dt, s->work, &law))
        for (size_t i = 0; i < s->model->dim * s->n; i++)
            s->x[i] = NAN;
    else if (law.family == FPK_EXACT_GAUSSIAN)
        gaussian(s, &law, z);
    else if (law.family == FPK_EXACT_MATRIX)
        matrix(s, &law, z);
    else if (law.family == FPK_EXACT_LOGNORMAL)
        lognormal(s, &law, z);
    else
        fpk_sde_chi_square(&s->noise, &law, s->n, s->x);
}

static enum fpk_status close_step(struct fpk_step_law *law, bool *deterministic)
{
    const struct fpk_model *model = law->model;
    struct fpk_exact_law exact;
    double room[3];
    bool known = ask(model, law->t, law->dt, room, &exact);
    FPK_CHECK(known && (exact.family == FPK_EXACT_GAUSSIAN || exact.family == FPK_EXACT_MATRIX),
              FPK_USAGE,
              "a step of exact is not Gaussian for model %s, so its law cannot be computed from "
              "means and deviations",
              model->name);
    bool is_matrix = exact.family == FPK_EXACT_MATRIX;
    law->alpha = is_matrix ? exact.matrix[0] : exact.alpha;
    law->shift = is_matrix ? exact.mean[0] : exact.shift;
    law->sigma = is_matrix ? fabs(exact.factor[0]) : exact.sigma;
    *deterministic = law->sigma == 0;
    return FPK_OK;
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
    .citation = "Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084; Cox, "
                "Ingersoll, Ross, Econometrica 53, 385 (1985), doi:10.2307/1911242",
    .not_finite = "the model's law is not known there: a particle left its domain, or numbers "
                  "overflow",
    /* exact in law; on a given Brownian path the stochastic integral over the step is replaced by
     * the increment, which leaves an error of order 1 (a matrix law: where g is lower triangular;
     * a lognormal law: none; a chi-square law does not follow the path) */
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = INFINITY},
              [FPK_NOISE_SCALAR] = {.weak = INFINITY}},
    .check = check,
    .work = work,
    .step = step,
    .close = close_step,
    .transition = transition,
};
