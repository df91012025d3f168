/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/schedule.h"

#include "../check.h"

/* Algorithm 1 as the source writes it, with its subtractions. */
static void test_algorithm_1(void **state)
{
    (void)state;
    static const char *const names[] = {"linear", "scaled-linear", "cosine", "sigmoid"};
    for (int k = 0; k < 4; k++) {
        struct fpk_schedule old, s;
        check_ok(fpk_schedule_init(&old, names[k], 1000));
        check_ok(fpk_schedule_init(&s, names[k], 1000));
        check_ok(fpk_schedule_zero_terminal(&s));
        double first = sqrt(old.abar[0]), end = sqrt(old.abar[999]), before = 1;
        for (size_t t = 0; t < 1000; t++) {
            double root = (sqrt(old.abar[t]) - end) * first / (first - end);
            check_close(sqrt(s.abar[t]), root, 1e-14);
            check_close(s.beta[t], 1 - root * root / (before * before), 4e-13);
            check_close(s.noise[t], 1 - s.abar[t], 1e-13);
            before = root;
        }
        check_same_bits(s.abar[999], 0);
        check_same_bits(s.beta[999], 1);
        check_same_bits(s.beta[0], old.beta[0]);
        fpk_schedule_clear(&old);
        fpk_schedule_clear(&s);
    }
}

/* Where betas are far below the last digit of 1. */
static void test_small_betas(void **state)
{
    (void)state;
    struct fpk_schedule s;
    check_ok(fpk_schedule_from_betas(&s, (const double[]){1e-20, 2e-20, .5, .5}, 4));
    check_ok(fpk_schedule_zero_terminal(&s));
    /* s_t = 1 - beta/2, c = 1/(1 - 1/2) = 2: the new beta is 2 c beta/2 */
    check_relative(s.beta[1], 4e-20, 1e-14);
    check_relative(s.noise[1], 5e-20, 1e-14);
    fpk_schedule_clear(&s);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_schedule s;
    check_ok(fpk_schedule_init(&s, "linear", 1));
    check_refused(fpk_schedule_zero_terminal(&s), FPK_USAGE, "nothing to stretch");
    fpk_schedule_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_algorithm_1),
        cmocka_unit_test(test_small_betas),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
