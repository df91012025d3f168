/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runge-Kutta of weak order 2 for any noise: Debrabant, Roessler, Appl. Numer. Math. 59 (2009) 582,
 * doi:10.1016/j.apnum.2008.03.012 (DRI1). With three-point variables xi_k and signs eta_k,
 *
 *     dW_k = sqrt(h) xi_k,    I_(k,k) = h (xi_k^2 - 1)/2,
 *     I_(k,l) = h (xi_k xi_l -+ eta_k eta_l)/2     (- for k < l, + for k > l; the last eta is 1)
 *
 * so that one sign fewer than there are noises is drawn. The products eta_k eta_l of different
 * pairs are uncorrelated, as the areas that they stand for are. (One sign for the smaller index of
 * each pair, as one also reads, has E I_(1,2) I_(1,3) = h^2/4 and is of weak order 1 from three
 * noises on.) */
#include "runge_kutta_priv.h"

#include <math.h>

#define B121  0.83458832858346354156 /* 3 sqrt(38/491) */
#define B221  0.44049473309100518828 /* 214/513 sqrt(1105/991) */
#define B222  0.20213356443708742752 /* 491/513 sqrt(221/4955) */
#define BETA2 0.59909776218491315629 /* sqrt(491/38)/6 */
#define BETA4 0.59188278083108980693 /* sqrt(4955/221)/8 */
#define B021  0.35505102572168219018 /* (6 - sqrt(6))/10 */
#define B031  1.5797958971132712393  /* (3 + 2 sqrt(6))/5 */
#define C1    (342.0 / 491)

const struct fpk_dri fpk_dri1_table = {
    .s = 3,
    .c0 = {0, 0.5, 1},
    .A0 = {{0}, {0.5}, {-1, 2}},
    .B0 = {{0}, {B021}, {B031}},
    .alpha = {1.0 / 6, 2.0 / 3, 1.0 / 6},
    .c1 = {0, C1, C1},
    .A1 = {{0}, {C1}, {C1}},
    .B1 = {{0}, {B121}, {-B121}},
    .B2 = {{0}, {-B221, -B222, -B222}, {B221, B222, B222}},
    .beta1 = {193.0 / 684, 491.0 / 1368, 491.0 / 1368},
    .beta2 = {0, BETA2, -BETA2},
    .beta3 = {-4955.0 / 7072, 4955.0 / 14144, 4955.0 / 14144},
    .beta4 = {0, -BETA4, BETA4},
    /* g(t): the two stages of g at t + C1 h are one, beta2 ... beta4 sum to zero */
    .additive = {.s = 3,
                 .c0 = {0, 0.5, 1},
                 .A0 = {{0}, {0.5}, {-1, 2}},
                 .B0 = {{0}, {B021}, {B031}},
                 .alpha = {1.0 / 6, 2.0 / 3, 1.0 / 6},
                 .c1 = {0, C1, 0},
                 .beta1 = {193.0 / 684, 491.0 / 684, 0},
                 .three_point = true},
};

/* What the stages K need beside the common room. */
struct areas {
    double *eta; /* [noise - 1] */
    double *C;   /* [dim][noise] sum_j B2_ij g_l(H_j^(l)) */
    double *g;   /* [dim][noise], one column at a time */
    double *sum; /* [dim] what all K give to the step */
};

static struct areas areas_of(const struct fpk_step *s, const struct fpk_rk_room *r)
{
    struct areas a = {.eta = r->all + r->matrix};
    a.C = a.eta + (s->model->noise - 1) * FPK_BLOCK;
    a.g = a.C + r->matrix;
    a.sum = a.g + r->matrix;
    return a;
}

static size_t dri_work(const struct fpk_dri *table, const struct fpk_model *model)
{
    if (model->noise_kind == FPK_NOISE_ADDITIVE)
        return fpk_sra_work(&table->additive, model);
    size_t dim = model->dim, noise = model->noise, rows = fpk_rk_work(model, table->s);
    return rows + (fpk_rk_joint(model) ? 0 : noise - 1 + 2 * dim * noise + dim);
}

/* G_i <- g_k(H_i^(k)) for all k, at once where H_i^(k) is one function of X. */
static void ask_diffusion(const struct fpk_dri *table, const struct fpk_step *s,
                          const struct fpk_rk_room *r, size_t i)
{
    const struct fpk_model *model = s->model;
    size_t n = s->n, dim = model->dim, noise = model->noise;
    bool joint = fpk_rk_joint(model);
    double t = s->t + table->c1[i] * s->dt, *G = r->G + i * r->matrix;
    for (size_t k = 0; k < (i == 0 || joint ? 1 : noise); k++) {
        fpk_rk_stage(s, i, table->A1[i], r->F, r->point);
        for (size_t j = 0; j < i; j++)
            for (size_t d = 0; d < dim; d++) {
                size_t e = joint ? fpk_rk_own(model, d) : d * noise + k;
                fpk_rk_add(n, sqrt(s->dt) * table->B1[i][j], r->G + j * r->matrix + e * n,
                           r->point + d * n);
            }
        if (i == 0 || joint)
            model->diffusion(t, n, r->point, G, model->ctx);
        else
            fpk_rk_ask_column(s, r, t, k, G);
    }
}

