/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heun: a step of Euler predicts, the mean of the coefficients at both ends corrects,
 *
 *     Y  = X + f(X,t) dt + g(X,t) dW
 *     X' = X + 1/2 (f(X,t) + f(Y,t+dt)) dt + 1/2 (g(X,t) + g(Y,t+dt)) dW
 *        = (X + Y)/2 + 1/2 (f(Y,t+dt) dt + g(Y,t+dt) dW)
 *
 * (Rumelin 1982). The mean of g over both ends is Stratonovich's integral. Additive noise: the
 * moments of X' - X agree with the equation's up to dt^2, which is weak order 2. */
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
    fpk_sde_stage(s, (struct fpk_stage){.t = s->t, .at = s->x, .weight = 1, .z = z, .out = y},
                  room);
    for (size_t i = 0; i < dim * n; i++)
        s->x[i] = 0.5 * (s->x[i] + y[i]);
    fpk_sde_stage(
        s, (struct fpk_stage){.t = s->t + s->dt, .at = y, .weight = 0.5, .z = z, .out = s->x},
        room);
}

const struct fpk_stepper fpk_heun = {
    .name = "heun",
    .sentence = "Stratonovich: Euler predicts, the mean of both ends' coefficients corrects; no "
                "derivatives.",
    .citation = "Rumelin, SIAM J. Numer. Anal. 19, 604 (1982), doi:10.1137/0719041",
    .convention = FPK_STRATONOVICH,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 2},
              [FPK_NOISE_SCALAR] = {.strong = 1, .weak = 1},
              [FPK_NOISE_DIAGONAL] = {.strong = 1, .weak = 1},
              [FPK_NOISE_COMMUTATIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_GENERAL] = {.strong = 0.5, .weak = 1}},
    .work = work,
    .step = step,
};
