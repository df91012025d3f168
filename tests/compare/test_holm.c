/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/holm.h"

#include "draws.h"

/* Four p-values by hand: sorted .005 .01 .03 .04 times 4 3 2 1 = .02 .03 .06 .04, made to rise. */
static void test_by_hand(void **state)
{
    (void)state;
    double p[4] = {0.01, 0.04, 0.03, 0.005}, a[4];
    check_ok(fpk_holm(4, p, a));
    check_close(a[3], 0.02, 1e-17);
    check_close(a[0], 0.03, 1e-17);
    check_close(a[2], 0.06, 1e-16);
    check_close(a[1], 0.06, 1e-16);
    double one = 0.3, got;
    check_ok(fpk_holm(1, &one, &got));
    check_same_bits(got, 0.3);
    double odd[3] = {NAN, 0.5, 0.01};
    check_ok(fpk_holm(3, odd, a));
    check_true(isnan(a[0]));
    check_close(a[2], 0.03, 1e-17); /* the NaN counts as a test */
    check_close(a[1], 1, 0);
}

/* 20000 families of 5 true nulls at alpha .05: at least one false rejection in a fraction
 * 1 - (1 - .01)^5 = .0490 of them (independent tests), binomial, 4.9 deviations (1e-6). */
static void test_family_rate(void **state)
{
    (void)state;
    int families = 20000, alarms = 0;
    uint64_t seed = 3;
    for (int f = 0; f < families; f++) {
        double p[5], a[5], least = 1;
        for (int i = 0; i < 5; i++)
            p[i] = draw_uniform(&seed);
        check_ok(fpk_holm(5, p, a));
        for (int i = 0; i < 5; i++)
            least = fmin(least, a[i]);
        alarms += least <= 0.05;
    }
    double rate = 1 - pow(0.99, 5);
    check_close(alarms, families * rate, 4.9 * sqrt(families * rate * (1 - rate)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_family_rate),
    };
    return check_main(tests);
}
