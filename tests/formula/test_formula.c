/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

/* 1024 points at once, one at a time, and in odd pieces: the same bits. */
static void test_blocks_do_not_matter(void **state)
{
    (void)state;
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new(&f, "exp(-x^2/2)*sin(3*x + t) + x^2.5/(1 + x^4)", NULL));
    double x[FPK_BLOCK], whole[FPK_BLOCK], pieces[FPK_BLOCK];
    for (int i = 0; i < FPK_BLOCK; i++)
        x[i] = 0.003 * i;
    fpk_formula_eval(0.3, FPK_BLOCK, x, whole, f);
    for (size_t i = 0, m = 1; i < FPK_BLOCK; i += m, m = m % 37 + 1) {
        m = m < FPK_BLOCK - i ? m : FPK_BLOCK - i;
        fpk_formula_eval(0.3, m, x + i, pieces + i, f);
    }
    check_true(memcmp(whole, pieces, sizeof whole) == 0);
    for (int i = 0; i < FPK_BLOCK; i += 100)
        check_relative(whole[i],
                       exp(-x[i] * x[i] / 2) * sin(3 * x[i] + 0.3) +
                           pow(x[i], 2.5) / (1 + x[i] * x[i] * x[i] * x[i]),
                       1e-13);
    fpk_formula_free(&f);
}

/* Three coordinates, component-major: every block width, against C. */
static void test_three_coordinates(void **state)
{
    (void)state;
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new_in(&f, "(x - y)*z + sin(y*z)/(2 + x^2) - t*z", "a=1", 3));
    double x[3 * FPK_BLOCK], out[FPK_BLOCK], one;
    for (size_t n = 1; n <= FPK_BLOCK; n = n * 3 + 1) {
        for (size_t i = 0; i < 3 * n; i++)
            x[i] = 0.01 * (double)(i % 211) - 1;
        fpk_formula_eval(0.5, n, x, out, f);
        for (size_t i = 0; i < n; i++) {
            const double p[3] = {x[i], x[n + i], x[2 * n + i]};
            fpk_formula_eval(0.5, 1, p, &one, f);
            check_same_bits(out[i], one);
            check_close(one,
                        (p[0] - p[1]) * p[2] + sin(p[1] * p[2]) / (2 + p[0] * p[0]) - 0.5 * p[2],
                        1e-14);
        }
    }
    fpk_formula_free(&f);
    check_ok(fpk_formula_new_in(&f, "z", NULL, 3));
    const double p[3] = {1, 2, 3};
    fpk_formula_eval(0, 1, p, &one, f);
    check_same_bits(one, 3);
    check_true(fpk_formula_depends_on(f, FPK_Z) && !fpk_formula_depends_on(f, FPK_X));
    check_true(fpk_formula_depends_on_point(f) && !fpk_formula_depends_on(f, FPK_T));
    fpk_formula_free(&f);
}

static void test_dimensions(void **state)
{
    (void)state;
    struct fpk_formula *f = NULL;
    check_refused(fpk_formula_new(&f, "x + y", NULL), FPK_USAGE,
                  "at position 5 of \"x + y\": y is coordinate 2, but the equation is in 1 "
                  "dimension: a drift has one row for each coordinate");
    check_refused(fpk_formula_new_in(&f, "x", NULL, 0), FPK_USAGE, "0 dimensions");
    check_refused(fpk_formula_new_in(&f, "x", NULL, 4), FPK_USAGE, "at most 3");
    check_refused(fpk_formula_new_in(&f, "x", "y=1", 2), FPK_USAGE, "y means something else");
    check_refused(fpk_formula_new_in(&f, "yy", NULL, 2), FPK_USAGE, "did you mean y?");
    check_ok(fpk_formula_new(&f, "x + y", "y=2"));
    check_close(value_of(f, 0, 1), 3, 0);
    fpk_formula_free(&f);
}

