/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"
#include "affine.h"

#include "fpk/sampler/sampler.h"

#include <stdlib.h>

static void build(struct fpk_plan *plan, const char *name, const char *const *pairs)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    check_ok(fpk_sampler_find(name, &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    for (; pairs[0]; pairs += 2)
        check_ok(fpk_values_set(&values, pairs[0], pairs[1]));
    check_ok(sampler->build(plan, &values));
    fpk_values_clear(&values);
}

static void test_gaussian_data_known_answers(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/sampler_gaussian.txt", "r");
    check_true(file != NULL);
    char line[256], name[32], option[32], steps[16], spacing[16], mean[32], variance[32];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %31s %15s %15s %31s %31s", name, option, steps, spacing,
                           mean, variance),
                    6);
        char *value = strchr(option, '=');
        *value++ = '\0';
        struct fpk_plan plan;
        build(&plan, name,
              (const char *[]){option, value, "steps", steps, "spacing", spacing, NULL});
        double got_mean = 0, got_variance = plan.start_std * plan.start_std;
        affine_law(&plan, .7, .25, &got_mean, &got_variance);
        check_close(got_mean, strtod(mean, NULL), 2e-13);
        check_relative(got_variance, strtod(variance, NULL), 1e-11);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    check_equal(rows, 96);
}

/* Stationary variance of Langevin steps at one level, unadjusted: closed form for both conventions,
 * x += a/2 score + sqrt(a) z and x += a score + sqrt(2a) z. */
static void test_langevin_stationary_variance(void **state)
{
    (void)state;
    static const char *const convention[] = {"half", "full"};
    for (int k = 0; k < 2; k++) {
        struct fpk_plan plan;
        build(&plan, "annealed-langevin",
              (const char *[]){"sigmas", "0.5", "inner-steps", "4000", "step", "0.05",
                               "step-convention", convention[k], NULL});
        double mean = 3, variance = 9, s2 = .25 + .25;
        affine_law(&plan, .7, .25, &mean, &variance);
        check_close(mean, .7, 1e-12);
        check_close(variance, s2 / (1 - .05 / ((k ? 2 : 4) * s2)), 1e-12);
        fpk_plan_clear(&plan);
    }
}

/* eta = 1 is ddpm with the small variance: two formulas of different form, every coefficient. */
static void test_ddim_with_eta_1_is_ddpm_small(void **state)
{
    (void)state;
    static const char *const schedules[] = {"linear", "cosine", "scaled-linear"};
    for (int k = 0; k < 9; k++) {
        static const char *const steps[] = {"2", "37", "1000"};
        struct fpk_plan a, b;
        build(&a, "ddim",
              (const char *[]){"schedule", schedules[k / 3], "steps", steps[k % 3], "spacing",
                               "linspace", "eta", "1", NULL});
        build(&b, "ddpm",
              (const char *[]){"schedule", schedules[k / 3], "steps", steps[k % 3], "spacing",
                               "linspace", NULL});
        check_equal(a.n, b.n);
        for (size_t i = 1; i < a.n; i += 2)
            for (int j = 0; j < 2; j++) {
                check_relative(a.instruction[i].c[j], b.instruction[i].c[j], 1e-13);
                check_close(a.instruction[i].noise, b.instruction[i].noise, 1e-14);
            }
        fpk_plan_clear(&a);
        fpk_plan_clear(&b);
    }
}

/* On data that are one point, v = 0, the deterministic DDIM map is exact at every number of steps:
 * x/sigma is invariant until the last step, which lands on the point. */
static void test_ddim_is_exact_on_a_point(void **state)
{
    (void)state;
    struct fpk_plan plan;
    build(&plan, "ddim", (const char *[]){"steps", "13", "spacing", "trailing", NULL});
    double mean = 2.5, variance = 1;
    affine_law(&plan, .7, 0, &mean, &variance);
    check_close(mean, .7, 1e-13);
    check_close(variance, 0, 1e-25);
    fpk_plan_clear(&plan);
}

/* Both reverse samplers are of first order in 1/S: with e(S) = c/S + bias, where the bias is that
 * of the start, (e(S) - e(2S))/(e(2S) - e(4S)) tends to 2. */
static void test_reverse_euler_order(void **state)
{
    (void)state;
    static const char *const names[] = {"reverse-euler-maruyama", "probability-flow-euler"};
    static const char *const steps[] = {"2000", "4000", "8000"};
    for (int k = 0; k < 2; k++) {
        double v[3];
        for (int i = 0; i < 3; i++) {
            struct fpk_plan plan;
            build(&plan, names[k], (const char *[]){"steps", steps[i], NULL});
            double mean = 0;
            v[i] = 1;
            affine_law(&plan, .7, .25, &mean, &v[i]);
            check_close(mean, .7, 5e-3);
            check_close(v[i], .25, 2e-3);
            fpk_plan_clear(&plan);
        }
        check_between((v[0] - v[1]) / (v[1] - v[2]), 1.98, 2.02);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaussian_data_known_answers),
        cmocka_unit_test(test_langevin_stationary_variance),
        cmocka_unit_test(test_ddim_with_eta_1_is_ddpm_small),
        cmocka_unit_test(test_ddim_is_exact_on_a_point),
        cmocka_unit_test(test_reverse_euler_order),
    };
    return check_main(tests);
}
