/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every entry of the catalogue: wiener.c, ornstein_uhlenbeck.c, rotating.c, geometric_brownian.c,
 * cir.c, benes.c, double_well.c, tilted_cosine.c, mueller_brown.c, duffing.c, van_der_pol.c,
 * fitzhugh_nagumo.c, lorenz.c, noising.c. What is known of them: test_facts.c. */
#include "evaluate.h"

static const double points[] = {-2.3, -1, -0.125, 0.5, 1.75, 3};
enum { N_POINTS = sizeof points / sizeof *points, MOST = 3 };
static const double TIME = 0.3;

/* Calls check on each kind with its defaults. */
static void each_kind(void (*check)(const struct fpk_model *model))
{
    size_t n;
    const struct fpk_model_kind *const *kind = fpk_model_kinds(&n);
    check_true(n >= 16);
    for (size_t i = 0; i < n; i++) {
        struct fpk_model model;
        make(&model, kind[i]->name, NULL);
        check_text(model.name, kind[i]->name);
        check_true(kind[i]->sentence && kind[i]->equation && strstr(kind[i]->citation, ":"));
        check(&model);
        fpk_model_clear(&model);
        fpk_model_clear(&model);
    }
}

/* Point i in as many dimensions as the model has; cir lives where x > 0. */
static void place(const struct fpk_model *m, int i, double *x)
{
    for (size_t d = 0; d < m->dim; d++)
        x[d] = points[(i + 2 * (int)d) % N_POINTS];
    if (strcmp(m->name, "cir") == 0)
        x[0] = fabs(x[0]);
}

/* d f[row] / d x[k] by Richardson's extrapolation of central differences, and |f| nearby. */
static double difference(const struct fpk_model *m, fpk_block_fn *f, const double *x, size_t row,
                         size_t k, double *size)
{
    double y[MOST], out[MOST * MOST], v[4], h = 0x1p-10;
    const double step[] = {-2 * h, -h, h, 2 * h};
    memcpy(y, x, m->dim * sizeof *x);
    for (int j = 0; j < 4; j++) {
        y[k] = x[k] + step[j];
        f(TIME, 1, y, out, m->ctx);
        v[j] = out[row];
        *size = fmax(*size, fabs(v[j]));
    }
    return (8 * (v[2] - v[1]) - (v[3] - v[0])) / (12 * h);
}

/* Richardson's error on these: h^4 = 9e-13 times a fifth derivative, up to 1e5 |f| for the steepest
 * (Mueller and Brown's), and rounding of 1e-13 |f|. */
static void slopes(const struct fpk_model *m, fpk_block_fn *f, fpk_block_fn *f_x, size_t rows,
                   double sign)
{
    for (int i = 0; i < N_POINTS; i++) {
        double x[MOST], out[MOST * MOST * MOST];
        place(m, i, x);
        f_x(TIME, 1, x, out, m->ctx);
        for (size_t row = 0; row < rows; row++)
            for (size_t k = 0; k < m->dim; k++) {
                double size = 1, want = sign * difference(m, f, x, row, k, &size);
                check_close(out[row * m->dim + k], want, 2e-7 * size);
            }
    }
}

static void derivatives(const struct fpk_model *m)
{
    slopes(m, m->drift, m->drift_x, m->dim, 1);
    if (m->potential)
        slopes(m, m->potential, m->drift, 1, -1);
    if (m->diffusion_x)
        slopes(m, m->diffusion, m->diffusion_x, m->dim * m->noise, 1);
    double x[MOST], y[MOST] = {0}, now[MOST * MOST], then[MOST * MOST];
    place(m, 0, x);
    m->diffusion(TIME, 1, x, now, m->ctx);
    m->diffusion(TIME, 1, y, then, m->ctx);
    for (size_t i = 0; !m->diffusion_x && i < m->dim * m->noise; i++)
        check_same_bits(now[i], then[i]);
    m->drift(TIME, 1, x, now, m->ctx);
    m->drift(0.9, 1, x, then, m->ctx);
    for (size_t i = 0; m->autonomous && i < m->dim; i++)
        check_same_bits(now[i], then[i]);
}

static void test_derivatives(void **state)
{
    (void)state;
    each_kind(derivatives);
}

