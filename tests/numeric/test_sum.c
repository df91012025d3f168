/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/sum.h"

#include "../check.h"

static void test_cancellation(void **state)
{
    (void)state;
    double x[] = {1, 1e100, 1, -1e100}, ones[] = {1, 1, 1, 1};
    check_same_bits(fpk_sum_block(4, x), 2);
    check_same_bits(fpk_dot_block(4, x, ones), 2);
    check_same_bits(fpk_sum_block(0, x), 0);
}

/* 1e6 times 0.1 (the double): 100000.00000000000555 exactly, so the nearest double is 1e5. */
static void test_long(void **state)
{
    (void)state;
    struct fpk_sum s = {0};
    for (int i = 0; i < 1000000; i++)
        fpk_sum_add(&s, 0.1);
    check_same_bits(fpk_sum_value(&s), 100000);
}

static void test_not_finite(void **state)
{
    (void)state;
    double x[] = {1, INFINITY, 2}, y[] = {INFINITY, -INFINITY, 1};
    check_same_bits(fpk_sum_block(3, x), INFINITY);
    check_true(isnan(fpk_sum_block(3, y)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cancellation),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_not_finite),
    };
    return check_main(tests);
}
