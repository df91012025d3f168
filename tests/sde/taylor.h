/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ito-Taylor expansions to hold a step against (Kloeden, Platen 1992, chapters 5 and 10,
 * doi:10.1007/978-3-662-12616-5), for systems of polynomials: derivatives by a difference formula
 * of nine points, exact up to degree 8, so that nothing is shared with a method's own stages.
 *
 *     L^0 u = u_t + sum_k f_k u_k + 1/2 sum_klj g_kj g_lj u_kl,    L^j u = sum_k g_kj u_k        */
#ifndef FPK_TESTS_SDE_TAYLOR_H
#define FPK_TESTS_SDE_TAYLOR_H

#include "fpk/sde/stepper.h"

#include "../check.h"

/* y = (t, x_0, x_1). */
struct taylor_system {
    size_t dim, noise;
    enum fpk_noise_kind kind;
    double (*f)(size_t i, const double *y);
    double (*g)(size_t i, size_t j, const double *y);
};

/* What the operators act on: f_i, g_ij or phi. */
struct taylor_base {
    char kind; /* 'f', 'g', 'p' */
    size_t i, j;
    double (*phi)(const double *y);
};

static inline double taylor_value(const struct taylor_system *s, struct taylor_base base,
                                  size_t length, const size_t *word, const double *y);

/* d/dy_k of the value of the word. */
static inline double taylor_slope(const struct taylor_system *s, struct taylor_base base,
                                  size_t length, const size_t *word, size_t k, const double *y)
{
    static const double weight[4] = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
    const double h = 0.25;
    double sum = 0, at[3] = {y[0], y[1], y[2]};
    for (int m = 4; m >= 1; m--) {
        at[k] = y[k] + m * h;
        double high = taylor_value(s, base, length, word, at);
        at[k] = y[k] - m * h;
        sum += weight[m - 1] * (high - taylor_value(s, base, length, word, at));
    }
    return sum / h;
}

/* d2/dy_k dy_l, first derivatives of first derivatives. */
static inline double taylor_second(const struct taylor_system *s, struct taylor_base base,
                                   size_t length, const size_t *word, size_t k, size_t l,
                                   const double *y)
{
    static const double weight[4] = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
    const double h = 0.25;
    double sum = 0, at[3] = {y[0], y[1], y[2]};
    for (int m = 4; m >= 1; m--) {
        at[k] = y[k] + m * h;
        double high = taylor_slope(s, base, length, word, l, at);
        at[k] = y[k] - m * h;
        sum += weight[m - 1] * (high - taylor_slope(s, base, length, word, l, at));
    }
    return sum / h;
}

/* L^{word[0]} ... L^{word[length-1]} of the base, at y. */
static inline double taylor_value(const struct taylor_system *s, struct taylor_base base,
                                  size_t length, const size_t *word, const double *y)
{
    if (length == 0)
        return base.kind == 'f'   ? s->f(base.i, y)
               : base.kind == 'g' ? s->g(base.i, base.j, y)
                                  : base.phi(y);
    size_t j = word[0];
    double sum = j == 0 ? taylor_slope(s, base, length - 1, word + 1, 0, y) : 0;
    for (size_t k = 0; k < s->dim; k++) {
        double along = j == 0 ? s->f(k, y) : s->g(k, j - 1, y);
        if (along != 0)
            sum += along * taylor_slope(s, base, length - 1, word + 1, k + 1, y);
        for (size_t l = 0; j == 0 && l < s->dim; l++) {
            double spread = 0;
            for (size_t m = 0; m < s->noise; m++)
                spread += s->g(k, m, y) * s->g(l, m, y);
            if (spread != 0)
                sum += spread / 2 * taylor_second(s, base, length - 1, word + 1, k + 1, l + 1, y);
        }
    }
    return sum;
}

/* The system as a model. */
static inline void taylor_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct taylor_system *s = ctx;
    for (size_t i = 0; i < n; i++) {
        double y[3] = {t, x[i], s->dim > 1 ? x[n + i] : 0};
        for (size_t d = 0; d < s->dim; d++)
            out[d * n + i] = s->f(d, y);
    }
}

static inline void taylor_diffusion(double t, size_t n, const double *x, double *out,
                                    const void *ctx)
{
    const struct taylor_system *s = ctx;
    for (size_t i = 0; i < n; i++) {
        double y[3] = {t, x[i], s->dim > 1 ? x[n + i] : 0};
        for (size_t d = 0; d < s->dim; d++)
            for (size_t j = 0; j < s->noise; j++)
                out[(d * s->noise + j) * n + i] = s->g(d, j, y);
    }
}

static inline struct fpk_model taylor_model(const struct taylor_system *s)
{
    return (struct fpk_model){.name = "polynomials",
                              .dim = s->dim,
                              .noise = s->noise,
                              .noise_kind = s->kind,
                              .drift = taylor_drift,
                              .diffusion = taylor_diffusion,
                              .ctx = s};
}

/* One step from y for n points whose noises are given; x [dim][n] on return. The room that the
 * method asks for is enough, and its last row is needed. */
