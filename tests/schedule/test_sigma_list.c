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

/* Karras's grid with its rho; halves of it by hand for rho 1 and 2. A last 0 is the clean end. */
static void test_karras_and_zero(void **state)
{
    (void)state;
    double *s = NULL;
    size_t n = 0;
    check_ok(fpk_sigma_list("karras:9:1:3:1", &s, &n));
    check_equal(n, 3);
    check_relative(s[1], 5, 4e-16);
    fpk_release(&s);
    check_ok(fpk_sigma_list("karras:9:1:3:2", &s, &n));
    check_relative(s[1], 4, 4e-16);
    fpk_release(&s);
    check_ok(fpk_sigma_list("karras:128:1:3", &s, &n)); /* rho 7: (2 + 1)/2 to the seventh */
    check_relative(s[1], 17.0859375, 4e-15);
    fpk_release(&s);
    check_ok(fpk_sigma_list("10,1,0", &s, &n));
    check_equal(n, 3);
    check_same_bits(s[2], 0);
    fpk_release(&s);
    check_refused(fpk_sigma_list("0", &s, &n), FPK_USAGE, "entry 1 is 0");
    check_refused(fpk_sigma_list("10,0,0", &s, &n), FPK_USAGE, "entry 2 is 0");
    check_refused(fpk_sigma_list("karras:9:1:3:0", &s, &n), FPK_USAGE, "rho 0");
    check_refused(fpk_sigma_list("karras:9:1", &s, &n), FPK_USAGE, "COUNT[:RHO]");
    check_refused(fpk_sigma_list("karas:9:1:4", &s, &n), FPK_USAGE, "did you mean karras");
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
        cmocka_unit_test(test_karras_and_zero),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
