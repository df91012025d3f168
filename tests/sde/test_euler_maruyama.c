/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests euler_maruyama.c and frozen.c. */
#include "fpk/sde/ensemble.h"

#include "models.h"

#include "../check.h"

#define Z 4.9 /* two-sided false-alarm rate 1e-6 per comparison of a normal figure */

static void run(const struct fpk_ensemble *e, struct fpk_ensemble_result *result)
{
    check_ok(fpk_ensemble_result_init(result, e));
    check_ok(fpk_ensemble_run(e, result));
}

/* OU by Euler from N(1, .5^2): mean and variance follow m' = (1-h) m, v' = (1-h)^2 v + h exactly.
 * Bounds: Z standard errors of the Gaussian law that is tested. Two of three times are far apart;
 * the last is near the scheme's own stationary variance 1/(2 (1 - h/2)), not the equation's 1/2. */
static void test_moments_follow_recursion(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:1:0.5"));
    double store[3] = {0, 1, 8};
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_euler_maruyama,
                             .start = &start,
                             .t1 = 8,
                             .n_step = 40,
                             .seed = 11,
                             .particles = 100000,
                             .n_store = 3,
                             .store = store};
    struct fpk_ensemble_result r;
    run(&e, &r);
    double h = 0.2, mean = 1, variance = 0.25, n = 100000;
    int step[3] = {0, 5, 40}, k = 0;
    for (int j = 0; j < 3; j++) {
        for (; k < step[j]; k++) {
            mean *= 1 - h;
            variance = (1 - h) * (1 - h) * variance + h;
        }
        check_close(r.time[j], store[j], 1e-15);
        const struct fpk_sample_moments *m = &r.store_moments[j];
        check_close(m->mean, mean, Z * sqrt(variance / n));
        check_close(fpk_moments_variance(m), variance, Z * variance * sqrt(2 / n));
    }
    check_close(variance, 0.5 / (1 - h / 2), 1e-6);
    check_same_bits(r.moments[0].mean, r.store_moments[2].mean);
    fpk_ensemble_result_clear(&r);
    fpk_start_clear(&start);
}

/* Mean square of X_h - X on one Brownian path, and its standard error. */
static void linear_error(uint64_t n_step, uint32_t refine, double *ms, double *se)
{
    struct fpk_model model = linear_model();
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_euler_maruyama,
                             .t1 = 1,
                             .n_step = n_step,
                             .refine = refine,
                             .seed = 5,
                             .particles = 16384};
    struct fpk_ensemble_result r;
    check_ok(fpk_ensemble_result_init(&r, &e));
    for (size_t i = 0; i < e.particles; i++)
        fpk_points_set(&r.points, i, 0, 0.5);
    check_ok(fpk_ensemble_run(&e, &r));
    double *square = NULL;
    check_ok(fpk_allocate(&square, e.particles));
    for (size_t i = 0; i < e.particles; i++) {
        double drift = LINEAR_MU - LINEAR_SIGMA * LINEAR_SIGMA / 2;
        double w = fpk_points_get(&r.points, i, 1);
        double error = fpk_points_get(&r.points, i, 0) - 0.5 * exp(drift + LINEAR_SIGMA * w);
        square[i] = error * error;
    }
    struct fpk_sample_moments m = fpk_moments_long(e.particles, square);
    *ms = m.mean;
    *se = fpk_moments_mean_se(&m);
    fpk_release(&square);
    fpk_ensemble_result_clear(&r);
}

/* The scheme's own rms error in closed form: .1413504 at h = 2^-6, .04776072 at 2^-9 (claimed
 * order 1/2 in between: factor 2.96 for 8). The error is heavy-tailed: 6 standard errors keep the
 * false-alarm rate below 1e-6 at this n and seed. */
static void test_strong_error_linear(void **state)
{
    (void)state;
    double ms, se;
    linear_error(64, 8, &ms, &se);
    check_close(ms, 0.1413504 * 0.1413504, 6 * se);
    check_true(se < 0.1 * ms);
    linear_error(512, 1, &ms, &se);
    check_close(ms, 0.04776072 * 0.04776072, 6 * se);
    check_true(se < 0.1 * ms);
}

/* Two components, three noises, g depending on x: one step by hand, matrix times vector. */
static void matrix_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = t - x[n + i];
        out[n + i] = x[i];
    }
}

static void matrix_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    (void)t;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < 3; j++)
            for (size_t i = 0; i < n; i++)
                out[(d * 3 + j) * n + i] = (double)(1 + d) + (double)j * x[d * n + i];
}

static void test_general_noise_by_hand(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "matrix",
                              .dim = 2,
                              .noise = 3,
                              .noise_kind = FPK_NOISE_GENERAL,
                              .drift = matrix_drift,
                              .diffusion = matrix_diffusion};
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_euler_maruyama,
                             .t0 = 1,
                             .t1 = 1.25,
                             .n_step = 1,
                             .seed = 2,
                             .particles = 1500};
    struct fpk_ensemble_result r;
    check_ok(fpk_ensemble_result_init(&r, &e));
    for (size_t i = 0; i < e.particles; i++) {
        fpk_points_set(&r.points, i, 0, (double)i / 1000);
        fpk_points_set(&r.points, i, 1, -0.5);
    }
    check_ok(fpk_ensemble_run(&e, &r));
    double z[3][1500];
    for (uint32_t j = 0; j < 3; j++) {
        struct fpk_noise noise = {.seed = 2, .refine = 1};
        fpk_noise_normals(&noise, j, FPK_BLOCK, z[j]);
        noise.first = FPK_BLOCK;
        fpk_noise_normals(&noise, j, 1500 - FPK_BLOCK, z[j] + FPK_BLOCK);
    }
    for (size_t i = 0; i < e.particles; i++) {
        double x[2] = {(double)i / 1000, -0.5}, f[2] = {1 - x[1], x[0]};
        for (size_t d = 0; d < 2; d++) {
            double want = x[d] + 0.25 * f[d];
            for (size_t j = 0; j < 3; j++)
                want += ((double)(1 + d) + (double)j * x[d]) * 0.5 * z[j][i];
            check_close(fpk_points_get(&r.points, i, d), want, 1e-14);
        }
    }
    fpk_ensemble_result_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments_follow_recursion),
        cmocka_unit_test(test_strong_error_linear),
        cmocka_unit_test(test_general_noise_by_hand),
    };
    return check_main(tests);
}
