/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Milstein: with L_j = sum_l g_lj d/dx_l and all coefficients at (X, t),
 *
 *     X' = X + f dt + sum_j g_j dW_j + 1/2 sum_jk L_j g_k (dW_j dW_k - delta_jk dt)
 *
 * (Milstein 1974; Kloeden, Platen 1992, section 10.3). That the iterated integrals of dW_j dW_k
 * come down to products is what commutative noise means: L_j g_k = L_k g_j, so that the areas
 * between the two drop out, and a pair j < k is computed once, with twice its weight. */
#include "step_priv.h"
#include "update_priv.h"

#include <math.h>

enum { MOST = 8192 }; /* rows of derivatives: 64 MB for each thread */

static size_t derivatives(const struct fpk_model *model)
{
    bool additive = model->noise_kind == FPK_NOISE_ADDITIVE;
    return additive ? 0 : model->dim * model->noise * model->dim;
}

static enum fpk_status check(const struct fpk_model *model, double t0, double t1)
{
    (void)t0;
    (void)t1;
    if (derivatives(model) == 0)
        return FPK_OK;
    FPK_CHECK(model->diffusion_x, FPK_USAGE,
              "milstein needs the derivative of the diffusion, which model %s does not have: use "
              "heun on its Stratonovich form, or euler-maruyama",
              model->name);
    FPK_CHECK(derivatives(model) <= MOST, FPK_USAGE,
              "milstein needs all %zu derivatives of the diffusion of model %s at once, more than "
              "%d: use euler-maruyama",
              derivatives(model), model->name, MOST);
    return FPK_OK;
}

/* Work: f [dim]; additive: the room of the frozen step; else z [noise], g [dim][noise] and its
 * derivatives [dim][noise][dim]. */
static size_t work(const struct fpk_model *model)
{
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        return model->dim + fpk_sde_frozen_rows(model);
    return model->dim + model->noise + model->dim * model->noise + derivatives(model);
}

/* x += w L_j g_k (z_j z_k - delta_jk). */
static void add_pair(const struct fpk_step *s, size_t j, size_t k, const double *z, const double *g,
                     const double *g_x)
{
    size_t dim = s->model->dim, noise = s->model->noise, n = s->n;
    bool diagonal = s->model->noise_kind == FPK_NOISE_DIAGONAL;
    double weight = j == k ? 0.5 * s->dt : s->dt, mean = j == k ? 1 : 0;
    for (size_t d = 0; d < dim; d++)
        for (size_t l = 0; l < dim; l++)
            if (!diagonal || (d == j && l == j))
                FPK_DISPATCH(fpk_sde_add_pair)
    (n, weight, g + (l * noise + j) * n, g_x + ((d * noise + k) * dim + l) * n, z + j * n,
     z + k * n, mean, s->x + d * n);
}

static void step_multiplicative(const struct fpk_step *s, const double *f, double *z)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    bool diagonal = model->noise_kind == FPK_NOISE_DIAGONAL;
    double *g = z + noise * FPK_BLOCK, *g_x = g + dim * noise * FPK_BLOCK, root = sqrt(s->dt);
    model->diffusion(s->t, n, s->x, g, model->ctx);
    model->diffusion_x(s->t, n, s->x, g_x, model->ctx);
    for (size_t d = 0; d < dim; d++)
        FPK_DISPATCH(fpk_sde_add)(n, s->dt, f + d * n, s->x + d * n);
    for (size_t j = 0; j < noise; j++) {
        fpk_noise_normals(&s->noise, (uint32_t)j, n, z + j * n);
        for (size_t d = 0; d < dim; d++)
            if (!diagonal || d == j)
                FPK_DISPATCH(fpk_sde_add_product)
        (n, root, g + (d * noise + j) * n, z + j * n, s->x + d * n);
        for (size_t k = diagonal ? j : 0; k <= j; k++)
            add_pair(s, k, j, z, g, g_x);
    }
}

static void step(const struct fpk_step *s)
{
    double *f = s->work, *room = f + s->model->dim * FPK_BLOCK;
    s->model->drift(s->t, s->n, s->x, f, s->model->ctx);
    if (s->model->noise_kind == FPK_NOISE_ADDITIVE)
        fpk_sde_frozen_step(s, f, room);
    else
        step_multiplicative(s, f, room);
}

const struct fpk_stepper fpk_milstein = {
    .name = "milstein",
    .sentence = "Euler-Maruyama and the second-order term of g dW: strong order 1 for commutative "
                "noise; needs the derivative of g.",
    .citation = "Milstein, Theory Probab. Appl. 19, 557 (1975), doi:10.1137/1119062",
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_SCALAR] = {.strong = 1, .weak = 1},
              [FPK_NOISE_DIAGONAL] = {.strong = 1, .weak = 1},
              [FPK_NOISE_COMMUTATIVE] = {.strong = 1, .weak = 1}},
    .check = check,
    .work = work,
    .step = step,
};
