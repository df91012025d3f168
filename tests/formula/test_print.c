/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

static void check_printed(const char *text, const char *want)
{
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new(&f, text, "a=0.1"));
    check_text(fpk_formula_text(f), want);
    fpk_formula_free(&f);
}

static void test_forms(void **state)
{
    (void)state;
    check_printed("x-x^3", "x - x^3");
    check_printed("x-(t-2)", "x - (t - 2)");
    check_printed("x-t-2", "x - t - 2");
    check_printed("x/(t*2)", "x/(2*t)");
    check_printed("(x+1)*(x-1)", "(x + 1)*(x - 1)");
    check_printed("-x^2", "-x^2");
    check_printed("(-(x+t))^3", "-(x + t)^3");
    check_printed("(x*t)^2", "(x*t)^2");
    check_printed("(x^2)^3", "(x^2)^3");
    check_printed("x^-2", "x^-2");
    check_printed("x^a", "pow(x, 0.1)");
    check_printed("min(x,heaviside(t))", "min(x, step(t))");
    check_printed("where(x,1,-2)", "where(x, 1, -2)");
    check_printed("x+(-2)", "x - 2");
    check_printed("x*0.1+1/3", "0.1*x + 0.3333333333333333");
    check_printed("exp(-x)", "exp(-x)");
}

/* Reading the printed form again gives the same bits, for f and f''. */
static void same_again(const struct known_row *row)
{
    struct fpk_formula *f = NULL, *g = NULL, *h = NULL;
    check_ok(fpk_formula_new(&f, row->text, "a=1.5,k_1=-0.25"));
    for (int order = 0; order < 3; order++) {
        if (fpk_formula_text(f)[0] != '(' || !strstr(fpk_formula_text(f), "operations")) {
            check_ok(fpk_formula_new(&g, fpk_formula_text(f), NULL));
            double v = value_of(f, row->t, row->x), w = value_of(g, row->t, row->x);
            if (!(v == w || (isnan(v) && isnan(w))))
                check_fail("\"%s\" printed as \"%s\": %.17g became %.17g", row->text,
                           fpk_formula_text(f), v, w);
            fpk_formula_free(&g);
        }
        check_ok(fpk_formula_derivative(&h, f, FPK_X, 1));
        fpk_formula_free(&f);
        f = h;
    }
    fpk_formula_free(&f);
}

static void test_round_trip(void **state)
{
    (void)state;
    check_true(each_known(same_again) > 300);
}

/* Sixty derivatives of a nested quotient share parts: written out they would fill the memory. */
static void test_too_large(void **state)
{
    (void)state;
    struct fpk_formula *f = NULL, *g = NULL;
    check_ok(fpk_formula_new(&f, "exp(sin(exp(cos(x))))/(1 + x^2)", NULL));
    for (int k = 0; k < 7; k++) {
        check_ok(fpk_formula_derivative(&g, f, FPK_X, 1));
        fpk_formula_free(&f);
        f = g;
    }
    check_true(strstr(fpk_formula_text(f), " operations)") != NULL);
    fpk_formula_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_too_large),
    };
    return check_main(tests);
}
