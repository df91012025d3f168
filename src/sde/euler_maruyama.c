/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Euler-Maruyama: X' = X + f(X,t) dt + sum_j g_j(X,t) sqrt(dt) z_j (Maruyama 1955).
 *
 * The scheme is Ito's; in one dimension another convention is brought to it by the drift
 * f + c g g' (c = 1/2 Stratonovich, 1 Klimontovich). */
#include "fpk/sde/stepper.h"

#include "update_priv.h"

#include <math.h>
#include <string.h>

/* Rows of FPK_BLOCK doubles that hold n doubles. */
static size_t rows(size_t n)
{
    return (n + FPK_BLOCK - 1) / FPK_BLOCK;
}

static bool needs_correction(const struct fpk_model *model)
{
    return model->convention != FPK_ITO && model->noise_kind != FPK_NOISE_ADDITIVE;
}

static enum fpk_status check(const struct fpk_model *model, double t0, double t1)
{
    (void)t0;
    (void)t1;
    FPK_CHECK(!needs_correction(model) || (model->dim == 1 && model->diffusion_x), FPK_USAGE,
              "euler-maruyama solves Ito equations; model %s is not one, and its diffusion has no "
              "known derivative to convert it: write it in Ito form",
              model->name);
    return FPK_OK;
}

/* Work: f [dim], one row of normals, then g: for additive noise one point's matrix and the point
 * where it is asked, else [dim][noise]; one more row for the correction. */
static size_t work(const struct fpk_model *model)
{
    size_t g = model->dim * model->noise;
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        g = rows(g) + rows(model->dim);
    return model->dim + 1 + g + 1;
}

/* f of the Ito form; spare [2][n] is used by other conventions only (1-D). */
static void ito_drift(const struct fpk_model *model, double t, size_t n, const double *x, double *f,
                      double *spare)
{
    model->drift(t, n, x, f, model->ctx);
    if (!needs_correction(model))
        return;
    double c = model->convention == FPK_STRATONOVICH ? 0.5 : 1;
    double *g = spare, *g_x = spare + n;
    model->diffusion(t, n, x, g, model->ctx);
    model->diffusion_x(t, n, x, g_x, model->ctx);
    for (size_t i = 0; i < n; i++)
        f[i] += c * (g[i] * g_x[i]);
}

/* Additive noise: the matrix is the same for every particle, so it is asked at one point only. */
static void step_additive(const struct fpk_step *s, const double *f, double *z, double *g)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    double *point = g + rows(dim * noise) * FPK_BLOCK;
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
    ito_drift(s->model, s->t, s->n, s->x, f, g);
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

/* m' = 1 + f' dt. Central differences at h = 2^-17 max(1, |x|) when f' is not known: their error
 * h^2 f'''/6 and the rounding eps/h are both near 1e-11. */
static void transition_slope(const struct fpk_step_law *law, size_t n, const double *x, double *m_x)
{
    const struct fpk_model *model = law->model;
    if (model->drift_x && !needs_correction(model)) {
        model->drift_x(law->t, n, x, m_x, model->ctx);
    } else {
        double y[FPK_BLOCK], low[FPK_BLOCK], high[FPK_BLOCK], spare[2 * FPK_BLOCK];
        for (size_t i = 0; i < n; i++)
            y[i] = x[i] - 0x1p-17 * fmax(1, fabs(x[i]));
        ito_drift(model, law->t, n, y, low, spare);
        for (size_t i = 0; i < n; i++)
            y[i] = x[i] + 0x1p-17 * fmax(1, fabs(x[i]));
        ito_drift(model, law->t, n, y, high, spare);
        for (size_t i = 0; i < n; i++)
            m_x[i] = (high[i] - low[i]) / (2 * (0x1p-17 * fmax(1, fabs(x[i]))));
    }
    for (size_t i = 0; i < n; i++)
        m_x[i] = 1 + law->dt * m_x[i];
}

static void transition(size_t n, const double *x, double *m, double *m_x, double *s,
                       const void *ctx)
{
    const struct fpk_step_law *law = ctx;
    const struct fpk_model *model = law->model;
    double spare[2 * FPK_BLOCK];
    ito_drift(model, law->t, n, x, m, spare);
    for (size_t i = 0; i < n; i++)
        m[i] = x[i] + law->dt * m[i];
    if (m_x)
        transition_slope(law, n, x, m_x);
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
    .order = {{.strong = 1, .weak = 1}, {.strong = 0.5, .weak = 1}, {.strong = 0.5, .weak = 1}},
    .check = check,
    .work = work,
    .step = step,
    .close = close_step,
    .transition = transition,
};