static inline void taylor_step(const struct fpk_stepper *stepper, const struct fpk_model *model,
                               const double *y, double h, size_t n,
                               const struct fpk_noise_given *given, double *x)
{
    double *work = NULL;
    size_t rows = stepper->work(model);
    check_ok(fpk_allocate(&work, (rows + 1) * FPK_BLOCK));
    for (size_t i = 0; i < (rows + 1) * FPK_BLOCK; i++)
        work[i] = 12345;
    for (size_t d = 0; d < model->dim; d++)
        for (size_t i = 0; i < n; i++)
            x[d * n + i] = y[1 + d];
    struct fpk_step step = {.model = model, .t = y[0], .dt = h, .n = n, .x = x, .work = work};
    step.noise = (struct fpk_noise){.refine = 1, .given = given};
    stepper->step(&step);
    size_t beyond = 0;
    for (size_t i = 0; i < FPK_BLOCK; i++)
        beyond += work[rows * FPK_BLOCK + i] != 12345;
    check_equal(beyond, 0);
    fpk_release(&work);
}

/* Nodes and weights of Gauss-Hermite, 5 points for a standard normal: exact to degree 9. */
static const double taylor_node[5] = {-2.8569700138728056, -1.3556261799742659, 0,
                                      1.3556261799742659, 2.8569700138728056};
static const double taylor_weight[5] = {0.011257411327720689, 0.22207592200561266,
                                        0.53333333333333333, 0.22207592200561266,
                                        0.011257411327720689};

enum { TAYLOR_MOST = 625 };

/* All combinations of nodes for z and, when areas, a: [noise][n] each. Returns n. */
static inline size_t taylor_rule(size_t noise, bool areas, double *z, double *a, double *weight)
{
    size_t axes = noise * (areas ? 2 : 1), n = 1;
    for (size_t k = 0; k < axes; k++)
        n *= 5;
    for (size_t i = 0; i < n; i++) {
        size_t rest = i;
        weight[i] = 1;
        for (size_t k = 0; k < axes; k++, rest /= 5) {
            (k < noise ? z + k * n : a + (k - noise) * n)[i] = taylor_node[rest % 5];
            weight[i] *= taylor_weight[rest % 5];
        }
    }
    return n;
}

/* The expansion of order 1.5 (high) or 1 from y with normals z_j, a_j of component j at stride n,
 * for noise that is additive, scalar or diagonal (high), or commutes. */
static inline double taylor_expand(const struct taylor_system *s, bool high, size_t i,
                                   const double *y, double h, size_t n, const double *z,
                                   const double *a)
{
    const struct taylor_base f = {.kind = 'f', .i = i};
    size_t zero = 0;
    double x = y[1 + i] + h * s->f(i, y), root = sqrt(h);
    if (high)
        x += h * h / 2 * taylor_value(s, f, 1, &zero, y);
    for (size_t j = 0; j < s->noise; j++) {
        const struct taylor_base g = {.kind = 'g', .i = i, .j = j};
        double dw = root * z[j * n];
        x += s->g(i, j, y) * dw;
        for (size_t l = 0; l < s->noise; l++) {
            size_t word = l + 1;
            x += taylor_value(s, g, 1, &word, y) * (root * z[l * n] * dw - (l == j ? h : 0)) / 2;
        }
        if (!high)
            continue;
        size_t word[2] = {j + 1, j + 1};
        double first = h * root * (z[j * n] / 2 + a[j * n] / sqrt(12)); /* I_(j,0) */
        x += taylor_value(s, f, 1, word, y) * first;
        x += taylor_value(s, g, 1, &zero, y) * (h * dw - first);
        x += taylor_value(s, g, 2, word, y) * (dw * dw - 3 * h) * dw / 6;
    }
    return x;
}

/* Root mean square and mean of (step - expansion) for component i. */
static inline void taylor_error(const struct fpk_stepper *stepper, const struct taylor_system *s,
                                bool high, size_t i, const double *y, double h, double *rms,
                                double *mean)
{
    static double z[2 * TAYLOR_MOST], a[2 * TAYLOR_MOST], weight[TAYLOR_MOST], x[2 * TAYLOR_MOST];
    struct fpk_model model = taylor_model(s);
    size_t n = taylor_rule(s->noise, high, z, a, weight);
    struct fpk_noise_given given = {.ld = n, .z = z, .a = high ? a : NULL};
    taylor_step(stepper, &model, y, h, n, &given, x);
    *rms = *mean = 0;
    for (size_t p = 0; p < n; p++) {
        double e = x[i * n + p] - taylor_expand(s, high, i, y, h, n, z + p, a + p);
        *rms += weight[p] * e * e;
        *mean += weight[p] * e;
    }
    *rms = sqrt(*rms);
}

/* Strong order 1.5: the error of one step is h^2 in rms and h^3 in the mean; order 1: h^(3/2) and
 * h^2 (Milstein's theorem), both against the expansion of order 1.5. Slopes between h = 2^-9 and
 * 2^-10; nothing is random. */
static inline void taylor_check(const struct fpk_stepper *stepper, const struct taylor_system *s,
                                double order, const double *y)
{
    for (size_t i = 0; i < s->dim; i++) {
        double rms[2], mean[2];
        taylor_error(stepper, s, true, i, y, 0x1p-9, &rms[0], &mean[0]);
        taylor_error(stepper, s, true, i, y, 0x1p-10, &rms[1], &mean[1]);
        check_close(log2(rms[0] / rms[1]), order + 0.5, 0.05);
        check_close(log2(fabs(mean[0] / mean[1])), order == 1.5 ? 3 : 2, 0.05);
    }
}

#endif
