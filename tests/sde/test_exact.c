/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/ensemble.h"

#include "models.h"

#include "../check.h"

/* Pearson's statistic of x [n] on 20 equiprobable cells of N(mean, std^2). */
static double pearson(size_t n, const double *x, double mean, double std)
{
    enum { CELLS = 20 };
    double expected = (double)n / CELLS, statistic = 0;
    int count[CELLS] = {0};
    for (size_t i = 0; i < n; i++) {
        int k = (int)(CELLS * fpk_normal_cdf((x[i] - mean) / std));
        count[k < CELLS ? k : CELLS - 1]++;
    }
    for (int k = 0; k < CELLS; k++)
        statistic += (count[k] - expected) * (count[k] - expected) / expected;
    return statistic;
}

/* From delta:2 to t = .7 in 1, 3 and 14 steps: always N(2 e^-.7, (1 - e^-1.4)/2). The 1 - 1e-6
 * quantile of chi-square with 19 degrees of freedom is 63.7 (scipy.stats.chi2.isf(1e-6, 19)). */
static void test_law_at_any_step(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:2"));
    uint64_t n_step[3] = {1, 3, 14};
    for (int j = 0; j < 3; j++) {
        struct fpk_ensemble e = {.model = &model,
                                 .stepper = &fpk_exact_stepper,
                                 .start = &start,
                                 .t1 = 0.7,
                                 .n_step = n_step[j],
                                 .seed = 4,
                                 .particles = 50000};
        struct fpk_ensemble_result r;
        check_ok(fpk_ensemble_result_init(&r, &e));
        check_ok(fpk_ensemble_run(&e, &r));
        double std = sqrt((1 - exp(-1.4)) / 2);
        check_between(pearson(e.particles, r.points.x, 2 * exp(-0.7), std), 0, 63.7);
        /* and it would see 3 % more spread: E X^2 shift is n times 2 (.03)^2 = 90 */
        check_true(pearson(e.particles, r.points.x, 2 * exp(-0.7), 1.03 * std) > 63.7);
        fpk_ensemble_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* Components of an n-dimensional model get independent noises. */
static void ou_drift_2(double t, size_t n, const double *x, double *out, const void *ctx)
{
    ou_drift(t, 2 * n, x, out, ctx);
}

static void test_components_are_independent(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    model.dim = model.noise = 2;
    model.drift = ou_drift_2;
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_exact_stepper,
                             .t1 = 1,
                             .n_step = 1,
                             .seed = 4,
                             .particles = 20000};
    struct fpk_ensemble_result r;
    check_ok(fpk_ensemble_result_init(&r, &e));
    check_ok(fpk_ensemble_run(&e, &r));
    double product = 0, v = (1 - exp(-2.0)) / 2;
    for (size_t i = 0; i < e.particles; i++)
        product += fpk_points_get(&r.points, i, 0) * fpk_points_get(&r.points, i, 1);
    /* sum of n products of independent N(0, v): standard deviation v sqrt(n); 4.9 of them: 1e-6 */
    check_close(product, 0, 4.9 * v * sqrt((double)e.particles));
    check_relative(fpk_moments_variance(&r.moments[1]), v, 4.9 * sqrt(2.0 / 20000));
    fpk_ensemble_result_clear(&r);
}

static void test_refuses(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    struct fpk_ensemble e = {
        .model = &model, .stepper = &fpk_exact_stepper, .t1 = 1, .n_step = 1, .particles = 1};
    struct fpk_ensemble_result r;
    check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE,
                  "exact needs a model whose transition is a known Gaussian; x^3 is not one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_at_any_step),
        cmocka_unit_test(test_components_are_independent),
        cmocka_unit_test(test_refuses),
    };
    return check_main(tests);
}
