/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

/* mpmath's numerical derivatives at 60 digits: it knows nothing of our rules. Up to 1e4 in size,
 * with nested quotients' cancellation, 1e-11 holds; a wrong rule shows in the first digits. */
static void derivatives(const struct known_row *row)
{
    for (int order = 1; order <= 2; order++) {
        double got = evaluate_at(row->text, "a=1.5,k_1=-0.25", order, row->t, row->x);
        double want = row->value[order], tol = 1e-11 * fmax(1, fabs(want));
        if (!(fabs(got - want) <= tol))
            check_fail("derivative %d of \"%s\" at t = %g, x = %g: got %.17g, want %.17g, tol %.3g",
                       order, row->text, row->t, row->x, got, want, tol);
    }
}

static void test_known_derivatives(void **state)
{
    (void)state;
    check_true(each_known(derivatives) > 300);
}

static void check_printed(const char *text, double scale, const char *want)
{
    struct fpk_formula *f = NULL, *g = NULL;
    check_ok(fpk_formula_new(&f, text, "a=3"));
    check_ok(fpk_formula_derivative(&g, f, FPK_X, scale));
    check_text(fpk_formula_text(g), want);
    fpk_formula_free(&f);
    fpk_formula_free(&g);
}

/* Textbook forms, by eye. */
static void test_closed_forms(void **state)
{
    (void)state;
    check_printed("x^4/4 - x^2/2", -1, "x - x^3");
    check_printed("x - x^3", 1, "1 - 3*x^2");
    check_printed("1 - 3*x^2", 1, "-6*x");
    check_printed("exp(a*x)", 1, "3*exp(3*x)");
    check_printed("exp(-x^2)", 1, "exp(-x^2)*(-2*x)");
    check_printed("sin(x)", 1, "cos(x)");
    check_printed("tanh(x)", 1, "1 - tanh(x)^2");
    check_printed("log(x)", 1, "1/x");
    check_printed("a*t", 1, "0");
    check_printed("abs(x)", 1, "sign(x)");
    check_printed("min(x, t)", 1, "where(t - x, 1, 0)");
    check_printed("floor(x) + ceil(x) + sign(x) + step(x)", 1, "0");
}

/* d/dx, d/dy, d/dz and d/dt of one formula. */
static void test_each_variable(void **state)
{
    (void)state;
    static const char *const text = "x^2*y^3 + sin(z)*y + t*x*z + exp(t)";
    static const char *const want[] = {"2*x*y^3 + t*z", "x^2*(3*y^2) + sin(z)", "cos(z)*y + t*x",
                                       "x*z + exp(t)"};
    struct fpk_formula *f = NULL, *g = NULL;
    check_ok(fpk_formula_new_in(&f, text, NULL, 3));
    for (int k = FPK_X; k <= FPK_T; k++) {
        check_ok(fpk_formula_derivative(&g, f, (enum fpk_variable)k, 1));
        check_text(fpk_formula_text(g), want[k]);
        fpk_formula_free(&g);
    }
    fpk_formula_free(&f);
    check_ok(fpk_formula_new(&f, "exp(x)", NULL));
    check_ok(fpk_formula_derivative(&g, f, FPK_Y, 1));
    check_text(fpk_formula_text(g), "0");
    fpk_formula_free(&g);
    fpk_formula_free(&f);
}

/* Every rule, in y of f(x, y, z) = "the formula with y for x", is the rule in x. */
static void in_y(const struct known_row *row)
{
    char text[400];
    snprintf(text, sizeof text, "%s", row->text);
    for (size_t i = 0, n = strlen(text); i < n; i++) {
        bool alone = text[i] == 'x' && (i == 0 || text[i - 1] < 'a' || text[i - 1] > 'z') &&
                     (text[i + 1] < 'a' || text[i + 1] > 'z');
        text[i] = alone ? 'y' : text[i];
    }
    struct fpk_formula *f = NULL, *g = NULL;
    check_ok(fpk_formula_new_in(&f, text, "a=1.5,k_1=-0.25", 3));
    check_ok(fpk_formula_derivative(&g, f, FPK_Y, 1));
    double got, point[3] = {99, row->x, 77};
    fpk_formula_eval(row->t, 1, point, &got, g);
    check_same_bits(got, evaluate_at(row->text, "a=1.5,k_1=-0.25", 1, row->t, row->x));
    fpk_formula_free(&g);
    fpk_formula_free(&f);
}

static void test_known_in_y(void **state)
{
    (void)state;
    check_true(each_known(in_y) > 300);
}

/* Where naive rules give 0/0 or inf - inf: far out, at zero, at negative bases. */
static void test_safe_far_out(void **state)
{
    (void)state;
    check_same_bits(evaluate_at("tanh(x)", NULL, 1, 0, 800), 0);
    check_close(evaluate_at("tanh(x)", NULL, 2, 0, 800), 0, 0);
    check_close(evaluate_at("x^3", NULL, 1, 0, 0), 0, 0);
    check_close(evaluate_at("x^2.5", NULL, 1, 0, 0), 0, 0);
    check_close(evaluate_at("pow(x, 33)", NULL, 1, 0, -1), 33, 0);
    check_close(evaluate_at("pow(x, 33)", NULL, 2, 0, -1), -33 * 32, 1e-9);
    check_close(evaluate_at("1/(1 + x^2)", NULL, 1, 0, 1e80), -2e-240, 1e-252);
    check_close(evaluate_at("abs(x)", NULL, 1, 0, 0), 0, 0);
    check_close(evaluate_at("max(x, 0)", NULL, 1, 0, -3), 0, 0);
}

/* Twenty derivatives of exp(-x^2/2) are 20 formulas, and H_20(x) exp(-x^2/2) (Hermite). */
static void test_high_orders(void **state)
{
    (void)state;
    double x = 0.7, h0 = 1, h1 = x;
    for (int n = 1; n < 12; n++) {
        double h2 = x * h1 - n * h0;
        h0 = h1;
        h1 = h2;
    }
    check_relative(evaluate_at("exp(-x^2/2)", NULL, 12, 0, x), h1 * exp(-x * x / 2), 1e-10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_derivatives), cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_each_variable),     cmocka_unit_test(test_known_in_y),
        cmocka_unit_test(test_safe_far_out),      cmocka_unit_test(test_high_orders),
    };
    return check_main(tests);
}
