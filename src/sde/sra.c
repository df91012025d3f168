/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runge-Kutta for additive noise, strong order 1.5: Roessler, SIAM J. Numer. Anal. 48 (2010) 922,
 * doi:10.1137/09076636X, section 6.3 (SRA1, SRA3). The matrix g(t) is the same for every particle,
 * so it is asked at one point only. */
#include "runge_kutta_priv.h"

#include <math.h>
#include <string.h>

const struct fpk_sra fpk_sra1_table = {
    .s = 2,
    .c0 = {0, 0.75},
    .A0 = {{0}, {0.75}},
    .B0 = {{0}, {1.5}},
    .alpha = {1.0 / 3, 2.0 / 3},
    .c1 = {1, 0},
    .beta1 = {1, 0},
    .beta2 = {-1, 1},
};

const struct fpk_sra fpk_sra3_table = {
    .s = 3,
    .c0 = {0, 1, 0.5},
    .A0 = {{0}, {1}, {0.25, 0.25}},
    .B0 = {{0}, {0}, {1, 0.5}},
    .alpha = {1.0 / 6, 1.0 / 6, 2.0 / 3},
    .c1 = {1, 0, 0},
    .beta1 = {1, 0, 0},
    .beta2 = {-1, 1, 0},
};

/* Does the method need the areas? */
static bool uses_area(const struct fpk_sra *table)
{
    bool used = false;
    for (size_t i = 0; i < table->s; i++) {
        used = used || table->beta2[i] != 0;
        for (size_t j = 0; j < i; j++)
            used = used || table->B0[i][j] != 0;
    }
    return used && !table->three_point;
}

/* Is g at stage j used at all? */
static bool stage_used(const struct fpk_sra *table, size_t j)
{
    bool used = table->beta1[j] != 0 || table->beta2[j] != 0;
    for (size_t i = j + 1; i < table->s; i++)
        used = used || table->B0[i][j] != 0;
    return used;
}

/* Where everything stands in the work. */
struct room {
    double *F; /* [s][dim] drift at the stages */
    double *S; /* [s][dim] noise of the stages; its first, which has none, is that of the step */
    double *point; /* [dim] */
    double *z, *u; /* a row each */
    double *g;     /* [s] matrices [dim][noise] of one point */
    double *at;    /* the point where g is asked, [dim] of one point */
    size_t g_size;
};

static struct room room_of(const struct fpk_sra *table, const struct fpk_step *s)
{
    size_t rows = s->model->dim * FPK_BLOCK;
    struct room r = {.F = s->work,
                     .g_size = fpk_sde_rows(s->model->dim * s->model->noise) * FPK_BLOCK};
    r.S = r.F + table->s * rows;
    r.point = r.S + table->s * rows;
    r.z = r.point + rows;
    r.u = r.z + FPK_BLOCK;
    r.g = r.u + FPK_BLOCK;
    r.at = r.g + table->s * r.g_size;
    return r;
}

size_t fpk_sra_work(const struct fpk_sra *table, const struct fpk_model *model)
{
    size_t dim = model->dim;
    return (2 * table->s + 1) * dim + 2 + table->s * fpk_sde_rows(dim * model->noise) +
           fpk_sde_rows(dim);
}

/* g at the times t + c1_i h. */
static void ask_diffusion(const struct fpk_sra *table, const struct fpk_step *s, struct room *r)
{
    const struct fpk_model *model = s->model;
    for (size_t i = 0; i < table->s; i++) {
        double *g = r->g + i * r->g_size;
        if (stage_used(table, i))
            fpk_sde_additive(model, s->t + table->c1[i] * s->dt, s->n, s->x, r->at, g);
        else
            memset(g, 0, model->dim * model->noise * sizeof *g);
    }
}

/* sum_i b_i g_i of entry e of the matrix. */
static double weighed(const struct fpk_sra *table, const struct room *r, const double *b, size_t e)
{
    double sum = 0;
    for (size_t i = 0; i < table->s; i++)
        sum += b[i] * r->g[i * r->g_size + e];
    return sum;
}

