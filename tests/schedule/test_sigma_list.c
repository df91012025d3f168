/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/schedule.h"

#include "../check.h"

static void test_geometric(void **state)
{
    (void)state;
    double *s = NULL;
    size_t n = 0;
    check_ok(fpk_sigma_list("geometric:10:0.1:10", &s, &n));
    check_equal(n, 10);
    check_same_bits(s[0], 10);
    check_same_bits(s[9], 0.1);
    for (size_t i = 1; i < n; i++)
        check_relative(s[i] / s[i - 1], 0.59948425031894097, 2e-15); /* 100^(-1/9) */
    fpk_release(&s);
}

static void test_list(void **state)
{
    (void)state;
    double *s = NULL;
    size_t n = 0;
    check_ok(fpk_sigma_list("10,5,1", &s, &n));
    check_equal(n, 3);
    check_same_bits(s[1], 5);
    fpk_release(&s);
    check_ok(fpk_sigma_list("2.5", &s, &n));
    check_equal(n, 1);
    fpk_release(&s);
}

static void test_refusals(void **state)
{
    (void)state;
    double *s = NULL;
    size_t n = 0;
    check_refused(fpk_sigma_list("geometrik:10:1:5", &s, &n), FPK_USAGE, "did you mean geometric");
    check_refused(fpk_sigma_list("geometric:10:1", &s, &n), FPK_USAGE, "FIRST:LAST:COUNT");
    check_refused(fpk_sigma_list("geometric:10:1:5:6", &s, &n), FPK_USAGE, "FIRST:LAST:COUNT");
    check_refused(fpk_sigma_list("geometric:1:10:5", &s, &n), FPK_USAGE, "decrease");
    check_refused(fpk_sigma_list("geometric:1:0:5", &s, &n), FPK_USAGE, "positive");
    check_refused(fpk_sigma_list("geometric:10:1:1", &s, &n), FPK_USAGE, "2 ..");
    check_refused(fpk_sigma_list("geometric:10:1:2.5", &s, &n), FPK_USAGE, "whole number");
    check_refused(fpk_sigma_list("10,10,1", &s, &n), FPK_USAGE, "entry 2 is 10");
    check_refused(fpk_sigma_list("10,-1", &s, &n), FPK_USAGE, "entry 2 is -1");
    check_refused(fpk_sigma_list("10,,1", &s, &n), FPK_USAGE, "not a number");
    check_refused(fpk_sigma_list("", &s, &n), FPK_USAGE, "not a number");
    /* too fine for doubles: neighbours coincide */
    check_refused(fpk_sigma_list("geometric:1.0000000000000002:1:9", &s, &n), FPK_USAGE,
                  "strictly");
    check_true(s == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geometric),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
