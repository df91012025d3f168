/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

static void test_drift(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, "a*x - x^3", "sqrt(b + x^2)", "a=2,b=0.5"));
    check_close(at(&m, m.drift, 0, 0.5), 1 - 0.125, 0);
    check_close(at(&m, m.drift_x, 0, 0.5), 2 - 0.75, 0);
    check_close(at(&m, m.diffusion, 0, 0.5), sqrt(0.75), 1e-16);
    check_close(at(&m, m.diffusion_x, 0, 0.5), 0.5 / sqrt(0.75), 1e-16);
    check_true(m.potential == NULL && m.exact == NULL && m.autonomous && m.dim == 1);
    check_equal(m.noise_kind, FPK_NOISE_SCALAR);
    check_text(m.sentence, "dX = f dt + g dW with f = 2*x - x^3, g = sqrt(0.5 + x^2)");
    fpk_model_clear(&m);
}

static void test_potential(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_potential(&m, "x^4/4 - x^2/2", 0.25, NULL));
    check_close(at(&m, m.drift, 0, 0.5), 0.5 - 0.125, 0);
    check_close(at(&m, m.drift_x, 0, 0.5), 1 - 0.75, 0);
    check_close(at(&m, m.potential, 0, 0.5), 0.015625 - 0.125, 0);
    check_same_bits(at(&m, m.diffusion, 0, 0.5), sqrt(0.5));
    check_equal(m.noise_kind, FPK_NOISE_ADDITIVE);
    check_true(m.diffusion_x == NULL);
    fpk_model_clear(&m);
}

/* Shapes: f [2][n], f_x [2][2][n], g [2][2][n], g_x [2][2][2][n], against C at 5 points. */
static void test_two_dimensions(void **state)
{
    (void)state;
    enum { N = 5 };
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, "y; x - x^3 - a*y*t", "x*y, 2; sin(y), min(x, 9)", "a=0.5"));
    check_equal(m.dim, 2);
    check_equal(m.noise, 2);
    check_true(!m.autonomous && m.exact == NULL && m.noise_kind == FPK_NOISE_GENERAL);
    double x[2 * N], f[2 * N], f_x[4 * N], g[4 * N], g_x[8 * N], t = 3;
    for (int i = 0; i < 2 * N; i++)
        x[i] = 0.25 * i - 1;
    m.drift(t, N, x, f, m.ctx);
    m.drift_x(t, N, x, f_x, m.ctx);
    m.diffusion(t, N, x, g, m.ctx);
    m.diffusion_x(t, N, x, g_x, m.ctx);
    for (int i = 0; i < N; i++) {
        double u = x[i], v = x[N + i];
        const double want_f[2] = {v, u - u * u * u - 0.5 * v * t};
        const double want_f_x[4] = {0, 1, 1 - 3 * u * u, -0.5 * t};
        const double want_g[4] = {u * v, 2, sin(v), u};
        const double want_g_x[8] = {v, u, 0, 0, 0, cos(v), 1, 0};
        for (int k = 0; k < 8; k++) {
            if (k < 2)
                check_close(f[k * N + i], want_f[k], 1e-14);
            if (k < 4)
                check_close(f_x[k * N + i], want_f_x[k], 1e-14);
            if (k < 4)
                check_close(g[k * N + i], want_g[k], 1e-14);
            check_close(g_x[k * N + i], want_g_x[k], 1e-14);
        }
    }
    fpk_model_clear(&m);
}

/* One formula in three dimensions is that number times the unit matrix, its derivative too. */
static void test_unit_matrix(void **state)
{
    (void)state;
    enum { N = 3 };
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, "-x; -y; -z", "1 + x*z", NULL));
    check_equal(m.noise, 3);
    const double x[3 * N] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    double g[9 * N], g_x[27 * N];
    m.diffusion(0, N, x, g, m.ctx);
    m.diffusion_x(0, N, x, g_x, m.ctx);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < 9; k++) {
            bool on = k % 4 == 0;
            const double slope_of[3] = {x[6 + i], 0, x[i]};
            check_close(g[k * N + i], on ? 1 + x[i] * x[6 + i] : 0, 0);
            for (int d = 0; d < 3; d++)
                check_close(g_x[(k * 3 + d) * N + i], on ? slope_of[d] : 0, 0);
        }
    fpk_model_clear(&m);
}

/* U names its coordinates, and so the dimension. */
static void test_potential_in_three(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_potential(&m, "x^2/2 + k*x*z", 0.5, "k=3"));
    check_equal(m.dim, 3);
    check_equal(m.noise_kind, FPK_NOISE_ADDITIVE);
    const double x[3] = {1, 2, 5};
    double f[3], u;
    m.drift(0, 1, x, f, m.ctx);
    m.potential(0, 1, x, &u, m.ctx);
    check_true(f[0] == -16 && f[1] == 0 && f[2] == -3 && u == 15.5);
    check_true(m.exact != NULL);
    fpk_model_clear(&m);
    check_ok(fpk_model_from_potential(&m, "x^2/2 + y*x", 0.5, "y=3"));
    check_equal(m.dim, 1);
    fpk_model_clear(&m);
}

