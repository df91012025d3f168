/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The noise is read at the end of the step, as in Klimontovich's integral:
 *
 *     Y  = X + g(X) dW,      X' = X + f(X) dt + g(Y) dW
 *
 * g(Y) dW = g dW + g g' dW^2 + ..., so the mean of a step has the drift f + g g' = f + (g^2)'/2: no
 * derivative is asked for. Weak order 1; strong order 1/2, as dW^2 - dt is read twice too heavily
 * (Milstein's step has half of it). One dimension. */
#include "conventions.h"

#include "fpk/sde/noise.h"

#include <math.h>

/* Work: f, g, z, Y. */
static size_t work(const struct fpk_model *model)
{
    (void)model;
    return 4;
}

static void step(const struct fpk_step *s)
{
    const struct fpk_model *m = s->model;
    double *f = s->work, *g = f + FPK_BLOCK, *z = g + FPK_BLOCK, *y = z + FPK_BLOCK;
    double root = sqrt(s->dt);
    fpk_noise_normals(&s->noise, 0, s->n, z);
    m->drift(s->t, s->n, s->x, f, m->ctx);
    m->diffusion(s->t, s->n, s->x, g, m->ctx);
    for (size_t i = 0; i < s->n; i++)
        y[i] = s->x[i] + g[i] * (root * z[i]);
    m->diffusion(s->t + s->dt, s->n, y, g, m->ctx);
    for (size_t i = 0; i < s->n; i++)
        s->x[i] += f[i] * s->dt + g[i] * (root * z[i]);
}

const struct fpk_stepper conventions_end_point = {
    .name = "end-point",
    .sentence = "Klimontovich: Euler-Maruyama predicts where g is read.",
    .citation = "Hanggi, Thomas, Phys. Rep. 88, 207 (1982), doi:10.1016/0370-1573(82)90045-X",
    .convention = FPK_KLIMONTOVICH,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_SCALAR] = {.strong = 0.5, .weak = 1}},
    .work = work,
    .step = step,
};
