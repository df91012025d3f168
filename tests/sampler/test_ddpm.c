/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include "fpk/sampler/ddpm.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_known("ddpm", 7, 2e-12);
}

static struct fpk_plan analytic(const char *const *pairs, const struct fpk_mixture *data)
{
    const struct fpk_sampler *ddpm = NULL;
    struct fpk_values values;
    struct fpk_plan plan;
    check_ok(fpk_sampler_find("ddpm", &ddpm));
    check_ok(fpk_values_init(&values, ddpm->parameter, ddpm->n_parameter));
    check_ok(fpk_values_set(&values, "variance", "analytic"));
    for (; pairs[0]; pairs += 2)
        check_ok(fpk_values_set(&values, pairs[0], pairs[1]));
    check_ok(fpk_sampler_build(ddpm, &plan, &values, data));
    fpk_values_clear(&values);
    return plan;
}

/* The zero-error control: from the exact law of the first level the analytic variance gives
 * Gaussian data back, at any number of steps, schedule and spacing, truncated or not. */
static void test_analytic_is_exact_on_gaussian_data(void **state)
{
    (void)state;
    static const char *const schedules[] = {"linear", "cosine", "vp", "sub-vp", "ve", "edm"};
    static const char *const steps[] = {"1", "2", "7", "50", "400"};
    struct fpk_mixture data;
    mixture_gaussian(&data, .7, .25);
    for (int k = 0; k < 60; k++) {
        const char *pairs[] = {"schedule",
                               schedules[k % 6],
                               "steps",
                               steps[k / 6 % 5],
                               k < 30 ? NULL : "spacing",
                               k % 6 < 2 ? "trailing" : "karras",
                               NULL};
        struct fpk_plan plan = analytic(pairs, &data);
        struct fpk_level first = plan.first;
        double mean = .7 * first.alpha;
        double variance = first.alpha * first.alpha * .25 + first.sigma * first.sigma;
        affine_law(&plan, .7, .25, &mean, &variance);
        /* at sigma 80 rounding is that of numbers 1e4 times as large */
        check_close(mean, .7, 1e-12 * fmax(1, first.sigma));
        check_close(variance, .25, 1e-12 * fmax(1, first.sigma));
        fpk_plan_clear(&plan);
    }
    fpk_mixture_clear(&data);
}

/* Small and large are its bounds, met for data without spread and for x_0 that x does not know
 * (Bao et al. 2022, theorem 2); here for a mixture, at every step. */
static void test_analytic_lies_between(void **state)
{
    (void)state;
    struct fpk_mixture data;
    mixture_m1(&data);
    const char *pairs[] = {"steps", "40", "last-noise", "on", NULL};
    struct fpk_plan best = analytic(pairs, &data);
    struct fpk_plan small = built("ddpm", "steps", "40", "variance", "small", "last-noise", "on");
    for (size_t i = 1; i < best.n; i += 2) {
        double a = best.instruction[i].noise, s = small.instruction[i].noise;
        check_true(a > s);
        check_same_bits(best.instruction[i].c[1], small.instruction[i].c[1]);
    }
    check_close(small.instruction[small.n - 1].noise, 0, 0);
    fpk_plan_clear(&best);
    fpk_plan_clear(&small);
    fpk_mixture_clear(&data);
}

static void test_custom_and_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan =
        built("ddpm", "steps", "3", "variance", "custom", "variances", "4,0,.25");
    check_close(plan.instruction[1].noise, 2, 0);
    check_close(plan.instruction[3].noise, 0, 0);
    check_close(plan.instruction[5].noise, .5, 0);
    fpk_plan_clear(&plan);
    check_build_refused("ddpm", "needs --variances with 3 numbers", "steps", "3", "variance",
                        "custom");
    check_build_refused("ddpm", "has 2 numbers, and there are 3 steps", "steps", "3", "variance",
                        "custom", "variances", "1,2");
    check_build_refused("ddpm", "variance 1 of --variances is -2", "steps", "3", "variance",
                        "custom", "variances", "1,-2,3");
    check_build_refused("ddpm", "with --variance custom only", "steps", "3", "variances", "1,2,3");
    check_build_refused("ddpm", "depends on the data", "steps", "3", "variance", "analytic");
}

static void test_every_setting_builds_or_says_why(void **state)
{
    (void)state;
    int n = sweep("ddpm", "variance", "small");
    check_between(n, 640 + 1200, 640 + 1400);
    check_equal(sweep("ddpm", "variance", "large"), n);
    check_equal(sweep("ddpm", "last-noise", "on"), n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_analytic_is_exact_on_gaussian_data),
        cmocka_unit_test(test_analytic_lies_between),
        cmocka_unit_test(test_custom_and_refusals),
        cmocka_unit_test(test_every_setting_builds_or_says_why),
    };
    return check_main(tests);
}
