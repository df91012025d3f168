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

static void check_depends(const char *text, bool x, bool t)
{
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new(&f, text, NULL));
    if (fpk_formula_depends_on_x(f) != x || fpk_formula_depends_on_t(f) != t)
        check_fail("\"%s\" depends on x: %d, on t: %d", text, fpk_formula_depends_on_x(f),
                   fpk_formula_depends_on_t(f));
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
    check_ok(fpk_formula_derivative(&g, f, -2));
    check_close(value_of(g, 0.5, 0.25), 2 * sin(0.25) + 1, 1e-15);
    fpk_formula_free(&g);
    fpk_formula_free(&g);
    fpk_formula_free(&f);
    check_ok(fpk_formula_new(&f, "exp(sin(exp(cos(x))))/(1 + exp(x^2))", NULL));
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < 100; k++) { /* one of them outgrows the limits */
        status = fpk_formula_derivative(&g, f, 1);
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
        cmocka_unit_test(test_derivative_scale),
    };
    return check_main(tests);
}
