/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact.h"

static void test_known(void **state)
{
    (void)state;
    check_equal(check_known("dpm-solver++-sde"), 20);
}

/* Weak order on Gaussian data, exact start: the variance of the plan against alpha^2 v + sigma^2 at
 * its last level. The mean is exact at any step: along it the x0 head is constant. */
static void test_weak_order(void **state)
{
    (void)state;
    const struct fpk_sampler *sampler = NULL;
    check_ok(fpk_sampler_find("dpm-solver++-sde", &sampler));
    double m = .7, v = .25;
    for (size_t c = 0; c < sampler->n_claim; c++) {
        const struct fpk_sampler_claim *claim = &sampler->claim[c];
        double last = 0, slope = 0;
        for (int steps = 80; steps <= 640; steps *= 2) {
            char text[160];
            snprintf(text, sizeof text, FROM_NOISE " steps=%d %s", steps, claim->options);
            struct fpk_plan plan;
            plan_of(&plan, "dpm-solver++-sde", text);
            struct fpk_level from = plan.first, to = plan.instruction[plan.n - 1].level;
            double mean = from.alpha * m;
            double variance = from.alpha * from.alpha * v + from.sigma * from.sigma;
            affine_push(&plan, m, v, &mean, &variance);
            check_close(mean, to.alpha * m, 1e-14);
            double error = fabs(variance - (to.alpha * to.alpha * v + to.sigma * to.sigma));
            slope = last > 0 ? log2(last / error) : 0;
            last = error;
            fpk_plan_clear(&plan);
        }
        check_between(slope, claim->order - .15, claim->order + .3);
        assert_false(claim->pathwise);
    }
}

static void test_start_without_data(void **state)
{
    (void)state;
    static const char *const options[] = {"order=1", "order=2", "order=2 solver-type=heun"};
    for (int k = 0; k < 3; k++)
        check_alpha_zero("dpm-solver++-sde", options[k]);
}

static void test_finite_or_refused(void **state)
{
    (void)state;
    static const char *const options[] = {"order=1", "order=2", "order=2 solver-type=heun", NULL};
    assert_true(check_sweep("dpm-solver++-sde", options) > 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_without_data),
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_weak_order),
        cmocka_unit_test(test_finite_or_refused),
    };
    return check_main(tests);
}
