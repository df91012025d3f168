/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_known("predictor-corrector", 10, 2e-12);
}

/* Without a corrector it is its predictor, coefficient by coefficient. */
static void test_without_corrector(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"euler-maruyama", "reverse-euler-maruyama"},
                                           {"exponential", "reverse-exponential"},
                                           {"ancestral", "ddpm"}};
    for (int k = 0; k < 3; k++) {
        struct fpk_plan a = built("predictor-corrector", "schedule", "vp", "spacing", "uniform",
                                  "steps", "13", "predictor", names[k][0], "corrector-steps", "0");
        struct fpk_plan b =
            built(names[k][1], "schedule", "vp", "spacing", "uniform", "steps", "13");
        check_equal(a.n, b.n);
        for (size_t i = 0; i < a.n; i++)
            check_true(memcmp(&a.instruction[i], &b.instruction[i], sizeof a.instruction[i]) == 0);
        fpk_plan_clear(&a);
        fpk_plan_clear(&b);
    }
}

/* The corrector's place and counts: M steps at each level that is not clean. */
static void test_counts(void **state)
{
    (void)state;
    struct fpk_plan after = built("predictor-corrector", "steps", "10", "corrector-steps", "3");
    struct fpk_plan before = built("predictor-corrector", "steps", "10", "corrector-steps", "3",
                                   "corrector-first", "true", "last-noise", "off");
    check_equal(fpk_plan_evaluations(&after), 10 + 9 * 3);
    check_equal(fpk_plan_noises(&after), 10 + 9 * 3);
    check_equal(fpk_plan_evaluations(&before), 10 + 10 * 3);
    check_equal(fpk_plan_noises(&before), 9 + 10 * 3);
    check_equal(after.steps, 10);
    check_close(before.instruction[1].c[0], 1, 0); /* a corrector's step */
    double sigma = before.first.sigma;
    check_relative(before.instruction[1].c[1], 2 * .16 * .16 * sigma * sigma, 1e-14);
    check_relative(before.instruction[1].noise, 2 * .16 * sigma, 1e-14);
    fpk_plan_clear(&after);
    fpk_plan_clear(&before);
}

static void test_refusals_and_sweep(void **state)
{
    (void)state;
    check_build_refused("predictor-corrector", "needs the rates of a continuous process",
                        "predictor", "euler-maruyama");
    static const char *const predictors[] = {"reverse-diffusion", "ancestral", "exponential",
                                             "euler-maruyama"};
    for (int k = 0; k < 4; k++) {
        int n = sweep("predictor-corrector", "predictor", predictors[k]);
        /* 4 processes by 4 spacings by 40, and most of 5 chains by 7 spacings by 40 */
        check_between(n, k == 3 ? 640 : 640 + 1200, k == 3 ? 640 : 640 + 1400);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_without_corrector),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_refusals_and_sweep),
    };
    return check_main(tests);
}
