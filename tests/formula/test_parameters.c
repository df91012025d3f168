/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/formula/parse_priv.h"

#include "evaluate.h"

static void refuse_list(const char *text, const char *part)
{
    struct fpk_parameters p;
    check_refused(fpk_parameters_read(&p, text, 1), FPK_USAGE, part);
}

static void test_read(void **state)
{
    (void)state;
    struct fpk_parameters p;
    check_ok(fpk_parameters_read(&p, " a = 1.5 ,b_2=-1e-3", 1));
    check_equal(p.n, 2);
    check_text(p.item[0].name, "a");
    check_close(p.item[0].value, 1.5, 0);
    check_text(p.item[1].name, "b_2");
    check_close(p.item[1].value, -1e-3, 0);
    check_ok(fpk_parameters_read(&p, NULL, 1));
    check_equal(p.n, 0);
    check_ok(fpk_parameters_read(&p, "", 1));
    check_equal(p.n, 0);
}

static void test_refusals(void **state)
{
    (void)state;
    refuse_list("a", "\"a\" is not NAME=NUMBER; write for example a=1,b=2");
    refuse_list("a=1,", "is not NAME=NUMBER");
    refuse_list("a=one", "parameter a: \"one\" is not a number");
    refuse_list("a=nan", "parameter a: \"nan\" is not a number");
    refuse_list("a=1e999", "beyond the range");
    refuse_list("a=", "parameter a: \"\" is not a number");
    refuse_list("1a=2", "\"1a\" is not a name");
    refuse_list("=2", "is not a name");
    refuse_list("abcdefghijklmnopqrstuvwxyzabcdefg=2", "at most 32");
    refuse_list("x=2", "x means something else in a formula");
    refuse_list("pi=3", "pi means something else");
    refuse_list("sin=3", "sin means something else");
    refuse_list("a=1,b=2,a=3", "a is given twice");
    refuse_list("a=0000000000000000000000000000000000000000000000000000000000000000001",
                "a number of 67 characters");
}

static void test_too_many(void **state)
{
    (void)state;
    char text[2000];
    size_t n = 0;
    for (int i = 0; i < 65; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%sp%d=%d", i ? "," : "", i, i);
    refuse_list(text, "more than 64");
    *strrchr(text, ',') = '\0';
    struct fpk_parameters p;
    check_ok(fpk_parameters_read(&p, text, 1));
    check_equal(p.n, 64);
}

/* A parameter that occurs in no formula is a typing error. */
static void test_used(void **state)
{
    (void)state;
    struct fpk_formula *f[2] = {NULL, NULL};
    check_ok(fpk_formula_new(&f[0], "a*x", "a=1,b=2,c=3"));
    check_ok(fpk_formula_new(&f[1], "0*c", "a=1,b=2,c=3"));
    const struct fpk_formula *const both[] = {f[0], f[1]};
    check_refused(fpk_formula_check_used("a=1,b=2,c=3", both, 2), FPK_USAGE, "parameter b is not");
    check_ok(fpk_formula_check_used("a=1", both, 1));
    fpk_formula_free(&f[0]);
    fpk_formula_free(&f[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_used),
    };
    return check_main(tests);
}
