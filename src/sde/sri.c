/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runge-Kutta for any noise, strong order 1 where it commutes: Roessler, SIAM J. Numer. Anal. 48
 * (2010) 922, doi:10.1137/09076636X, section 6.1 (SRI1). With I_(l,k) = (dW_l dW_k - h [l = k])/2,
 * exact in the symmetric part; the Levy areas, which matter to noise that does not commute, are
 * left out, and there the order is 1/2. */
#include "runge_kutta_priv.h"

#include <math.h>

const struct fpk_sri fpk_sri1_table = {
    .s = 3,
    .alpha = {1, 0, 0},
    .B1 = {{0}, {1}, {-1}},
    .beta1 = {1, 0, 0},
    .beta2 = {0, 0.5, -0.5},
    .additive = {.s = 1, .alpha = {1}, .beta1 = {1}},
};

static size_t sri_work(const struct fpk_sri *table, const struct fpk_model *model)
{
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        return fpk_sra_work(&table->additive, model);
    return fpk_rk_work(model, table->s);
}

static bool drift_used(const struct fpk_sri *table, size_t i)
{
    bool used = table->alpha[i] != 0;
    for (size_t k = i + 1; k < table->s; k++)
        used = used || table->A0[k][i] != 0 || table->A1[k][i] != 0;
    return used;
}

/* point += sum_j B1_ij g_l(H_j^(l)) I_(l,k)/sqrt(h) */
static void add_pair(const struct fpk_sri *table, const struct fpk_step *s,
                     const struct fpk_rk_room *r, size_t i, size_t l, size_t k)
{
    size_t n = s->n, noise = s->model->noise;
    bool diagonal = s->model->noise_kind == FPK_NOISE_DIAGONAL;
    FPK_DISPATCH(fpk_rk_pair)(n, sqrt(s->dt), r->z + l * n, r->z + k * n, l == k, r->w);
    for (size_t j = 0; j < i; j++)
        for (size_t d = 0; d < s->model->dim; d++)
            if (!diagonal || d == l)
                fpk_rk_add_product(n, table->B1[i][j], r->G + j * r->matrix + (d * noise + l) * n,
                                   r->w, r->point + d * n);
}

/* G_i <- g_k(H_i^(k)), all k at once where H_i^(k) is one function of X (fpk_rk_joint). */
static void ask_diffusion(const struct fpk_sri *table, const struct fpk_step *s,
                          const struct fpk_rk_room *r, size_t i)
{
    const struct fpk_model *model = s->model;
    size_t n = s->n, noise = model->noise;
    double t = s->t + table->c1[i] * s->dt, *G = r->G + i * r->matrix;
    if (i == 0 || fpk_rk_joint(model)) {
        fpk_rk_stage(s, i, table->A1[i], r->F, r->point);
        for (size_t k = 0; k < noise && i > 0; k++)
            add_pair(table, s, r, i, k, k);
        model->diffusion(t, n, r->point, G, model->ctx);
        return;
    }
    for (size_t k = 0; k < noise; k++) {
        fpk_rk_stage(s, i, table->A1[i], r->F, r->point);
        for (size_t l = 0; l < noise; l++)
            add_pair(table, s, r, i, l, k);
        fpk_rk_ask_column(s, r, t, k, G);
    }
}

static void sri_step(const struct fpk_sri *table, const struct fpk_step *s)
{
    const struct fpk_model *model = s->model;
    if (model->noise_kind == FPK_NOISE_ADDITIVE) {
        fpk_sra_step(&table->additive, s);
        return;
    }
    size_t n = s->n, noise = model->noise;
    bool diagonal = model->noise_kind == FPK_NOISE_DIAGONAL;
    double root = sqrt(s->dt);
    struct fpk_rk_room r = fpk_rk_room(s, table->s);
    for (size_t k = 0; k < noise; k++)
        fpk_noise_normals(&s->noise, (uint32_t)k, n, r.z + k * n);
    for (size_t i = 0; i < table->s; i++) {
        if (drift_used(table, i))
            fpk_rk_ask_drift(s, &r, i, table->c0[i], table->A0[i], table->B0[i]);
        ask_diffusion(table, s, &r, i);
    }
    for (size_t i = 0; i < table->s; i++) {
        fpk_rk_add(model->dim * n, s->dt * table->alpha[i], r.F + i * r.stage, s->x);
        for (size_t e = 0; e < model->dim * noise; e++) {
            size_t d = e / noise, k = e % noise;
            if (diagonal && d != k)
                continue;
            const double *g = r.G + i * r.matrix + e * n;
            fpk_rk_add_product(n, root * table->beta1[i], g, r.z + k * n, s->x + d * n);
            fpk_rk_add(n, root * table->beta2[i], g, s->x + d * n);
        }
    }
}

static size_t work(const struct fpk_model *model)
{
    return sri_work(&fpk_sri1_table, model);
}

static void step(const struct fpk_step *step)
{
    sri_step(&fpk_sri1_table, step);
}

const struct fpk_stepper fpk_sri1 = {
    .name = "sri1",
    .sentence = "Milstein without derivatives: Runge-Kutta of strong order 1 (SRI1).",
    .citation = "Roessler, SIAM J. Numer. Anal. 48, 922 (2010), doi:10.1137/09076636X",
    .convention = FPK_ITO,
    .uses = FPK_USES_INCREMENT,
    .order = {[FPK_NOISE_ADDITIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_SCALAR] = {.strong = 1, .weak = 1},
              [FPK_NOISE_DIAGONAL] = {.strong = 1, .weak = 1},
              [FPK_NOISE_COMMUTATIVE] = {.strong = 1, .weak = 1},
              [FPK_NOISE_GENERAL] = {.strong = 0.5, .weak = 1}},
    .work = work,
    .step = step,
};