/* X_u given X_s is X_u given X_t given X_s (Chapman, Kolmogorov), to a few ulp. */
static void composition(const struct fpk_model *m)
{
    if (!m->exact || m->dim > 1)
        return;
    struct fpk_exact_law first, second, whole;
    check_true(m->exact(0.1, 0.35, &first, m->ctx));
    check_true(m->exact(0.35, 0.8, &second, m->ctx));
    check_true(m->exact(0.1, 0.8, &whole, m->ctx));
    if (whole.family != FPK_EXACT_GAUSSIAN)
        return;
    double a = second.alpha;
    check_relative(whole.alpha, a * first.alpha, 1e-14);
    check_close(whole.shift, a * first.shift + second.shift, 1e-15);
    check_relative(whole.sigma * whole.sigma,
                   a * a * first.sigma * first.sigma + second.sigma * second.sigma, 1e-13);
}

static void test_chapman_kolmogorov(void **state)
{
    (void)state;
    each_kind(composition);
}

/* (E X_{t+h} - x)/h -> f and Var/h -> g^2 with error O(h): halving h halves it, so extrapolating
 * leaves O(h^2) = 1e-8 times second derivatives of order 1e3 (VE), beside rounding at 1e-12. */
static void small_time(const struct fpk_model *m)
{
    if (!m->exact || m->dim > 1)
        return;
    double h = 1e-4, t = 0.4;
    for (int i = 0; i < N_POINTS; i++) {
        double x = points[i];
        struct fpk_exact_law one, half;
        check_true(m->exact(t, t + h, &one, m->ctx));
        check_true(m->exact(t, t + h / 2, &half, m->ctx));
        if (one.family != FPK_EXACT_GAUSSIAN)
            return;
        double rate1 = ((one.alpha - 1) * x + one.shift) / h;
        double rate2 = ((half.alpha - 1) * x + half.shift) / (h / 2);
        double g = at(m, m->diffusion, t, x), g2 = g * g;
        double var1 = one.sigma * one.sigma / h, var2 = half.sigma * half.sigma / (h / 2);
        check_close(2 * rate2 - rate1, at(m, m->drift, t, x), 1e-6 * fmax(1, fabs(x)));
        check_close(2 * var2 - var1, g2, 1e-6 * g2);
    }
}

static void test_small_time(void **state)
{
    (void)state;
    each_kind(small_time);
}

/* The equations as the citations have them, in C and the C library's arithmetic. */
static void test_equations(void **state)
{
    (void)state;
    struct fpk_model m;
    double x = 0.7, t = 0.25;
    make(&m, "wiener", (const char *[]){"mu", "-0.5", "sigma", "2", NULL});
    check_close(at(&m, m.drift, t, x), -0.5, 0);
    check_close(at(&m, m.diffusion, t, x), 2, 0);
    check_close(at(&m, m.potential, t, x), 0.35, 1e-16);
    fpk_model_clear(&m);
    make(&m, "ou", (const char *[]){"theta", "2", "mu", "1", "sigma", "0.3", NULL});
    check_close(at(&m, m.drift, t, x), 2 * (1 - x), 1e-16);
    check_close(at(&m, m.diffusion, t, x), 0.3, 0);
    fpk_model_clear(&m);
    make(&m, "gbm", (const char *[]){"mu", "0.1", "sigma", "0.4", NULL});
    check_close(at(&m, m.drift, t, x), 0.07, 1e-16);
    check_close(at(&m, m.diffusion, t, x), 0.28, 1e-16);
    check_equal(m.noise_kind, FPK_NOISE_SCALAR);
    fpk_model_clear(&m);
    make(&m, "double-well", (const char *[]){"scale", "3", "temperature", "0.5", NULL});
    check_close(at(&m, m.drift, t, x), 3 * (x - x * x * x), 1e-15);
    check_close(at(&m, m.diffusion, t, x), 1, 0);
    fpk_model_clear(&m);
    make(&m, "tilted-cosine", (const char *[]){"force", "0.2", "temperature", "2", NULL});
    check_close(at(&m, m.drift, t, x), sin(x) + 0.2, 1e-15);
    check_close(at(&m, m.diffusion, t, x), 2, 0);
    fpk_model_clear(&m);
    make(&m, "benes", NULL);
    check_close(at(&m, m.drift, t, x), tanh(x), 1e-15);
    check_close(at(&m, m.potential, t, x), -log(cosh(x)), 1e-15);
    check_close(at(&m, m.potential, t, -900), log(2) - 900, 1e-12);
    fpk_model_clear(&m);
    make(&m, "vp", NULL);
    check_close(at(&m, m.drift, t, x), -0.5 * (0.1 + 19.9 * t) * x, 1e-15);
    check_close(at(&m, m.diffusion, t, x), sqrt(0.1 + 19.9 * t), 1e-15);
    check_true(!m.autonomous && m.potential == NULL);
    fpk_model_clear(&m);
    make(&m, "ve", (const char *[]){"sigma-min", "0.5", "sigma-max", "8", NULL});
    check_close(at(&m, m.drift, t, x), 0, 0);
    check_close(at(&m, m.diffusion, t, x), 0.5 * pow(16, t) * sqrt(2 * log(16)), 1e-14);
    fpk_model_clear(&m);
}

