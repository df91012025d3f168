/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

static void check_printed(const char *text, const char *want)
{
    struct fpk_formula *f = NULL;
    check_ok(fpk_formula_new(&f, text, NULL));
    check_text(fpk_formula_text(f), want);
    fpk_formula_free(&f);
}

static void test_rules(void **state)
{
    (void)state;
    check_printed("0 + x + 0", "x");
    check_printed("x - 0", "x");
    check_printed("0 - x", "-x");
    check_printed("x - x", "0");
    check_printed("x + -t", "x - t");
    check_printed("-x + t", "t - x");
    check_printed("x - -t", "x + t");
    check_printed("-(x - t)", "t - x");
    check_printed("0*log(x)", "0");
    check_printed("x*1", "x");
    check_printed("x*-1", "-x");
    check_printed("(-x)*(-t)", "x*t");
    check_printed("3*(2*x)", "6*x");
    check_printed("0.1*(2*x)", "0.1*(2*x)"); /* 0.1*2 would round: kept as written */
    check_printed("(6*x)/3", "2*x");
    check_printed("(5*x)/3", "5*x/3");
    check_printed("x/1", "x");
    check_printed("0/x", "0");
    check_printed("(-x)/t", "-x/t");
    check_printed("(-x)^4", "x^4");
    check_printed("(-x)^3", "-x^3");
    check_printed("x^0.5", "sqrt(x)");
    check_printed("x^1", "x");
    check_printed("min(x, x)", "x");
    check_printed("where(2, x, t)", "x");
    check_printed("where(x, t, t)", "t");
    check_printed("2*3 + 4^0.5", "8");
    check_printed("-(3*x)", "-3*x");
}

/* A constant is folded by the code that would evaluate it: t = 0.7 as a number or as time. */
static void test_folding_keeps_bits(void **state)
{
    (void)state;
    const char *const functions[] = {"exp",  "expm1", "log",  "log1p", "log10", "log2",
                                     "sqrt", "abs",   "sign", "step",  "floor", "ceil",
                                     "sin",  "cos",   "tan",  "asin",  "acos",  "atan",
                                     "sinh", "cosh",  "tanh", "erf",   "erfc"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        char constant[40], time[40], block[40];
        snprintf(constant, sizeof constant, "%s(0.7)", functions[i]);
        snprintf(time, sizeof time, "%s(t)", functions[i]);
        snprintf(block, sizeof block, "%s(x)", functions[i]);
        double want = evaluate_at(block, NULL, 0, 0, 0.7);
        check_same_bits(evaluate_at(constant, NULL, 0, 0, 0), want);
        check_same_bits(evaluate_at(time, NULL, 0, 0.7, 0), want);
    }
    check_same_bits(evaluate_at("0.7^2.3", NULL, 0, 0, 0), evaluate_at("x^2.3", NULL, 0, 0, 0.7));
    check_same_bits(evaluate_at("0.7^-7", NULL, 0, 0, 0), evaluate_at("x^-7", NULL, 0, 0, 0.7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_folding_keeps_bits),
    };
    return check_main(tests);
}