static void check_smooth(const char *text, bool want)
{
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new_in(&f, text, NULL, 2));
    if (fpk_formula_is_smooth(f) != want)
        check_fail("\"%s\" is smooth: %d", text, fpk_formula_is_smooth(f));
    fpk_formula_free(&f);
}

static void test_smooth(void **state)
{
    (void)state;
    check_smooth("exp(x)*sqrt(y) + x^2.5 - tanh(t)", true);
    check_smooth("sin(x) + 0*abs(x) + abs(-2)", true);
    const char *const kinks[] = {"abs(x)",      "1 + sin(sign(y))",  "step(x)",
                                 "floor(x)",    "ceil(y)*x",         "min(x, y)",
                                 "max(x, 0)^2", "where(x - 9, 1, 2)"};
    for (size_t i = 0; i < sizeof kinks / sizeof *kinks; i++)
        check_smooth(kinks[i], false);
}

static void check_dim(const char *text, const char *parameters, size_t want)
{
    size_t dim;
    check_ok(fpk_formula_dim(&dim, text, parameters));
    if (dim != want)
        check_fail("\"%s\": %zu dimensions, want %zu", text, dim, want);
}

static void test_least_dimension(void **state)
{
    (void)state;
    check_dim("x^2", NULL, 1);
    check_dim("x*exp(-t)*yy", NULL, 1);
    check_dim("x^2 - y", NULL, 2);
    check_dim("z", NULL, 3);
    check_dim("x + y*z", "z=1", 2);
    check_dim("x + y*z", "zz=2,y=1,z=1", 1);
    check_dim("2*y1 + zx", NULL, 1);
    size_t dim;
    check_refused(fpk_formula_dim(&dim, "x", "a"), FPK_USAGE, "not NAME=NUMBER");
}

static void check_depends(const char *text, bool x, bool t)
{
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new(&f, text, NULL));
    if (fpk_formula_depends_on(f, FPK_X) != x || fpk_formula_depends_on(f, FPK_T) != t)
        check_fail("\"%s\" depends on x: %d, on t: %d", text, fpk_formula_depends_on(f, FPK_X),
                   fpk_formula_depends_on(f, FPK_T));
    fpk_formula_free(&f);
}

static void test_depends(void **state)
{
    (void)state;
    check_depends("x - x^3", true, false);
    check_depends("sin(t)*x", true, true);
    check_depends("sqrt(1 + t)", false, true);
    check_depends("0.7", false, false);
    check_depends("0*x + t - t", false, false);
}

/* A derivative names its formula when it fails, and scale is a factor. */
static void test_derivative_scale(void **state)
{
    (void)state;
    struct fpk_formula *f = NULL, *g = NULL;
    check_ok(fpk_formula_new(&f, "cos(x) - t*x", NULL));
    check_ok(fpk_formula_derivative(&g, f, FPK_X, -2));
    check_close(value_of(g, 0.5, 0.25), 2 * sin(0.25) + 1, 1e-15);
    fpk_formula_free(&g);
    fpk_formula_free(&g);
    fpk_formula_free(&f);
    check_ok(fpk_formula_new(&f, "exp(sin(exp(cos(x))))/(1 + exp(x^2))", NULL));
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < 100; k++) { /* one of them outgrows the limits */
        status = fpk_formula_derivative(&g, f, FPK_X, 1);
        if (status == FPK_OK) {
            fpk_formula_free(&f);
            f = g;
        }
    }
    check_true(status == FPK_USAGE && strstr(fpk_message(), "derivative of \""));
    fpk_formula_free(&f);
    fpk_formula_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_do_not_matter),
        cmocka_unit_test(test_depends),
        cmocka_unit_test(test_three_coordinates),
        cmocka_unit_test(test_dimensions),
        cmocka_unit_test(test_smooth),
        cmocka_unit_test(test_least_dimension),
        cmocka_unit_test(test_derivative_scale),
    };
    return check_main(tests);
}
