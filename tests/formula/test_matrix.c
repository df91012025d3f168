/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/formula/matrix.h"

#include "evaluate.h"

static void test_shapes_and_values(void **state)
{
    (void)state;
    struct fpk_formula_matrix m;
    check_ok(fpk_formula_matrix_init(&m, " y ; x - x^3 - a*y", "a=0.1", 0));
    check_equal(m.rows, 2);
    check_equal(m.columns, 1);
    const double x[2] = {2, -3};
    double out;
    fpk_formula_eval(0, 1, x, &out, m.entry[0]);
    check_close(out, -3, 0);
    fpk_formula_eval(0, 1, x, &out, m.entry[1]);
    check_close(out, 2 - 8 + 0.3, 1e-15);
    fpk_formula_matrix_clear(&m);
    check_ok(fpk_formula_matrix_init(&m, "min(x, y), max(x,where(y, 1, z)), 1; 0, 2,t", NULL, 3));
    check_equal(m.rows, 2);
    check_equal(m.columns, 3);
    check_text(fpk_formula_text(m.entry[1]), "max(x, where(y, 1, z))");
    check_text(fpk_formula_text(m.entry[5]), "t");
    fpk_formula_matrix_clear(&m);
    fpk_formula_matrix_clear(&m);
}

static void refuse_matrix(const char *text, size_t dim, const char *part)
{
    struct fpk_formula_matrix m;
    check_refused(fpk_formula_matrix_init(&m, text, "a=2", dim), FPK_USAGE, part);
    check_true(m.rows == 0 && m.entry[0] == NULL);
}

/* Positions are those of the whole text. */
static void test_errors(void **state)
{
    (void)state;
    refuse_matrix("", 0, "the formula is empty");
    refuse_matrix("y; x - * 3", 0, "at position 8 of \"y; x - * 3\": expected a number");
    refuse_matrix("y; q", 0, "at position 4 of \"y; q\": unknown name \"q\"");
    refuse_matrix("y; z", 0,
                  "at position 4 of \"y; z\": z is coordinate 3, but the equation is in "
                  "2 dimensions");
    refuse_matrix("1, 0; 0", 2, "at position 7 of \"1, 0; 0\": row 2 has 1 column, row 1 has 2");
    refuse_matrix("1; 0, 2", 2, "row 2 has 2 columns, row 1 has 1");
    refuse_matrix("x; y; z; x", 0, "at position 8 of \"x; y; z; x\": more than 3 rows");
    refuse_matrix("x; y;", 0, "at position 6 of \"x; y;\": row 3 is empty");
    refuse_matrix("; x", 0, "at position 1 of \"; x\": row 1 is empty");
    refuse_matrix("x;  ; y", 0, "at position 5 of \"x;  ; y\": row 2 is empty");
    refuse_matrix("1, ; 0, 1", 2, "row 1 has no formula in column 2");
    refuse_matrix(", 1", 2, "row 1 has no formula in column 1");
    refuse_matrix("1, 2,", 2, "row 1 has no formula in column 3");
    refuse_matrix("1,1,1,1,1,1,1,1,1", 2,
                  "at position 17 of \"1,1,1,1,1,1,1,1,1\": more than 8 "
                  "columns");
    refuse_matrix("x y; 1", 0, "write x*y");
    refuse_matrix("x) ; 1", 0, "expected an operator, a separator or the end, found \")\"");
    refuse_matrix("sin(x; y)", 0, "expected an operator or \")\", found \";\"");
    refuse_matrix("x", 4, "at most 3");
}

/* Long hostile texts: one sentence. */
static void test_bounds(void **state)
{
    (void)state;
    enum { N = 5000 };
    static char text[N + 1];
    const char *const pieces[] = {";", ",", "x,", "x;", "(;", "1;,"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        for (size_t k = 0; k < N; k++)
            text[k] = pieces[i][k % strlen(pieces[i])];
        struct fpk_formula_matrix m;
        check_true(fpk_formula_matrix_init(&m, text, NULL, 0) == FPK_USAGE);
        check_true(strlen(fpk_message()) < 300);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes_and_values),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_bounds),
    };
    return check_main(tests);
}
