/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/root.h"

#include "../check.h"

static int calls;

static double cubic(double x, const void *ctx)
{
    calls++;
    return x * x * x - *(const double *)ctx;
}

static double flat(double x, const void *ctx)
{
    (void)ctx;
    calls++;
    return x < 1 ? -1e-300 : (x - 1) * 1e10 + 1e-5;
}

static double pole(double x, const void *ctx)
{
    (void)ctx;
    return 1 / x;
}

static void test_finds(void **state)
{
    (void)state;
    for (int k = 1; k < 200; k++) {
        double v = k * 0.37, root = 0;
        calls = 0;
        check_ok(fpk_root_find("cube root", cubic, &v, -5, 10, 0, &root));
        check_relative(root, cbrt(v), 5e-16);
        check_true(calls < 25);
        check_ok(fpk_root_find("cube root", cubic, &v, 10, -5, 1e-3, &root));
        check_close(root, cbrt(v), 1e-3);
    }
    double root = 0, eight = 8;
    check_ok(fpk_root_find("cube root", cubic, &eight, 2, 3, 0, &root));
    check_same_bits(root, 2);
    calls = 0; /* a jump: bisection speed at worst */
    check_ok(fpk_root_find("jump", flat, NULL, -100, 50, 0, &root));
    check_close(root, 1, 1e-15);
    check_true(calls < 180);
}

static void test_refuses(void **state)
{
    (void)state;
    double root, v = 1;
    check_refused(fpk_root_find("cube", cubic, &v, 2, 3, 0, &root), FPK_NUMERIC, "change of sign");
    check_refused(fpk_root_find("pole", pole, NULL, -1, 1, 0, &root), FPK_NUMERIC, "not finite");
    check_refused(fpk_root_find("pole", pole, NULL, 0, 1, 0, &root), FPK_NUMERIC, "finite");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_finds),
                                       cmocka_unit_test(test_refuses)};
    return check_main(tests);
}
