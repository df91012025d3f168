/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the families for several noises (sri.c, dri.c) share. */
#include "runge_kutta_priv.h"

#include <math.h>

size_t fpk_rk_work(const struct fpk_model *model, size_t stages)
{
    size_t dim = model->dim, noise = model->noise;
    return stages * (dim + dim * noise) + dim + noise + 1 + (fpk_rk_joint(model) ? 0 : dim * noise);
}

struct fpk_rk_room fpk_rk_room(const struct fpk_step *s, size_t stages)
{
    size_t dim = s->model->dim, noise = s->model->noise;
    struct fpk_rk_room r = {
        .F = s->work, .stage = dim * FPK_BLOCK, .matrix = dim * noise * FPK_BLOCK};
    r.G = r.F + stages * r.stage;
    r.point = r.G + stages * r.matrix;
    r.z = r.point + r.stage;
    r.w = r.z + noise * FPK_BLOCK;
    r.all = r.w + FPK_BLOCK;
    return r;
}

void fpk_rk_ask_drift(const struct fpk_step *s, const struct fpk_rk_room *r, size_t i, double c,
                      const double *A, const double *B)
{
    const struct fpk_model *model = s->model;
    size_t n = s->n, noise = model->noise;
    bool diagonal = model->noise_kind == FPK_NOISE_DIAGONAL;
    fpk_rk_stage(s, i, A, r->F, r->point);
    for (size_t j = 0; j < i; j++)
        for (size_t e = 0; e < model->dim * noise; e++)
            if (!diagonal || e / noise == e % noise)
                fpk_rk_add_product(n, sqrt(s->dt) * B[j], r->G + j * r->matrix + e * n,
                                   r->z + e % noise * n, r->point + e / noise * n);
    model->drift(s->t + c * s->dt, n, r->point, r->F + i * r->stage, model->ctx);
}

void fpk_rk_ask_column(const struct fpk_step *s, const struct fpk_rk_room *r, double t, size_t k,
                       double *G)
{
    const struct fpk_model *model = s->model;
    size_t n = s->n, noise = model->noise;
    model->diffusion(t, n, r->point, r->all, model->ctx);
    for (size_t d = 0; d < model->dim; d++)
        memcpy(G + (d * noise + k) * n, r->all + (d * noise + k) * n, n * sizeof *G);
}
