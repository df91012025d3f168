/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

/* NCSN's and NCSNv2's constants are among the rows. */
static void test_known_answers(void **state)
{
    (void)state;
    check_known("annealed-langevin", 4, 2e-12);
}

/* The last step of NCSNv2 is the mean of the data given x: on data that are one point it lands on
 * it, whatever came before. */
static void test_final_denoise_is_the_posterior_mean(void **state)
{
    (void)state;
    struct fpk_plan plan = built("annealed-langevin", "final-denoise", "true", "inner-steps", "2");
    struct fpk_plan without = built("annealed-langevin", "inner-steps", "2");
    double mean = 9, variance = 100;
    affine_law(&plan, .7, 0, &mean, &variance);
    check_close(mean, .7, 1e-14);
    check_close(variance, 0, 1e-28);
    check_equal(plan.n, without.n + 2);
    check_equal(plan.steps, without.steps + 1);
    check_close(plan.instruction[plan.n - 1].level.sigma, 0, 0);
    check_close(plan.instruction[plan.n - 2].level.sigma, .1, 1e-15);
    fpk_plan_clear(&plan);
    fpk_plan_clear(&without);
}

static void test_grids_and_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan = built("annealed-langevin", "sigmas", "karras:80:0.002:18");
    check_equal(plan.steps, 18 * 20);
    check_close(plan.start_std, 80, 0);
    fpk_plan_clear(&plan);
    check_build_refused("annealed-langevin", "the last of --sigmas is 0", "sigmas", "2,1,0");
    check_build_refused("annealed-langevin", "sigmas", "sigmas", "1,2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_final_denoise_is_the_posterior_mean),
        cmocka_unit_test(test_grids_and_refusals),
    };
    return check_main(tests);
}
