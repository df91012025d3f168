/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/ensemble.h"

#include "laws.h"
#include "step.h"

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

static void test_matrix(void **state)
{
    (void)state;
    struct fpk_model model = fall_model();
    double z[2] = {0.4, -1.1}, x[2] = {2, -5}, h = STEP_DT;
    const struct fpk_noise_given given = {.ld = 1, .z = z};
    take_step(&fpk_exact_stepper, &model, 0, 1, x, &given);
    check_true(isnan(x[0]) && isnan(x[1])); /* one noise is given, two normals are needed */
    model.noise = 2;
    x[0] = 2;
    x[1] = -5;
    take_step(&fpk_exact_stepper, &model, 0, 1, x, &given);
    check_close(x[0], 2 - 5 * h + 1.5 * h * h + 2 * sqrt(h * h * h / 3) * z[0], 1e-15);
    check_close(x[1], -5 + 3 * h + sqrt(3 * h) * z[0] + sqrt(h) * z[1], 1e-15);
    check_points_alone(&fpk_exact_stepper, &model);
}

/* To t = 1 in 1 and in 5 steps: one law. 4.9 standard errors, 1e-6 each. */
static void test_matrix_law(void **state)
{
    (void)state;
    struct fpk_model model = fall_model();
    for (uint64_t n_step = 1; n_step <= 5; n_step += 4) {
        struct fpk_ensemble e = {.model = &model,
                                 .stepper = &fpk_exact_stepper,
                                 .t1 = 1,
                                 .n_step = n_step,
                                 .seed = 4,
                                 .particles = 50000};
        struct fpk_ensemble_result r;
        check_ok(fpk_ensemble_result_init(&r, &e));
        check_ok(fpk_ensemble_run(&e, &r));
        double product = 0, n = 50000;
        for (size_t i = 0; i < e.particles; i++)
            product +=
                (fpk_points_get(&r.points, i, 0) - 1.5) * (fpk_points_get(&r.points, i, 1) - 3);
        check_close(r.moments[0].mean, 1.5, 4.9 * sqrt(4.0 / 3 / n));
        check_close(r.moments[1].mean, 3, 4.9 * sqrt(4 / n));
        check_relative(fpk_moments_variance(&r.moments[0]), 4.0 / 3, 4.9 * sqrt(2 / n));
        check_relative(fpk_moments_variance(&r.moments[1]), 4, 4.9 * sqrt(2 / n));
        check_close(product / n, 2, 4.9 * sqrt((4.0 / 3 * 4 + 2 * 2) / n));
        fpk_ensemble_result_clear(&r);
    }
}

/* dX = .3 X dt + .8 X dW has no error on its path either: X_0 exp((.3 - .32) t + .8 W_t), the same
 * in 8 steps and in 2 that join their increments. */
static void test_lognormal(void **state)
{
    (void)state;
    struct fpk_model model = gbm_model();
    double x = 2, z = 0.4;
    const struct fpk_noise_given given = {.ld = 1, .z = &z};
    take_step(&fpk_exact_stepper, &model, 0, 1, &x, &given);
    check_relative(x, 2 * exp(-0.02 * STEP_DT + 0.8 * sqrt(STEP_DT) * z), 1e-15);
    check_points_alone(&fpk_exact_stepper, &model);
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:2"));
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_exact_stepper,
                             .start = &start,
                             .t1 = 3,
                             .n_step = 2,
                             .refine = 4,
                             .seed = 4,
                             .particles = 100};
    struct fpk_ensemble_result coarse, fine;
    check_ok(fpk_ensemble_result_init(&coarse, &e));
    check_ok(fpk_ensemble_run(&e, &coarse));
    e.n_step = 8;
    e.refine = 1;
    check_ok(fpk_ensemble_result_init(&fine, &e));
    check_ok(fpk_ensemble_run(&e, &fine));
    for (size_t i = 0; i < 100; i++)
        check_relative(coarse.points.x[i], fine.points.x[i], 1e-14);
    fpk_ensemble_result_clear(&coarse);
    fpk_ensemble_result_clear(&fine);
    fpk_start_clear(&start);
}

/* k = 2, theta = 1, s = .5, x_0 = .5, T = 1: mean .9323323584, variance .0540415448 (32 degrees of
 * freedom); k = .5, theta = .3, s = 1.2 (.42 of them): mean theta + (x_0 - theta) e^-k, variance
 * x_0 s^2/k (e^-k - e^-2k) + theta s^2/(2k) (1 - e^-k)^2. In 1 and in 6 steps. Standard errors from
 * the sample itself, 6 of them: skewed laws, false alarms below 1e-6 at this n and seed. */
