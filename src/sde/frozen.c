/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The step of the methods that freeze the diffusion where the step begins:
 * X' = X + f dt + sum_j g_j(X,t) sqrt(dt) z_j, with the f that the method hands in. */
#include "step_priv.h"
#include "update_priv.h"

#include <math.h>
#include <string.h>

/* One row of normals, then g: for additive noise one point's matrix and the point where it is
 * asked, else [dim][noise]. */
size_t fpk_sde_frozen_rows(const struct fpk_model *model)
{
    size_t g = model->dim * model->noise;
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        g = fpk_sde_rows(g) + fpk_sde_rows(model->dim);
    return 1 + g;
}

static void add_drift(const struct fpk_step *s, const double *f)
{
    size_t n = s->n;
    for (size_t d = 0; f && d < s->model->dim; d++)
        FPK_DISPATCH(fpk_sde_add)(n, s->dt, f + d * n, s->x + d * n);
}

void fpk_sde_additive(const struct fpk_model *model, double t, size_t n, const double *x,
                      double *point, double *g)
{
    for (size_t d = 0; d < model->dim; d++)
        point[d] = x[d * n];
    if (model->noise > 0)
        model->diffusion(t, 1, point, g, model->ctx);
}

static void step_additive(const struct fpk_step *s, const double *f, double *z, double *g)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    fpk_sde_additive(model, s->t, n, s->x, g + fpk_sde_rows(dim * noise) * FPK_BLOCK, g);
    double root = sqrt(s->dt);
    if (f && dim == 1 && noise == 1 && g[0] != 0) {
        fpk_noise_normals(&s->noise, 0, n, z);
        bool finite = FPK_DISPATCH(fpk_sde_add_two)(n, s->dt, f, root * g[0], z, s->x);
        if (s->finite)
            *s->finite = finite;
        return;
    }
    add_drift(s, f);
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
    add_drift(s, f);
    for (size_t j = 0; j < noise; j++) {
        fpk_noise_normals(&s->noise, (uint32_t)j, n, z);
        for (size_t d = 0; d < dim; d++)
            if (!diagonal || d == j)
                FPK_DISPATCH(fpk_sde_add_product)
        (n, root, g + (d * noise + j) * n, z, s->x + d * n);
    }
}

void fpk_sde_frozen_step(const struct fpk_step *s, const double *f, double *room)
{
    if (s->model->noise_kind == FPK_NOISE_ADDITIVE)
        step_additive(s, f, room, room + FPK_BLOCK);
    else
        step_multiplicative(s, f, room, room + FPK_BLOCK);
}

enum fpk_status fpk_sde_frozen_close(struct fpk_step_law *law, bool *deterministic)
{
    const struct fpk_model *model = law->model;
    double x = 0, g = 0;
    if (model->noise > 0 && model->noise_kind == FPK_NOISE_ADDITIVE)
        model->diffusion(law->t, 1, &x, &g, model->ctx);
    *deterministic = model->noise == 0 || (model->noise_kind == FPK_NOISE_ADDITIVE && g == 0);
    return FPK_OK;
}

void fpk_sde_frozen_spread(const struct fpk_step_law *law, size_t n, const double *x, double *s)
{
    const struct fpk_model *model = law->model;
    if (model->noise == 0) {
        memset(s, 0, n * sizeof *s);
        return;
    }
    model->diffusion(law->t, n, x, s, model->ctx);
    double root = sqrt(law->dt);
    for (size_t i = 0; i < n; i++)
        s[i] = root * fabs(s[i]);
}
