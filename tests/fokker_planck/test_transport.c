/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests transport.c through solve.h: g = 0, densities along characteristics. */
#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

/* dX = -X dt: N(m, s^2) -> N(m e^-t, s^2 e^-2t); with f' and without it. */
static void test_linear(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "shrink",
                              .dim = 1,
                              .noise = 1,
                              .autonomous = true,
                              .drift = ou_drift,
                              .diffusion = zero};
    struct fpk_start start;
    const double at[] = {-0.5, 0.2, 0.7, 1.3};
    check_ok(fpk_start_parse(&start, "normal:2:0.5"));
    for (int k = 0; k < 2; k++) {
        model.drift_x = k ? minus_one : NULL;
        for (double tolerance = 1e-6; tolerance > 1e-11; tolerance /= 100) {
            struct fpk_fokker_planck_result r;
            check_ok(
                fpk_fokker_planck_solve(&(struct fpk_fokker_planck_problem){.model = &model,
                                                                            .start = &start,
                                                                            .t1 = 1,
                                                                            .tolerance = tolerance,
                                                                            .at = at,
                                                                            .n_at = 4},
                                        &r));
            check_true(r.converged);
            check_true(r.min_p >= 0);
            check_close(r.end.mass, 1, 1e-12);
            check_close(r.end.mean, 2 * exp(-1), r.end.mean_error);
            check_close(r.end.variance, 0.25 * exp(-2), r.end.variance_error);
            for (int i = 0; i < 4; i++)
                check_close(r.density[i], gauss(at[i], 2 * exp(-1), 0.25 * exp(-2)),
                            fmin(r.density_error[i], tolerance));
            fpk_fokker_planck_result_clear(&r);
        }
    }
    fpk_start_clear(&start);
}

/* A uniform start stays uniform: [1, 3] -> [1, 3]/e, its density times e. */
static void test_uniform(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "shrink",
                              .dim = 1,
                              .noise = 0,
                              .autonomous = true,
                              .drift = ou_drift,
                              .drift_x = minus_one};
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    const double at[] = {0.36, 0.4, 1.1, 1.11};
    check_ok(fpk_start_parse(&start, "uniform:1:3"));
    check_ok(fpk_fokker_planck_solve(
        &(struct fpk_fokker_planck_problem){
            .model = &model, .start = &start, .t1 = 1, .tolerance = 1e-4, .at = at, .n_at = 4},
        &r));
    check_close(r.density[0], 0, 0);
    check_close(r.density[1], exp(1) / 2, r.density_error[1]);
    check_close(r.density[2], exp(1) / 2, r.density_error[2]);
    check_close(r.density[3], 0, 0);
    check_close(r.end.mean, 2 * exp(-1), r.end.mean_error);
    check_close(r.end.variance, exp(-2) / 3, r.end.variance_error);
    check_true(r.min_p >= 0);
    fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&start);
    check_ok(fpk_start_parse(&start, "delta:1"));
    check_refused(
        fpk_fokker_planck_solve(
            &(struct fpk_fokker_planck_problem){.model = &model, .start = &start, .t1 = 1}, &r),
        FPK_USAGE, "g = 0");
    fpk_start_clear(&start);
}

/* Probability flow of M1 back through VP with the exact score ends at M1. */
static void test_probability_flow(void **state)
{
    (void)state;
    struct fpk_start data = {.kind = FPK_START_MIXTURE}, noise = {.kind = FPK_START_MIXTURE};
    check_ok(fpk_mixture_init(&data.mixture, 1, 2, (double[]){0.3, 0.7}, (double[]){-2, 1.5},
                              (double[]){0.09, 0.25}));
    check_ok(fpk_mixture_diffuse(&data.mixture, vp_level(1), &noise.mixture));
    struct vp vp = {.data = &data.mixture, .score_weight = 0.5};
    struct fpk_model model = {.name = "probability-flow",
                              .dim = 1,
                              .noise = 1,
                              .drift = back_drift,
                              .drift_x = back_drift_x,
                              .diffusion = zero,
                              .ctx = &vp};
    const double at[] = {-3, -2, -0.5, 1.5, 2.5}, time[] = {0.7, 1};
    double want[5], mean, variance;
    struct fpk_fokker_planck_result r;
    check_ok(fpk_fokker_planck_solve(&(struct fpk_fokker_planck_problem){.model = &model,
                                                                         .start = &noise,
                                                                         .t1 = 1,
                                                                         .at = at,
                                                                         .n_at = 5,
                                                                         .time = time,
                                                                         .n_time = 2},
                                     &r));
    fpk_mixture_pdf(&data.mixture, 5, at, want);
    fpk_mixture_mean(&data.mixture, &mean);
    fpk_mixture_covariance(&data.mixture, &variance);
    check_true(r.converged);
    for (int i = 0; i < 5; i++)
        check_close(r.density[i], want[i], r.density_error[i]);
    check_close(r.end.mean, mean, r.end.mean_error);
    check_close(r.end.variance, variance, r.end.variance_error);
    check_close(r.end.mass, 1, 1e-12);
    check_between(r.order, 3.5, 4.5); /* Runge-Kutta of order 4 */
    check_true(r.n_cell <= 2048);
    double tv = 0, x[2], cdf[2];
    for (size_t i = 0; i < r.field[1].grid.n; i++) {
        x[0] = fpk_grid_face(&r.field[1].grid, i);
        x[1] = fpk_grid_face(&r.field[1].grid, i + 1);
        fpk_mixture_cdf(&data.mixture, 2, x, cdf);
        tv += 0.5 * fabs(cdf[1] - cdf[0] - r.field[1].value[i] * (x[1] - x[0]));
    }
    check_close(tv, 0, r.moments[1].tv_error);
    check_true(r.moments[1].tv_error <= 1e-6);
    fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&data);
    fpk_start_clear(&noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_uniform),
        cmocka_unit_test(test_probability_flow),
    };
    return check_main(tests);
}
