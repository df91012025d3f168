/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runge-Kutta for scalar and diagonal noise, strong order 1.5: Roessler, SIAM J. Numer. Anal. 48
 * (2010) 922, doi:10.1137/09076636X, section 6.2 (SRI1W1). Diagonal noise is as many scalar ones:
 * g_kk at (X_k stage) needs no other component, so one call of g serves all columns. */
#include "runge_kutta_priv.h"

#include <math.h>
#include <string.h>

/* The published A1_43 = 1/4 asks the drift at the third stage, which is X itself: here it is the
 * drift of the first, and the third is not computed. */
const struct fpk_sriw fpk_sriw1_table = {
    .s = 4,
    .c0 = {0, 0.75, 0, 0},
    .A0 = {{0}, {0.75}, {0}, {0}},
    .B0 = {{0}, {1.5}, {0}, {0}},
    .alpha = {1.0 / 3, 2.0 / 3, 0, 0},
    .c1 = {0, 0.25, 1, 0.25},
    .A1 = {{0}, {0.25}, {1}, {0.25}},
    .B1 = {{0}, {0.5}, {-1}, {-5, 3, 0.5}},
    .beta1 = {-1, 4.0 / 3, 2.0 / 3, 0},
    .beta2 = {-1, 4.0 / 3, -1.0 / 3, 0},
    .beta3 = {2, -4.0 / 3, -2.0 / 3, 0},
    .beta4 = {-2, 5.0 / 3, -2.0 / 3, 1},
    /* additive: beta2 and beta4 sum to zero over equal g; g(t) is asked where SRA1 asks it */
    .additive = {.s = 2,
                 .c0 = {0, 0.75},
                 .A0 = {{0}, {0.75}},
                 .B0 = {{0}, {1.5}},
                 .alpha = {1.0 / 3, 2.0 / 3},
                 .c1 = {1, 0},
                 .beta1 = {1, 0},
                 .beta2 = {-1, 1}},
};

/* Where everything stands in the work; own(d) is the noise of component d. */
struct room {
    double *F, *G;   /* [s][dim] drift, and the own column of g, at the stages */
    double *point;   /* [dim] */
    double *z, *u;   /* [noise] */
    double *w;       /* a row */
    double *columns; /* [dim][noise] all of g, diagonal noise only */
    size_t stage;    /* doubles between two stages */
};

static struct room room_of(const struct fpk_sriw *table, const struct fpk_step *s)
{
    size_t dim = s->model->dim, noise = s->model->noise;
    struct room r = {.F = s->work, .stage = dim * FPK_BLOCK};
    r.G = r.F + table->s * r.stage;
    r.point = r.G + table->s * r.stage;
    r.z = r.point + r.stage;
    r.u = r.z + noise * FPK_BLOCK;
    r.w = r.u + noise * FPK_BLOCK;
    r.columns = r.w + FPK_BLOCK;
    return r;
}

static size_t sriw_work(const struct fpk_sriw *table, const struct fpk_model *model)
{
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        return fpk_sra_work(&table->additive, model);
    size_t dim = model->dim, noise = model->noise;
    return (2 * table->s + 1) * dim + 2 * noise + 1 + (noise == 1 ? 0 : dim * noise);
}

static size_t noise_of(const struct fpk_model *model, size_t d)
{
    return model->noise == 1 ? 0 : d;
}

/* Is f at stage i used? */
static bool drift_used(const struct fpk_sriw *table, size_t i)
{
    bool used = table->alpha[i] != 0;
    for (size_t k = i + 1; k < table->s; k++)
        used = used || table->A0[k][i] != 0 || table->A1[k][i] != 0;
    return used;
}