/* w <- I_(k,l)/sqrt(h), k != l. */
static void pair(const struct fpk_step *s, const struct fpk_rk_room *r, const struct areas *a,
                 size_t k, size_t l)
{
    size_t n = s->n, low = k < l ? k : l, high = k < l ? l : k;
    double half = (k < l ? -0.5 : 0.5) * sqrt(s->dt);
    FPK_DISPATCH(fpk_rk_pair)(n, sqrt(s->dt), r->z + k * n, r->z + l * n, 0, r->w);
    if (high == s->model->noise - 1)
        fpk_rk_add(n, half, a->eta + low * n, r->w);
    else
        fpk_rk_add_product(n, half, a->eta + low * n, a->eta + high * n, r->w);
}

/* sum += (beta3_i dW_k + beta4_i sqrt(h)) times column k of g */
static void add_column(const struct fpk_dri *table, const struct fpk_step *s,
                       const struct fpk_rk_room *r, size_t i, size_t k, const double *g,
                       double *sum)
{
    size_t n = s->n;
    double root = sqrt(s->dt);
    for (size_t d = 0; d < s->model->dim; d++) {
        const double *column = g + (d * s->model->noise + k) * n;
        fpk_rk_add_product(n, root * table->beta3[i], column, r->z + k * n, sum + d * n);
        fpk_rk_add(n, root * table->beta4[i], column, sum + d * n);
    }
}

/* sum <- what the stages K give. The first is X itself, where g is known. */
static void add_areas(const struct fpk_dri *table, const struct fpk_step *s,
                      const struct fpk_rk_room *r, const struct areas *a)
{
    const struct fpk_model *model = s->model;
    size_t n = s->n, dim = model->dim, noise = model->noise;
    for (size_t k = 0; k + 1 < noise; k++)
        fpk_noise_two_point(&s->noise, (uint32_t)k, n, a->eta + k * n);
    memset(a->sum, 0, dim * n * sizeof *a->sum);
    for (size_t i = 0; i < table->s; i++) {
        memset(a->C, 0, dim * noise * n * sizeof *a->C);
        for (size_t j = 0; j < table->s; j++)
            fpk_rk_add(dim * noise * n, table->B2[i][j], r->G + j * r->matrix, a->C);
        for (size_t k = 0; k < noise; k++) {
            if (i == 0) {
                add_column(table, s, r, i, k, r->G, a->sum);
                continue;
            }
            fpk_rk_stage(s, 0, table->A1[0], r->F, r->point);
            for (size_t l = 0; l < noise; l++) {
                if (l == k)
                    continue;
                pair(s, r, a, k, l);
                for (size_t d = 0; d < dim; d++)
                    fpk_rk_add_product(n, 1, a->C + (d * noise + l) * n, r->w, r->point + d * n);
            }
            fpk_rk_ask_column(s, r, s->t, k, a->g);
            add_column(table, s, r, i, k, a->g, a->sum);
        }
    }
}

static void dri_step(const struct fpk_dri *table, const struct fpk_step *s)
{
    const struct fpk_model *model = s->model;
    if (model->noise_kind == FPK_NOISE_ADDITIVE) {
        fpk_sra_step(&table->additive, s);
        return;
    }
    size_t n = s->n, dim = model->dim, noise = model->noise;
    bool joint = fpk_rk_joint(model), diagonal = model->noise_kind == FPK_NOISE_DIAGONAL;
    struct fpk_rk_room r = fpk_rk_room(s, table->s);
    for (size_t k = 0; k < noise; k++)
        fpk_noise_three_point(&s->noise, (uint32_t)k, n, r.z + k * n);
    for (size_t i = 0; i < table->s; i++) {
        fpk_rk_ask_drift(s, &r, i, table->c0[i], table->A0[i], table->B0[i]);
        ask_diffusion(table, s, &r, i);
    }
    struct areas a = {0};
    if (!joint) {
        a = areas_of(s, &r);
        add_areas(table, s, &r, &a);
        fpk_rk_add(dim * n, 1, a.sum, s->x);
    }
    for (size_t i = 0; i < table->s; i++) {
        double b[4] = {table->beta1[i], table->beta2[i], 0, 0};
        fpk_rk_add(dim * n, s->dt * table->alpha[i], r.F + i * r.stage, s->x);
        for (size_t k = 0; k < noise; k++) {
            const double *z = r.z + k * n;
            FPK_DISPATCH(fpk_rk_weight)(n, sqrt(s->dt), b, z, z, r.w);
            for (size_t d = 0; d < dim; d++)
                if (!diagonal || d == k)
                    fpk_rk_add_product(n, 1, r.G + i * r.matrix + (d * noise + k) * n, r.w,
                                       s->x + d * n);
        }
    }
}

static size_t work(const struct fpk_model *model)
{
    return dri_work(&fpk_dri1_table, model);
}

static void step(const struct fpk_step *step)
{
    dri_step(&fpk_dri1_table, step);
}

const struct fpk_stepper fpk_dri1 = {
    .name = "dri1",
    .sentence = "Runge-Kutta of weak order 2 for any noise; follows no path.",
    .citation = "Debrabant, Roessler, Appl. Numer. Math. 59, 582 (2009), "
                "doi:10.1016/j.apnum.2008.03.012",
    .convention = FPK_ITO,
    .uses = FPK_USES_THREE | FPK_USES_TWO,
    .order = {[FPK_NOISE_ADDITIVE] = {.weak = 2},
              [FPK_NOISE_SCALAR] = {.weak = 2},
              [FPK_NOISE_DIAGONAL] = {.weak = 2},
              [FPK_NOISE_COMMUTATIVE] = {.weak = 2},
              [FPK_NOISE_GENERAL] = {.weak = 2}},
    .work = work,
    .step = step,
};
