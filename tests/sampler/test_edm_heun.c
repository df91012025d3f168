/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "order.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_equal(check_known("edm-heun", 1e-12), 32);
}

/* Sigmas .002 .. 80, rho 7, 18 steps, start N(0, 80^2), data N(.7, .25): as recorded. */
static void test_recorded(void **state)
{
    (void)state;
    struct fpk_plan plan = plan_of("edm-heun", "steps=18");
    double mean = 0, variance = plan.start_std * plan.start_std;
    check_close(plan.start_std, 80, 0);
    check_equal(fpk_plan_evaluations(&plan), 35);
    gaussian_law(&plan, .7, .25, &mean, &variance);
    check_close(mean, .69538, 5e-6);
    check_close(variance, .27839, 5e-6);
    fpk_plan_clear(&plan);
}

static void test_orders(void **state)
{
    (void)state;
    check_order("edm-heun", "", 2, 80);
    check_order("edm-heun", "spacing=uniform,sigma-max=10", 2, 80);
    check_order("edm-heun", "schedule=vp,spacing=karras,truncate=0.001", 2, 80);
}

/* Churn is the first instruction of its step and reads x alone, so that the chain is Markov in x;
 * noise^2 = (s_hat^2 - s^2), the level that follows is s_hat. */
static void test_churn(void **state)
{
    (void)state;
    struct fpk_plan plan = plan_of("edm-heun", "steps=18,churn=9,s-tmin=0.1,s-tmax=20,s-noise=1.5");
    int raised = 0;
    for (size_t i = 0; i < plan.n; i++) {
        const struct fpk_instruction *in = &plan.instruction[i];
        if (in->op != FPK_MIX || in->noise == 0)
            continue;
        double s = in->level.sigma / 1.41421356237309505; /* churn 9 over 18 exceeds sqrt(2) - 1 */
        check_equal(in->out, 0);
        check_equal(in->n_in, 1);
        check_true(i > 0 && plan.instruction[i - 1].step + 1 == in->step);
        check_relative(s, plan.instruction[i - 1].level.sigma, 1e-14);
        check_relative(in->noise, 1.5 * s, 1e-14);
        check_between(s, .1, 20);
        raised++;
    }
    check_equal(raised, 10); /* 19.4 to .14: of the 18 sigmas those between .1 and 20 */
    fpk_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_recorded),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_churn),
    };
    return check_main(tests);
}