/* Is noise j anywhere in the step? */
static bool noise_used(const struct fpk_sra *table, const struct fpk_model *model,
                       const struct room *r, size_t j)
{
    for (size_t i = 0; i < table->s; i++)
        for (size_t d = 0; d < model->dim; d++)
            if (r->g[i * r->g_size + d * model->noise + j] != 0)
                return true;
    return false;
}

/* S <- what the noises give to each stage and to the step. */
static void add_noises(const struct fpk_sra *table, const struct fpk_step *s, const struct room *r)
{
    size_t dim = s->model->dim, n = s->n;
    double root = sqrt(s->dt);
    memset(r->S, 0, table->s * dim * FPK_BLOCK * sizeof *r->S);
    for (size_t j = 0; j < s->model->noise; j++) {
        if (!noise_used(table, s->model, r, j))
            continue;
        const double *u = r->z;
        double u_root = root;
        if (table->three_point) {
            fpk_noise_three_point(&s->noise, (uint32_t)j, n, r->z);
        } else if (uses_area(table)) {
            double *a = r->point;
            fpk_noise_areas(&s->noise, (uint32_t)j, n, r->z, a);
            FPK_DISPATCH(fpk_rk_time_integral)(n, root, r->z, a, r->u);
            u = r->u;
            u_root = 1;
        } else {
            fpk_noise_normals(&s->noise, (uint32_t)j, n, r->z);
        }
        for (size_t d = 0; d < dim; d++) {
            size_t e = d * s->model->noise + j;
            fpk_rk_add(n, root * weighed(table, r, table->beta1, e), r->z, r->S + d * n);
            fpk_rk_add(n, u_root * weighed(table, r, table->beta2, e), u, r->S + d * n);
            for (size_t i = 1; i < table->s; i++)
                fpk_rk_add(n, u_root * weighed(table, r, table->B0[i], e), u,
                           r->S + i * dim * FPK_BLOCK + d * n);
        }
    }
}

void fpk_sra_step(const struct fpk_sra *table, const struct fpk_step *s)
{
    const struct fpk_model *model = s->model;
    size_t rows = model->dim * s->n, stage = model->dim * FPK_BLOCK;
    struct room r = room_of(table, s);
    ask_diffusion(table, s, &r);
    add_noises(table, s, &r);
    for (size_t i = 0; i < table->s; i++) {
        const double *at = i == 0 ? s->x : r.point;
        if (i > 0) {
            fpk_rk_stage(s, i, table->A0[i], r.F, r.point);
            fpk_rk_add(rows, 1, r.S + i * stage, r.point);
        }
        model->drift(s->t + table->c0[i] * s->dt, s->n, at, r.F + i * stage, model->ctx);
    }
    for (size_t i = 0; i < table->s; i++)
        fpk_rk_add(rows, s->dt * table->alpha[i], r.F + i * stage, s->x);
    fpk_rk_add(rows, 1, r.S, s->x);
}

static size_t sra1_work(const struct fpk_model *model)
{
    return fpk_sra_work(&fpk_sra1_table, model);
}

static size_t sra3_work(const struct fpk_model *model)
{
    return fpk_sra_work(&fpk_sra3_table, model);
}

static void sra1_step(const struct fpk_step *step)
{
    fpk_sra_step(&fpk_sra1_table, step);
}

static void sra3_step(const struct fpk_step *step)
{
    fpk_sra_step(&fpk_sra3_table, step);
}

#define CITATION "Roessler, SIAM J. Numer. Anal. 48, 922 (2010), doi:10.1137/09076636X"

const struct fpk_stepper fpk_sra1 = {
    .name = "sra1",
    .sentence = "Runge-Kutta for additive noise with the area of the path: two drifts a step.",
    .citation = CITATION,
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT | FPK_USES_AREA,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1.5, .weak = 2}},
    .work = sra1_work,
    .step = sra1_step,
};

const struct fpk_stepper fpk_sra3 = {
    .name = "sra3",
    .sentence = "As sra1 with three drifts a step: third order where there is no noise.",
    .citation = CITATION,
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT | FPK_USES_AREA,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1.5, .weak = 2}},
    .work = sra3_work,
    .step = sra3_step,
};
