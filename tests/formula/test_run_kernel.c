/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

#include "../../src/formula/program_priv.h"

/* mpmath's values at 60 digits. The tolerance: random formulas of depth 4 lose at most a few digits
 * to cancellation; a wrong operation is off in the first. */
static void value(const struct known_row *row)
{
    double got = evaluate_at(row->text, "a=1.5,k_1=-0.25", 0, row->t, row->x);
    double tol = 2e-14 * fmax(1, fabs(row->value[0]));
    if (!(fabs(got - row->value[0]) <= tol))
        check_fail("\"%s\" at t = %g, x = %g: got %.17g, want %.17g, tol %.3g", row->text, row->t,
                   row->x, got, row->value[0], tol);
}

static void test_known_values(void **state)
{
    (void)state;
    check_true(each_known(value) > 300);
}

static void test_special_values(void **state)
{
    (void)state;
    check_true(isnan(evaluate("sqrt(x)", -1)) && isnan(evaluate("log(x)", -1)));
    check_true(isnan(evaluate("asin(x)", 1.0001)) && isnan(evaluate("acos(x)", -1.0001)));
    check_true(isnan(evaluate("min(x, 1)", NAN)) && isnan(evaluate("min(1, x)", NAN)));
    check_true(isnan(evaluate("max(x, 1)", NAN)) && isnan(evaluate("max(1, x)", NAN)));
    check_true(isnan(evaluate("sign(x)", NAN)) && isnan(evaluate("step(x)", NAN)));
    check_true(isnan(evaluate("where(x, 1, 2)", NAN)));
    check_same_bits(evaluate("step(x)", 0), 0.5);
    check_same_bits(evaluate("sign(x)", 0), 0);
    check_same_bits(evaluate("where(x, 1, 2)", 0), 2);
    check_same_bits(evaluate("log2(x)", 0x1p-1074), -1074);
    check_same_bits(evaluate("log2(x)", 0x1p700), 700);
    check_same_bits(evaluate("log2(x)", 0), -INFINITY);
    check_same_bits(evaluate("log2(x)", INFINITY), INFINITY);
    check_true(isnan(evaluate("log2(x)", -0x1p-1070)));
    check_close(evaluate("asin(x)", 1), FPK_PI / 2, 1e-16);
    check_close(evaluate("asin(x)", -1), -FPK_PI / 2, 1e-16);
    check_close(evaluate("acos(x)", -1), FPK_PI, 1e-16);
    check_same_bits(evaluate("acos(x)", 1), 0);
}

/* The result may take the place of the exponent too. */
static void test_power_in_place(void **state)
{
    (void)state;
    const double a[3] = {2, 3, 0.5};
    double b[3] = {3, -1, 2};
    FPK_DISPATCH(fpk_formula_apply)(FPK_OP_POW, 0, 3, a, b, b, b);
    check_close(b[0], 8, 0);
    check_relative(b[1], 1 / 3., 1e-15);
    check_close(b[2], 0.25, 0);
}

/* Every mask of scalar and block arguments, against the expression in C. */
static void test_masks(void **state)
{
    (void)state;
    const double a[4] = {1.5, -2, 3, 0.25}, b[4] = {-1, 7, 0.5, 2}, c[4] = {4, 3, -2, 1};
    double out[4];
    for (unsigned mask = 0; mask < 7; mask++)
        for (int op = FPK_OP_WHERE; op <= FPK_OP_SUB_SQUARE_MUL; op++) {
            FPK_DISPATCH(fpk_formula_apply)((enum fpk_op)op, mask, 4, a, b, c, out);
            for (int i = 0; i < 4; i++) {
                double u = a[mask & 1 ? 0 : i], v = b[mask & 2 ? 0 : i], w = c[mask & 4 ? 0 : i];
                const double value[] = {u > 0 ? v : w, u * v + w,     u * v - w,     w - u * v,
                                        u * v * w,     u * u * v + w, u * u * v - w, w - u * u * v};
                check_same_bits(out[i], value[op - FPK_OP_WHERE]);
            }
        }
    for (unsigned mask = 0; mask < 3; mask++)
        for (int op = FPK_OP_ADD; op <= FPK_OP_DIV; op++) {
            FPK_DISPATCH(fpk_formula_apply)((enum fpk_op)op, mask, 4, a, b, c, out);
            for (int i = 0; i < 4; i++) {
                double u = a[mask & 1 ? 0 : i], v = b[mask & 2 ? 0 : i];
                double want = op == FPK_OP_ADD   ? u + v
                              : op == FPK_OP_SUB ? u - v
                              : op == FPK_OP_MUL ? u * v
                                                 : u / v;
                check_same_bits(out[i], op == FPK_OP_INTEGER ? out[i] : want);
            }
        }
}

/* The copies for other instruction sets, which this CPU may run, give the same bits. */
static void test_copies_agree(void **state)
{
    (void)state;
    double x[100], y[100], plain[100], got[100];
    for (int i = 0; i < 100; i++) {
        x[i] = (i - 50) * 0.173;
        y[i] = 3 - i * 0.031;
    }
    for (int op = FPK_OP_COPY; op <= FPK_OP_ERFC; op++) {
        if (op == FPK_OP_INTEGER)
            continue;
        fpk_formula_apply_sse2((enum fpk_op)op, 0, 100, x, y, x, plain);
        FPK_DISPATCH(fpk_formula_apply)((enum fpk_op)op, 0, 100, x, y, x, got);
        for (int i = 0; i < 100; i++)
            if (!(isnan(plain[i]) && isnan(got[i])))
                check_same_bits(got[i], plain[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_values),   cmocka_unit_test(test_special_values),
        cmocka_unit_test(test_power_in_place), cmocka_unit_test(test_masks),
        cmocka_unit_test(test_copies_agree),
    };
    return check_main(tests);
}