/* OU: N(2, .3^2) at 0 has mean 2/e and variance .09 e^-2 + 1 - e^-2 at 1 when sigma^2 = 2. */
static void test_exact_ou(void **state)
{
    (void)state;
    struct fpk_model m;
    struct fpk_exact_law law;
    make(&m, "ou", (const char *[]){"sigma", "1.4142135623730951", "mu", "0.25", NULL});
    check_true(m.exact(3, 4, &law, m.ctx));
    check_close(law.alpha, exp(-1), 1e-16);
    check_close(law.shift, 0.25 * (1 - exp(-1)), 1e-16);
    check_close(law.sigma * law.sigma, 1 - exp(-2), 1e-15);
    fpk_model_clear(&m);
}

/* Moments of the law from x by its family's closed forms. */
static void law_moments(const struct fpk_exact_law *law, double x, double *mean, double *variance)
{
    if (law->family == FPK_EXACT_LOGNORMAL) {
        *mean = x * exp(law->shift + law->sigma * law->sigma / 2);
        *variance = *mean * *mean * expm1(law->sigma * law->sigma);
        return;
    }
    *mean = law->scale * (law->freedom + law->ratio * x);
    *variance = law->scale * law->scale * 2 * (law->freedom + 2 * law->ratio * x);
}

/* gbm and cir: dm/dt = E f and dv/dt = 2 cov(X, f) + E g^2 close for them; by differences in t of
 * the law's moments, whose error is h^4 = 1e-12. */
static void test_other_families(void **state)
{
    (void)state;
    const char *const names[] = {"gbm", "cir"};
    for (int k = 0; k < 2; k++) {
        struct fpk_model m;
        make(&m, names[k], NULL);
        double mean[5], variance[5], h = 1e-3, x = 0.7;
        for (int i = 0; i < 5; i++) {
            struct fpk_exact_law law;
            check_true(m.exact(0.5, 1 + (i - 2) * h, &law, m.ctx));
            check_equal(law.family, k ? FPK_EXACT_CHI_SQUARE : FPK_EXACT_LOGNORMAL);
            law_moments(&law, x, &mean[i], &variance[i]);
        }
        double f = at(&m, m.drift, 0, mean[2]), f_x = at(&m, m.drift_x, 0, mean[2]);
        double g = at(&m, m.diffusion, 0, mean[2]);
        double g2 = k ? g * g : g * g * (1 + variance[2] / (mean[2] * mean[2]));
        double rate = (8 * (mean[3] - mean[1]) - (mean[4] - mean[0])) / (12 * h);
        double spread = (8 * (variance[3] - variance[1]) - (variance[4] - variance[0])) / (12 * h);
        check_close(rate, f, 1e-10);
        check_close(spread, 2 * f_x * variance[2] + g2, 1e-10);
        fpk_model_clear(&m);
    }
}

/* k = 2, theta = 1, s = 0.5 from 0.5: mean and variance at 1. */
static void test_cir(void **state)
{
    (void)state;
    struct fpk_model m;
    struct fpk_exact_law law;
    double mean, variance;
    make(&m, "cir", (const char *[]){"k", "2", "theta", "1", "s", "0.5", NULL});
    check_true(m.exact(2, 3, &law, m.ctx));
    law_moments(&law, 0.5, &mean, &variance);
    check_close(mean, 0.9323323584, 5e-11);
    check_close(variance, 0.0540415448, 5e-11);
    check_close(law.freedom, 32, 1e-14);
    check_close(at(&m, m.drift, 0, 0.36), 2 * 0.64, 1e-15);
    check_close(at(&m, m.diffusion, 0, 0.36), 0.3, 1e-16);
    check_close(at(&m, m.diffusion, 0, -1e-3), 0, 0);
    check_close(at(&m, m.diffusion_x, 0, 0.36), slope(&m, m.diffusion, 0, 0.36), 1e-10);
    check_close(at(&m, m.diffusion_x, 0, 0), 0, 0); /* where schemes may bring it */
    check_close(at(&m, m.diffusion_x, 0, -1e-3), 0, 0);
    fpk_model_clear(&m);
}

