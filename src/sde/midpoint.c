/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The explicit midpoint: half a step of Euler finds where the coefficients are asked,
 *
 *     Y  = X + 1/2 (f(X,t) dt + g(X,t) dW)
 *     X' = X + f(Y,t+dt/2) dt + g(Y,t+dt/2) dW
 *
 * (Rumelin 1982): Stratonovich's midpoint rule, at the price of Heun. Its implicit sister, with
 * Y = (X + X')/2, needs bounded noises and is not this. */
#include "step_priv.h"

#include <string.h>

/* Work: Y [dim], z [noise], the room of a stage. */
static size_t work(const struct fpk_model *model)
{
    return model->dim + model->noise + fpk_sde_stage_rows(model);
}

static void step(const struct fpk_step *s)
{
    size_t dim = s->model->dim, noise = s->model->noise, n = s->n;
    double *y = s->work, *z = y + dim * FPK_BLOCK, *room = z + noise * FPK_BLOCK;
    for (size_t j = 0; j < noise; j++)
        fpk_noise_normals(&s->noise, (uint32_t)j, n, z + j * n);
    memcpy(y, s->x, dim * n * sizeof *y);
    const struct fpk_stage half = {.t = s->t, .at = s->x, .weight = 0.5, .z = z, .out = y};
    const struct fpk_stage whole = {
        .t = s->t + 0.5 * s->dt, .at = y, .weight = 1, .z = z, .out = s->x};
    fpk_sde_stage(s, half, room);
    fpk_sde_stage(s, whole, room);
}

const struct fpk_stepper fpk_midpoint = {
    .name = "midpoint",
    .sentence = "Stratonovich: the coefficients half a step of Euler further, for the whole step; "
                "explicit, no derivatives.",
    .citation = "Rumelin, SIAM J. Numer. Anal. 19, 604 (1982), doi:10.1137/0719041",
    .convention = FPK_STRATONOVICH,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_SCALAR] = {.strong = 1, .weak = 1},
              [FPK_NOISE_DIAGONAL] = {.strong = 1, .weak = 1},
              [FPK_NOISE_COMMUTATIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_GENERAL] = {.strong = 0.5, .weak = 1}},
    .work = work,
    .step = step,
};