/* F_i <- f(H0_i) */
static void ask_drift(const struct fpk_sriw *table, const struct fpk_step *s, struct room *r,
                      size_t i)
{
    const struct fpk_model *model = s->model;
    size_t n = s->n;
    if (!drift_used(table, i))
        return;
    fpk_rk_stage(s, i, table->A0[i], r->F, r->point);
    for (size_t j = 0; j < i; j++)
        for (size_t d = 0; d < model->dim; d++)
            fpk_rk_add_product(n, table->B0[i][j], r->G + j * r->stage + d * n,
                               r->u + noise_of(model, d) * n, r->point + d * n);
    model->drift(s->t + table->c0[i] * s->dt, n, r->point, r->F + i * r->stage, model->ctx);
}

/* G_i <- the own columns of g(H_i) */
static void ask_diffusion(const struct fpk_sriw *table, const struct fpk_step *s, struct room *r,
                          size_t i)
{
    const struct fpk_model *model = s->model;
    size_t dim = model->dim, n = s->n;
    double t = s->t + table->c1[i] * s->dt, *G = r->G + i * r->stage;
    fpk_rk_stage(s, i, table->A1[i], r->F, r->point);
    for (size_t j = 0; j < i; j++)
        fpk_rk_add(dim * n, sqrt(s->dt) * table->B1[i][j], r->G + j * r->stage, r->point);
    if (model->noise == 1) {
        model->diffusion(t, n, r->point, G, model->ctx);
        return;
    }
    model->diffusion(t, n, r->point, r->columns, model->ctx);
    for (size_t d = 0; d < dim; d++)
        memcpy(G + d * n, r->columns + fpk_rk_own(model, d) * n, n * sizeof *G);
}

static void sriw_step(const struct fpk_sriw *table, const struct fpk_step *s)
{
    const struct fpk_model *model = s->model;
    if (model->noise_kind == FPK_NOISE_ADDITIVE) {
        fpk_sra_step(&table->additive, s);
        return;
    }
    size_t dim = model->dim, n = s->n;
    double root = sqrt(s->dt);
    struct room r = room_of(table, s);
    for (size_t k = 0; k < model->noise; k++) {
        fpk_noise_areas(&s->noise, (uint32_t)k, n, r.z + k * n, r.w);
        FPK_DISPATCH(fpk_rk_time_integral)(n, root, r.z + k * n, r.w, r.u + k * n);
    }
    for (size_t i = 0; i < table->s; i++) {
        ask_drift(table, s, &r, i);
        ask_diffusion(table, s, &r, i);
    }
    for (size_t i = 0; i < table->s; i++) {
        double b[4] = {table->beta1[i], table->beta2[i], table->beta3[i], table->beta4[i]};
        fpk_rk_add(dim * n, s->dt * table->alpha[i], r.F + i * r.stage, s->x);
        for (size_t d = 0; d < dim; d++) {
            size_t k = noise_of(model, d);
            if (d == 0 || k > 0)
                FPK_DISPATCH(fpk_rk_weight)(n, root, b, r.z + k * n, r.u + k * n, r.w);
            fpk_rk_add_product(n, 1, r.G + i * r.stage + d * n, r.w, s->x + d * n);
        }
    }
}

static size_t work(const struct fpk_model *model)
{
    return sriw_work(&fpk_sriw1_table, model);
}

static void step(const struct fpk_step *step)
{
    sriw_step(&fpk_sriw1_table, step);
}

const struct fpk_stepper fpk_sriw1 = {
    .name = "sriw1",
    .sentence = "Runge-Kutta without derivatives for scalar or diagonal noise (SRI1W1).",
    .citation = "Roessler, SIAM J. Numer. Anal. 48, 922 (2010), doi:10.1137/09076636X",
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT | FPK_USES_AREA,
    /* Weak 2 holds for linear g. For others the stages X + sqrt(h) g, where the expansion has dW,
     * leave h^(5/2) in E X'^2 of one step, h^3 in E X' (docs/orders.md). */
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1.5, .weak = 2},
              [FPK_NOISE_SCALAR] = {.strong = 1.5, .weak = 1.5},
              [FPK_NOISE_DIAGONAL] = {.strong = 1.5, .weak = 1.5}},
    .work = work,
    .step = step,
};