static void test_square_root(void **state)
{
    (void)state;
    const double p[2][3] = {{2, 1, 0.5}, {0.5, 0.3, 1.2}};
    double k = 0.5, theta = 0.3, s = 1.2, decay = exp(-k);
    double mean[2] = {0.9323323584, theta + (0.5 - theta) * decay};
    double variance[2] = {0.0540415448, 0.5 * s * s / k * (decay - decay * decay) +
                                            theta * s * s / (2 * k) * (1 - decay) * (1 - decay)};
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:0.5"));
    for (int j = 0; j < 4; j++) {
        struct fpk_model model = cir_model(p[j / 2]);
        struct fpk_ensemble e = {.model = &model,
                                 .stepper = &fpk_exact_stepper,
                                 .start = &start,
                                 .t1 = 1,
                                 .n_step = j % 2 ? 6 : 1,
                                 .seed = 4,
                                 .particles = 100000};
        struct fpk_ensemble_result r;
        check_ok(fpk_ensemble_result_init(&r, &e));
        check_ok(fpk_ensemble_run(&e, &r));
        const struct fpk_sample_moments *m = &r.moments[0];
        check_close(m->mean, mean[j / 2], 6 * fpk_moments_mean_se(m));
        check_close(fpk_moments_variance(m), variance[j / 2], 6 * fpk_moments_variance_se(m));
        fpk_ensemble_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* A matrix law in one dimension is Gaussian; a lognormal or chi-square step is not. */
static bool line_exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    (void)ctx;
    law->family = FPK_EXACT_MATRIX;
    if (!law->matrix)
        return true;
    law->matrix[0] = 0.5;
    law->mean[0] = t - s;
    law->factor[0] = -2;
    return true;
}

static void test_transitions(void **state)
{
    (void)state;
    const double p[3] = {2, 1, 0.5};
    struct fpk_model line = ou_model(), cir = cir_model(p);
    struct fpk_step_law store;
    struct fpk_transition tr;
    line.exact = line_exact;
    check_ok(fpk_sde_transition(&fpk_exact_stepper, &line, 1, 0.25, &store, &tr));
    double x = 3, m, m_x, s;
    tr.eval(1, &x, &m, &m_x, &s, tr.ctx);
    check_same_bits(m, 1.75);
    check_same_bits(m_x, 0.5);
    check_same_bits(s, 2);
    check_refused(fpk_sde_transition(&fpk_exact_stepper, &cir, 1, 0.25, &store, &tr), FPK_USAGE,
                  "a step of exact is not Gaussian for model cir");
    check_points_alone(&fpk_exact_stepper, &line);
}

/* Out of the domain: the sentence of this method. */
static void test_leaves_the_domain(void **state)
{
    (void)state;
    const double p[3] = {2, 1, 0.5};
    struct fpk_model model = cir_model(p);
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:-1"));
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_exact_stepper,
                             .start = &start,
                             .t1 = 1,
                             .n_step = 1,
                             .particles = 10};
    struct fpk_ensemble_result r;
    check_ok(fpk_ensemble_result_init(&r, &e));
    check_refused(fpk_ensemble_run(&e, &r), FPK_NUMERIC, "a particle left its domain");
    fpk_ensemble_result_clear(&r);
    fpk_start_clear(&start);
}

static void test_refuses(void **state)
{
    (void)state;
    const double p[3] = {2, 1, 0.5};
    struct fpk_model plane = cir_model(p);
    struct fpk_conversion c;
    plane.dim = 2;
    check_refused(fpk_stepper_model(&fpk_exact_stepper, &plane, 0, 1, &c), FPK_USAGE,
                  "exact draws the law of model cir in one dimension only, not in 2");
    struct fpk_model model = exploding_model();
    struct fpk_ensemble e = {
        .model = &model, .stepper = &fpk_exact_stepper, .t1 = 1, .n_step = 1, .particles = 1};
    struct fpk_ensemble_result r;
    check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE,
                  "or --model gbm or cir); that of x^3 is not");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_at_any_step), cmocka_unit_test(test_components_are_independent),
        cmocka_unit_test(test_matrix),          cmocka_unit_test(test_matrix_law),
        cmocka_unit_test(test_lognormal),       cmocka_unit_test(test_square_root),
        cmocka_unit_test(test_transitions),     cmocka_unit_test(test_leaves_the_domain),
        cmocka_unit_test(test_refuses),
    };
    return check_main(tests);
}
