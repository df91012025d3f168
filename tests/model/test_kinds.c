/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every entry of the catalogue: wiener.c, ornstein_uhlenbeck.c, geometric_brownian.c,
 * double_well.c, tilted_cosine.c, benes.c, vp.c, ve.c. */
#include "evaluate.h"

static const double points[] = {-2.3, -1, -0.125, 0.5, 1.75, 3};
enum { N_POINTS = sizeof points / sizeof *points };

/* Calls check on each kind with its defaults. */
static void each_kind(void (*check)(const struct fpk_model *model))
{
    size_t n;
    const struct fpk_model_kind *const *kind = fpk_model_kinds(&n);
    check_true(n >= 8);
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

/* Richardson's error on these: h^4 = 9e-13 times a fifth derivative below 100, and rounding. */
static void derivatives(const struct fpk_model *m)
{
    for (int i = 0; i < N_POINTS; i++) {
        double x = points[i], t = 0.3;
        check_close(at(m, m->drift_x, t, x), slope(m, m->drift, t, x), 1e-9);
        if (m->potential)
            check_close(at(m, m->drift, t, x), -slope(m, m->potential, t, x), 1e-9);
        if (m->diffusion_x)
            check_close(at(m, m->diffusion_x, t, x), slope(m, m->diffusion, t, x), 1e-9);
        else
            check_same_bits(at(m, m->diffusion, t, x), at(m, m->diffusion, t, 0));
        if (m->autonomous)
            check_same_bits(at(m, m->drift, t, x), at(m, m->drift, 0.9, x));
    }
}

static void test_derivatives(void **state)
{
    (void)state;
    each_kind(derivatives);
}

/* X_u given X_s is X_u given X_t given X_s (Chapman, Kolmogorov), to a few ulp. */
static void composition(const struct fpk_model *m)
{
    if (!m->exact)
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
    if (!m->exact)
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
        cmocka_unit_test(test_exact_ou),    cmocka_unit_test(test_unknown),
    };
    return check_main(tests);
}
