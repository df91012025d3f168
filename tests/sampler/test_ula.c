/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "affine.h"
#include "build.h"

#include "fpk/compare/chi_square.h"

#include <stdlib.h>

/* Stationary variances on N(.7, .25), closed form for both conventions: s^2/(1 - a/(2 s^2)) and
 * s^2/(1 - a/(4 s^2)); at a level sigma s^2 grows by sigma^2. */
static void test_stationary_variance(void **state)
{
    (void)state;
    static const struct {
        const char *convention, *step, *sigma;
        double want;
    } rows[] = {
        {"full", "0.05", "0", .27777777777777778},  {"full", "0.1", "0", .3125},
        {"half", "0.05", "0", .26315789473684211},  {"half", "0.1", "0", .27777777777777778},
        {"full", "0.1", "0.5", .55555555555555556}, {"half", "0.1", "0.5", .52631578947368421},
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        struct fpk_plan plan = built("ula", "step-convention", rows[k].convention, "step",
                                     rows[k].step, "level-sigma", rows[k].sigma, "steps", "600");
        double mean = 3, variance = 9;
        gaussian_law(&plan, .7, .25, &mean, &variance);
        check_close(mean, .7, 1e-11);
        check_close(variance, rows[k].want, 1e-13);
        check_close(plan.first.sigma, strtod(rows[k].sigma, NULL), 0);
        fpk_plan_clear(&plan);
    }
}

/* Its error is of first order in the step: variance/s^2 - 1 = a/(2 s^2) + O(a^2). */
static void test_bias_is_of_first_order(void **state)
{
    (void)state;
    double bias[2];
    for (int k = 0; k < 2; k++) {
        struct fpk_plan plan =
            built("ula", "step", k ? "0.001" : "0.002", "steps", k ? "8000" : "4000");
        double mean = 0, variance = 1;
        affine_law(&plan, .7, .25, &mean, &variance);
        bias[k] = variance / .25 - 1;
        fpk_plan_clear(&plan);
    }
    check_close(bias[0], .002 / .5, 2e-5);
    check_close(bias[0] / bias[1], 2, 5e-3);
}

static void test_refusals(void **state)
{
    (void)state;
    const struct fpk_sampler *ula = NULL;
    struct fpk_values values;
    check_ok(fpk_sampler_find("ula", &ula));
    check_ok(fpk_values_init(&values, ula->parameter, ula->n_parameter));
    check_refused(fpk_values_set(&values, "step", "0"), FPK_USAGE, "step");
    check_refused(fpk_values_set(&values, "level-sigma", "-1"), FPK_USAGE, "level-sigma");
    fpk_values_clear(&values);
}

/* 1e5 particles of 40 steps against the closed-form law: false alarm 1e-6. */
static void cdf_of(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    fpk_mixture_cdf(ctx, n, x, cdf);
    fpk_mixture_tail(ctx, n, x, tail);
}

static void test_particles_have_the_law(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct fpk_mixture data, law;
    struct fpk_cells cells;
    struct fpk_points points;
    struct fpk_chi_square found;
    mixture_gaussian(&data, .7, .25);
    struct fpk_score score = fpk_score_exact(&data);
    struct fpk_plan plan = built("ula", "step", "0.1", "steps", "40");
    double mean = 0, variance = 1;
    gaussian_law(&plan, .7, .25, &mean, &variance);
    mixture_gaussian(&law, mean, variance);
    check_ok(fpk_cells_of_cdf(&cells, cdf_of, &law, -9, 9, 49));
    check_ok(fpk_points_init(&points, N, 1));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 5, 0, &points, 2));
    check_ok(fpk_chi_square_test(&cells, &points, 0, &found));
    check_between(found.p_value, 1e-6, 1);
    fpk_cells_clear(&cells);
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&law);
    fpk_mixture_clear(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stationary_variance),
        cmocka_unit_test(test_bias_is_of_first_order),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_particles_have_the_law),
    };
    return check_main(tests);
}