static void check_linear(const char *drift, const char *diffusion, bool want)
{
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, drift, diffusion, NULL));
    if ((m.exact != NULL) != want)
        check_fail("f = %s, g = %s: linear %d", drift, diffusion, m.exact != NULL);
    fpk_model_clear(&m);
}

/* Linear with constants, or not: a jump and a time are not, whatever the slope. */
static void test_linear_is_seen(void **state)
{
    (void)state;
    check_linear("2 - 3*x", "0.5", true);
    check_linear("(x + 1)*3 + 0*x^2", "0.5", true);
    check_linear("y; -x - y + 1", "0; 1", true);
    check_linear("y; -x^3", "0; 1", false);
    check_linear("step(x - 90)", "1", false);
    check_linear("2 - 3*x + sin(t)", "0.5", false);
    check_linear("-t*x", "0.5", false);
    check_linear("-x", "exp(-t)", false);
    check_linear("-x", "x", false);
    check_linear("-x", "1e200", false); /* its square is not finite */
}

/* The law from formulas is that of the matrices, bit for bit. */
static void test_linear_law(void **state)
{
    (void)state;
    const double a[4] = {-1, 2, -2, -1}, c[2] = {1, 0.5}, g[4] = {0.5, 0.25, 0, 1};
    struct fpk_model m, n;
    check_ok(fpk_model_from_drift(&m, "1 - x + 2*y; 0.5 - y - 2*x", "0.5, 0.25; 0, 1", NULL));
    check_ok(fpk_model_linear(&n, 2, a, c, 2, g));
    double p[2][10];
    for (int k = 0; k < 2; k++) {
        const struct fpk_model *model = k ? &n : &m;
        struct fpk_exact_law law = {.matrix = p[k], .mean = p[k] + 4, .factor = p[k] + 6};
        check_true(model->exact(0.25, 1, &law, model->ctx));
        check_equal(law.family, FPK_EXACT_MATRIX);
    }
    for (int i = 0; i < 10; i++)
        check_same_bits(p[0][i], p[1][i]);
    fpk_model_clear(&m);
    fpk_model_clear(&n);
}

static void check_kind(const char *drift, const char *diffusion, bool autonomous, bool additive)
{
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, drift, diffusion, NULL));
    if (m.autonomous != autonomous || (m.noise_kind == FPK_NOISE_ADDITIVE) != additive)
        check_fail("f = %s, g = %s: autonomous %d, additive %d", drift, diffusion, m.autonomous,
                   m.noise_kind == FPK_NOISE_ADDITIVE);
    check_true((m.diffusion_x == NULL) == additive);
    fpk_model_clear(&m);
}

static void test_what_it_depends_on(void **state)
{
    (void)state;
    check_kind("-x", "1", true, true);
    check_kind("-x + sin(t)", "1", false, true);
    check_kind("-x", "exp(-t)", false, true);
    check_kind("-x", "0*x + 1", true, true);
    check_kind("0", "x", true, false);
    check_kind("-x", "x*t", false, false);
    check_kind("-x", "0", true, true);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_model m;
    check_refused(fpk_model_from_drift(&m, "x - * 3", "1", NULL), FPK_USAGE,
                  "drift: at position 5 of \"x - * 3\"");
    check_true(m.drift == NULL && m.clear == NULL);
    check_refused(fpk_model_from_drift(&m, "-x", "2x", NULL), FPK_USAGE, "diffusion: at position");
    check_refused(fpk_model_from_drift(&m, "-x", "-0.7", NULL), FPK_USAGE,
                  "diffusion: -0.7 is negative; g multiplies dW, whose sign makes no difference: "
                  "write 0.7");
    check_refused(fpk_model_from_drift(&m, "-x", "1", "a=1"), FPK_USAGE, "parameter a is not used");
    check_refused(fpk_model_from_potential(&m, "x^", 1, NULL), FPK_USAGE, "potential: at position");
    check_refused(fpk_model_from_potential(&m, "x^2", 0, NULL), FPK_USAGE, "temperature of 0");
    check_refused(fpk_model_from_potential(&m, "x^2", -1, NULL), FPK_USAGE, "must be positive");
    check_refused(fpk_model_from_potential(&m, "x^2", NAN, NULL), FPK_USAGE, "must be positive");
    check_refused(fpk_model_from_potential(&m, "x^2", INFINITY, NULL), FPK_USAGE, "temperature");
    fpk_model_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drift),
        cmocka_unit_test(test_potential),
        cmocka_unit_test(test_two_dimensions),
        cmocka_unit_test(test_unit_matrix),
        cmocka_unit_test(test_potential_in_three),
        cmocka_unit_test(test_linear_is_seen),
        cmocka_unit_test(test_linear_law),
        cmocka_unit_test(test_what_it_depends_on),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
