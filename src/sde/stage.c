/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stage of a method that asks drift and diffusion at several points of a step with the same
 * increments. */
#include "step_priv.h"
#include "update_priv.h"

#include <math.h>

size_t fpk_sde_stage_rows(const struct fpk_model *model)
{
    return model->dim + fpk_sde_frozen_rows(model) - 1;
}

static void add_additive(const struct fpk_step *s, const struct fpk_stage *stage, double b,
                         double *g)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    fpk_sde_additive(model, stage->t, n, stage->at, g + fpk_sde_rows(dim * noise) * FPK_BLOCK, g);
    for (size_t j = 0; j < noise; j++)
        for (size_t d = 0; d < dim; d++)
            if (g[d * noise + j] != 0)
                FPK_DISPATCH(fpk_sde_add)
    (n, b * g[d * noise + j], stage->z + j * n, stage->out + d * n);
}

static void add_multiplicative(const struct fpk_step *s, const struct fpk_stage *stage, double b,
                               double *g)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, noise = model->noise, n = s->n;
    bool diagonal = model->noise_kind == FPK_NOISE_DIAGONAL;
    model->diffusion(stage->t, n, stage->at, g, model->ctx);
    for (size_t j = 0; j < noise; j++)
        for (size_t d = 0; d < dim; d++)
            if (!diagonal || d == j)
                FPK_DISPATCH(fpk_sde_add_product)
    (n, b, g + (d * noise + j) * n, stage->z + j * n, stage->out + d * n);
}

void fpk_sde_stage(const struct fpk_step *s, struct fpk_stage stage, double *room)
{
    const struct fpk_model *model = s->model;
    double *f = room, *g = f + model->dim * FPK_BLOCK;
    model->drift(stage.t, s->n, stage.at, f, model->ctx);
    for (size_t d = 0; d < model->dim; d++)
        FPK_DISPATCH(fpk_sde_add)(s->n, stage.weight * s->dt, f + d * s->n, stage.out + d * s->n);
    double b = stage.weight * sqrt(s->dt);
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        add_additive(s, &stage, b, g);
    else
        add_multiplicative(s, &stage, b, g);
}