/* f and g of the equations in several dimensions, in C. */
static void check_at(const char *name, const double *x, const double *f, const double *g)
{
    struct fpk_model m;
    double out[9], t = 0.25;
    make(&m, name, NULL);
    m.drift(t, 1, x, out, m.ctx);
    for (size_t i = 0; i < m.dim; i++)
        check_close(out[i], f[i], 1e-13 * fmax(1, fabs(f[i])));
    m.diffusion(t, 1, x, out, m.ctx);
    for (size_t i = 0; i < m.dim * m.noise; i++)
        check_close(out[i], g[i], 1e-15);
    check_equal(m.noise_kind, FPK_NOISE_ADDITIVE);
    fpk_model_clear(&m);
}

/* The force of Mueller and Brown's table 1. */
static void mueller_brown(const double *p, double *f)
{
    const double A[] = {-200, -100, -170, 15}, a[] = {-1, -1, -6.5, 0.7}, b[] = {0, 0, 11, 0.6};
    const double c[] = {-10, -10, -6.5, 0.7}, x0[] = {1, 0, -0.5, -1}, y0[] = {0, 0.5, 1.5, 1};
    f[0] = f[1] = 0;
    for (int k = 0; k < 4; k++) {
        double x = p[0] - x0[k], y = p[1] - y0[k];
        double u = A[k] * exp(a[k] * x * x + b[k] * x * y + c[k] * y * y);
        f[0] -= u * (2 * a[k] * x + b[k] * y);
        f[1] -= u * (b[k] * x + 2 * c[k] * y);
    }
}

static void test_equations_in_space(void **state)
{
    (void)state;
    const double p[3] = {0.7, -0.4, 1.5}, x = p[0], y = p[1], z = p[2], column[2] = {0, 0.5};
    check_at("duffing", p, (double[]){y, -0.2 * y + x - x * x * x}, column);
    check_at("van-der-pol", p, (double[]){y, (1 - x * x) * y - x}, column);
    check_at("fitzhugh-nagumo", p,
             (double[]){x - x * x * x / 3 - y + 0.5, 0.08 * (x + 0.7 - 0.8 * y)},
             (double[]){0.1, 0});
    check_at("lorenz", p, (double[]){10 * (y - x), x * (28 - z) - y, x * y - 8 * z / 3},
             (double[]){1, 0, 0, 0, 1, 0, 0, 0, 1});
    check_at("rotating-ou", p, (double[]){y - x, -x - y}, (double[]){1, 0, 0, 1});
    double f[2], root = sqrt(20);
    mueller_brown(p, f);
    check_at("mueller-brown", p, f, (double[]){root, 0, 0, root});
    struct fpk_model m;
    double out;
    make(&m, "duffing", (const char *[]){"force", "2", "omega", "3", NULL});
    double pushed[2];
    m.drift(0.25, 1, (double[]){0, 0}, pushed, m.ctx);
    check_close(pushed[1], 2 * cos(0.75), 1e-15);
    check_true(!m.autonomous);
    fpk_model_clear(&m);
    make(&m, "sub-vp", NULL);
    double beta = 0.1 + 19.9 * 0.25, b = 0.25 * (0.1 + 19.9 * 0.125);
    m.drift(0.25, 1, p, &out, m.ctx);
    check_close(out, -0.5 * beta * x, 1e-15);
    m.diffusion(0.25, 1, p, &out, m.ctx);
    check_close(out, sqrt(beta * (1 - exp(-2 * b))), 1e-15);
    check_text(m.name, "sub-vp");
    fpk_model_clear(&m);
}

static void test_unknown(void **state)
{
    (void)state;
    const struct fpk_model_kind *kind;
    check_refused(fpk_model_find("duble-well", &kind), FPK_USAGE, "did you mean double-well?");
    check_refused(fpk_model_find("", &kind), FPK_USAGE, "no model is called");
    check_refused(fpk_model_find("navier-stokes", &kind), FPK_USAGE, "show models");
    struct fpk_values v;
    check_ok(fpk_model_find("double-well", &kind));
    check_ok(fpk_values_init(&v, kind->parameter, kind->n_parameter));
    check_refused(fpk_values_set(&v, "temperature", "0"), FPK_USAGE, "outside its range");
    fpk_values_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_derivatives), cmocka_unit_test(test_chapman_kolmogorov),
        cmocka_unit_test(test_small_time),  cmocka_unit_test(test_equations),
        cmocka_unit_test(test_exact_ou),    cmocka_unit_test(test_other_families),
        cmocka_unit_test(test_cir),         cmocka_unit_test(test_equations_in_space),
        cmocka_unit_test(test_unknown),
    };
    return check_main(tests);
}
