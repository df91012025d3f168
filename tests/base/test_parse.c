/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"

#include "../check.h"

static void test_real(void **state)
{
    (void)state;
    double v = 0;
    check_ok(fpk_parse_real("x", "-1.5e-3", &v));
    check_same_bits(v, -1.5e-3);
    check_ok(fpk_parse_real("x", ".5", &v));
    check_same_bits(v, 0.5);
    const char *bad[] = {"", " 1", "1 ", "1,2", "0x10", "inf", "nan", "1e", "--1", "e5", "1.2.3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_refused(fpk_parse_real("dt", bad[i], &v), FPK_USAGE, "is not a number");
    check_refused(fpk_parse_real("dt", "-1e999", &v), FPK_USAGE, "dt: \"-1e999\" is beyond");
}

static void test_integer(void **state)
{
    (void)state;
    long long n = 0;
    check_ok(fpk_parse_integer("n", "1e6", &n));
    check_equal(n, 1000000);
    check_ok(fpk_parse_integer("n", "-9007199254740991", &n));
    check_equal(n, -9007199254740991LL);
    check_refused(fpk_parse_integer("n", "9007199254740993", &n), FPK_USAGE, "below 2^53");
    check_refused(fpk_parse_integer("n", "1.5", &n), FPK_USAGE, "whole number");
    check_refused(fpk_parse_integer("n", "1e16", &n), FPK_USAGE, "2^53");
}

static void test_reals(void **state)
{
    (void)state;
    double *list = NULL;
    size_t n = 0;
    check_ok(fpk_parse_reals("at", "-1,0,2e3", &list, &n));
    check_equal(n, 3);
    check_close(list[0], -1, 0);
    check_close(list[1], 0, 0);
    check_close(list[2], 2000, 0);
    fpk_release(&list);
    check_refused(fpk_parse_reals("at", "1,,2", &list, &n), FPK_USAGE, "not a number");
    check_refused(fpk_parse_reals("at", "1,2,", &list, &n), FPK_USAGE, "not a number");
}

/* One letter is a slip, another word is not. */
static void test_nearest(void **state)
{
    (void)state;
    const char *names[] = {"ddim", "ddpm", "annealed-langevin"};
    check_text(fpk_nearest("ddpn", names, 3), "ddpm");
    check_text(fpk_nearest("ddimm", names, 3), "ddim");
    check_text(fpk_nearest("anealed-langevin", names, 3), "annealed-langevin");
    check_true(fpk_nearest("euler", names, 3) == NULL);
    check_true(fpk_nearest("euler-maruyama", names, 3) == NULL);
    check_text(fpk_nearest("anneal", names, 3), "annealed-langevin");
    check_true(fpk_nearest("an", names, 3) == NULL);
    check_true(fpk_nearest("x", names, 0) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real),
        cmocka_unit_test(test_integer),
        cmocka_unit_test(test_reals),
        cmocka_unit_test(test_nearest),
    };
    return check_main(tests);
}
