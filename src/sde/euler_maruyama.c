/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Euler-Maruyama: X' = X + f(X,t) dt + sum_j g_j(X,t) sqrt(dt) z_j (Maruyama 1955).
 *
 * The scheme is Ito's: an equation in another convention is converted first (model/convert.c). */
#include "step_priv.h"
#include "update_priv.h"

#include <math.h>
#include <string.h>

/* Work: f [dim], one row of normals, then g: for additive noise one point's matrix and the point
 * where it is asked, else [dim][noise]. */
static size_t work(const struct fpk_model *model)
{
    size_t g = model->dim * model->noise;
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        g = fpk_sde_rows(g) + fpk_sde_rows(model->dim);
    return model->dim + 1 + g;
}

/* Additive noise: the matrix is the same for every particle, so it is asked at one point only. */
static void step_additive(const struct fpk_step *s, const double *f, double *z, double *g)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    double *point = g + fpk_sde_rows(dim * noise) * FPK_BLOCK;
    for (size_t d = 0; d < dim; d++)
        point[d] = s->x[d * n];
    if (noise > 0)
        model->diffusion(s->t, 1, point, g, model->ctx);
    double root = sqrt(s->dt);
    if (dim == 1 && noise == 1 && g[0] != 0) {
        fpk_noise_normals(&s->noise, 0, n, z);
        FPK_DISPATCH(fpk_sde_add_two)(n, s->dt, f, root * g[0], z, s->x);
        return;
    }
    for (size_t d = 0; d < dim; d++)
        FPK_DISPATCH(fpk_sde_add)(n, s->dt, f + d * n, s->x + d * n);
    for (size_t j = 0; j < noise; j++) {
        bool used = false;
        for (size_t d = 0; d < dim; d++)
            used = used || g[d * noise + j] != 0;
        if (!used)
            continue;
        fpk_noise_normals(&s->noise, (uint32_t)j, n, z);
        for (size_t d = 0; d < dim; d++)
            if (g[d * noise + j] != 0)
                FPK_DISPATCH(fpk_sde_add)(n, root * g[d * noise + j], z, s->x + d * n);
    }
}

static void step_multiplicative(const struct fpk_step *s, const double *f, double *z, double *g)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    bool diagonal = model->noise_kind == FPK_NOISE_DIAGONAL;
    model->diffusion(s->t, n, s->x, g, model->ctx);
    double root = sqrt(s->dt);
    for (size_t d = 0; d < dim; d++)
        FPK_DISPATCH(fpk_sde_add)(n, s->dt, f + d * n, s->x + d * n);
    for (size_t j = 0; j < noise; j++) {
        fpk_noise_normals(&s->noise, (uint32_t)j, n, z);
        for (size_t d = 0; d < dim; d++)
            if (!diagonal || d == j)
                FPK_DISPATCH(fpk_sde_add_product)
        (n, root, g + (d * noise + j) * n, z, s->x + d * n);
    }
}

static void step(const struct fpk_step *s)
{
    double *f = s->work;
    double *z = f + s->model->dim * FPK_BLOCK;
    double *g = z + FPK_BLOCK;
    s->model->drift(s->t, s->n, s->x, f, s->model->ctx);
    if (s->model->noise_kind == FPK_NOISE_ADDITIVE)
        step_additive(s, f, z, g);
    else
        step_multiplicative(s, f, z, g);
}

/* Deterministic when the noise is additive and zero at this time. */
static bool close_step(struct fpk_step_law *law)
{
    const struct fpk_model *model = law->model;
    if (model->noise == 0)
        return true;
    if (model->noise_kind != FPK_NOISE_ADDITIVE)
        return false;
    double x = 0, g = 0;
    model->diffusion(law->t, 1, &x, &g, model->ctx);
    return g == 0;
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
    if (model->noise == 0) {
        memset(s, 0, n * sizeof *s);
        return;
    }
    model->diffusion(law->t, n, x, s, model->ctx);
    double root = sqrt(law->dt);
    for (size_t i = 0; i < n; i++)
        s[i] = root * fabs(s[i]);
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
    .close = close_step,
    .transition = transition,
};
