/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/parameter.h"

#include "../check.h"

static const struct fpk_parameter table[] = {
    {.name = "dt", .type = FPK_REAL, .fallback = "0.01", .min = 1e-12, .max = 10, .doc = "step"},
    {.name = "particles", .type = FPK_INTEGER, .fallback = "1e6", .min = 1, .max = 1e12},
    {.name = "spacing",
     .type = FPK_CHOICE,
     .fallback = "leading",
     .choices = "leading|linspace|trailing"},
    {.name = "at", .type = FPK_REALS},
    {.name = "quiet", .type = FPK_FLAG, .free_of_numbers = true},
};

static void test_defaults_and_values(void **state)
{
    (void)state;
    struct fpk_values v;
    check_ok(fpk_values_init(&v, table, 5));
    check_close(fpk_values_real(&v, "dt"), 0.01, 0);
    check_equal(fpk_values_integer(&v, "particles"), 1000000);
    check_true(!fpk_values_has(&v, "at") && !fpk_values_flag(&v, "quiet"));
    check_ok(fpk_values_set(&v, "at", "-1,0,2.5"));
    check_ok(fpk_values_set(&v, "spacing", "trailing"));
    check_ok(fpk_values_set(&v, "quiet", "true"));
    check_true(fpk_values_given(&v, "spacing") && !fpk_values_given(&v, "dt"));
    check_text(fpk_values_text(&v, "spacing"), "trailing");
    double *at = NULL;
    size_t n = 0;
    check_ok(fpk_values_reals(&v, "at", &at, &n));
    check_equal(n, 3);
    check_close(at[0] + at[2], 1.5, 0);
    fpk_release(&at);
    fpk_values_clear(&v);
}

static void test_refusals_speak(void **state)
{
    (void)state;
    struct fpk_values v;
    check_ok(fpk_values_init(&v, table, 5));
    check_refused(fpk_values_set(&v, "spacin", "x"), FPK_USAGE, "did you mean --spacing?");
    check_refused(fpk_values_set(&v, "zzz", "x"), FPK_USAGE, "--help");
    check_refused(fpk_values_set(&v, "dt", "0.1x"), FPK_USAGE, "not a number");
    check_refused(fpk_values_set(&v, "dt", "nan"), FPK_USAGE, "not a number");
    check_refused(fpk_values_set(&v, "dt", "1e999"), FPK_USAGE, "beyond");
    check_refused(fpk_values_set(&v, "dt", ""), FPK_USAGE, "not a number");
    check_refused(fpk_values_set(&v, "dt", "-1"), FPK_USAGE, "outside its range");
    check_refused(fpk_values_set(&v, "particles", "1.5"), FPK_USAGE, "whole number");
    check_refused(fpk_values_set(&v, "particles", "0"), FPK_USAGE, "outside its range");
    check_refused(fpk_values_set(&v, "spacing", "lead"), FPK_USAGE, "leading|linspace|trailing");
    check_refused(fpk_values_set(&v, "at", "1,,2"), FPK_USAGE, "not a number");
    check_refused(fpk_values_set(&v, "quiet", "maybe"), FPK_USAGE, "switch");
    fpk_values_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_and_values),
        cmocka_unit_test(test_refusals_speak),
    };
    return check_main(tests);
}
