/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_known("reverse-exponential", 18, 2e-12);
}

/* Data that are one point: the score's part is not constant, and the law is off; but where data
 * have variance 1 under VP the score is -x throughout and the step is x/r - 2 (1/r - 1) x + noise,
 * whose stationary variance is (1/r + 1)/(3 - 1/r): by hand for equal r. */
static void test_unit_data_by_hand(void **state)
{
    (void)state;
    struct fpk_plan plan = built("reverse-exponential", "schedule", "vp", "steps", "300");
    double mean = 0, variance = 1;
    for (size_t i = 1; i < plan.n; i += 2) {
        double r = plan.instruction[i - 1].level.alpha / plan.instruction[i].level.alpha;
        mean *= 2 - 1 / r;
        variance = pow(2 - 1 / r, 2) * variance + 1 / (r * r) - 1;
    }
    double got_mean = 0, got = 1;
    affine_law(&plan, 0, 1, &got_mean, &got);
    check_close(got_mean, mean, 1e-15);
    check_close(got, variance, 1e-12);
    fpk_plan_clear(&plan);
}

static void test_four_eigenvalues(void **state)
{
    (void)state;
    check_four_eigenvalues("reverse-exponential", 2);
}

static void test_every_setting_builds_or_says_why(void **state)
{
    (void)state;
    /* linear, vp, sub-vp, ve, edm with uniform (40 each), logsnr, karras and exponential */
    check_equal(sweep("reverse-exponential", NULL, NULL), 5 * 4 * 40);
    check_equal(sweep("reverse-exponential", "last-noise", "off"), 5 * 4 * 40);
    check_build_refused("reverse-exponential", "alpha 0", "schedule", "flow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_unit_data_by_hand),
        cmocka_unit_test(test_four_eigenvalues),
        cmocka_unit_test(test_every_setting_builds_or_says_why),
    };
    return check_main(tests);
}
