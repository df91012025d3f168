/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "models.h"

#include "../check.h"

TEST_FUNCTION(push, 0.4)

static const struct fpk_ends both = {FPK_ABSORBING, FPK_ABSORBING};

/* Density at t of the exit of Brownian motion from (-1, 1) through the end `apart` from its start,
 * by images. */
static double images(double apart, double t)
{
    double sum = 0;
    for (int k = -12; k <= 12; k++) {
        double y = apart + 4 * k;
        sum += y * exp(-y * y / (2 * t));
    }
    return sum / sqrt(2 * FPK_PI * t * t * t);
}

/* dX = .4 dt + dW out of (-1, 1): densities by images and Girsanov's factor, probabilities by their
 * sums; P(up before 4) from 0 is known to 12 digits. */
static void test_drift(void **state)
{
    (void)state;
    const double time[4] = {0.1, 0.4, 1, 4};
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_survival s;
    struct fpk_start start;
    model.drift = push;
    for (double x = -0.5; x < 0.9; x += 0.25) {
        check_ok(fpk_start_parse(&start, "delta:0"));
        start.a = start.b = x;
        struct fpk_survival_problem problem = {.model = &model,
                                               .start = &start,
                                               .t0 = 1,
                                               .a = -1,
                                               .b = 1,
                                               .ends = both,
                                               .tolerance = 1e-10,
                                               .n_time = 4,
                                               .time = (double[]){1.1, 1.4, 2, 5}};
        check_ok(fpk_spectral_survival(&problem, &s));
        check_true(s.converged);
        for (int i = 0; i < 4; i++) {
            double up = images(1 - x, time[i]) * exp(0.4 * (1 - x) - 0.08 * time[i]);
            double down = images(1 + x, time[i]) * exp(-0.4 * (1 + x) - 0.08 * time[i]);
            check_close(s.density_right[i], up, s.density_right_error[i]);
            check_close(s.density_left[i], down, s.density_left_error[i]);
            check_close(s.density_right[i], up, 1e-10);
            check_close(s.survival[i] + s.exited_left[i] + s.exited_right[i], 1, 1e-14);
        }
        if (x == 0) {
            check_close(s.exited_right[3], 0.685316693390, s.exited_right_error[3] + 1e-12);
            check_close(s.exited_right[3], 0.685316693390, 2e-12);
        }
        fpk_survival_clear(&s);
        fpk_start_clear(&start);
    }
}

/* Brownian motion from 0: P(out of (-1, 1) after 1) = .3707774298, and by its series. */
static void test_brownian(void **state)
{
    (void)state;
    const double time[3] = {0.2, 1, 3};
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_survival s;
    struct fpk_start start;
    model.drift = zero;
    check_ok(fpk_start_parse(&start, "delta:0"));
    struct fpk_survival_problem problem = {.model = &model,
                                           .start = &start,
                                           .a = -1,
                                           .b = 1,
                                           .ends = both,
                                           .tolerance = 1e-10,
                                           .n_time = 3,
                                           .time = time};
    check_ok(fpk_spectral_survival(&problem, &s));
    for (int i = 0; i < 3; i++) {
        double want = 0;
        for (int k = 0; k < 12; k++) {
            double odd = 2 * k + 1;
            want +=
                (k % 2 ? -4 : 4) / (odd * FPK_PI) * exp(-odd * odd * FPK_PI * FPK_PI / 8 * time[i]);
        }
        check_close(s.survival[i], want, s.survival_error[i]);
        check_close(s.survival[i], want, 1e-12);
        check_close(s.exited_left[i], s.exited_right[i], 1e-12);
    }
    check_close(s.survival[1], 0.3707774298, 1e-10);
    fpk_survival_clear(&s);
    fpk_start_clear(&start);
}

/* OU that is absorbed at 0, its other end far away: S = erf(x0 e^-t/sqrt(2 D (1 - e^-2t))); from a
 * normal it is the mean of that, to the right and mirrored. */
static void test_half_ou(void **state)
{
    (void)state;
    const double time[3] = {0.3, 1, 2.5};
    for (double d = 0.2; d < 2; d *= 3)
        for (int side = 0; side < 2; side++) {
            struct fpk_model model = ou_model(&d);
            struct fpk_start start;
            struct fpk_survival s;
            check_ok(fpk_start_parse(&start, side ? "delta:1.1" : "delta:-1.1"));
            struct fpk_survival_problem problem = {.model = &model,
                                                   .start = &start,
                                                   .a = side ? 0 : -INFINITY,
                                                   .b = side ? INFINITY : 0,
                                                   .tolerance = 1e-9,
                                                   .n_time = 3,
                                                   .time = time};
            *(side ? &problem.ends.left : &problem.ends.right) = FPK_ABSORBING;
            check_ok(fpk_spectral_survival(&problem, &s));
            check_true(s.converged);
            for (int i = 0; i < 3; i++) {
                double want = erf(1.1 * exp(-time[i]) / sqrt(-2 * d * expm1(-2 * time[i])));
                check_close(s.survival[i], want, s.survival_error[i]);
                check_close(s.survival[i], want, 1e-11);
                check_close(side ? s.exited_right[i] : s.exited_left[i], 0, 0);
                check_close(side ? s.exited_left[i] : s.exited_right[i], 1 - want, 1e-11);
            }
            fpk_survival_clear(&s);
            fpk_start_clear(&start);
        }
}

/* Two ways: the double well between two ends, from a normal, and the finite volumes. */
static void test_two_ways(void **state)
{
    (void)state;
    const double time[3] = {0.2, 1, 8};
    for (double d = 0.1; d < 1; d *= 2.5) {
        struct fpk_model model = well_model(&d);
        struct fpk_start start;
        struct fpk_survival s, grid;
        check_ok(fpk_start_parse(&start, "normal:-0.4:0.1"));
        struct fpk_survival_problem problem = {.model = &model,
                                               .start = &start,
                                               .a = -1.5,
                                               .b = 1.2,
                                               .ends = both,
                                               .tolerance = 1e-10,
                                               .n_time = 3,
                                               .time = time};
        check_ok(fpk_spectral_survival(&problem, &s));
        check_true(s.converged);
        problem.tolerance = 1e-6;
        check_ok(fpk_survival_solve(&problem, &grid));
        for (int i = 0; i < 3; i++) {
            check_close(s.survival[i], grid.survival[i],
                        s.survival_error[i] + grid.survival_error[i]);
            check_close(s.exited_left[i], grid.exited_left[i],
                        s.exited_left_error[i] + grid.exited_left_error[i]);
            check_close(s.exited_right[i], grid.exited_right[i],
                        s.exited_right_error[i] + grid.exited_right_error[i]);
            check_close(s.density_right[i], grid.density_right[i],
                        s.density_right_error[i] + grid.density_right_error[i]);
            check_close(s.density_left[i], grid.density_left[i],
                        s.density_left_error[i] + grid.density_left_error[i]);
        }
        fpk_survival_clear(&s);
        fpk_survival_clear(&grid);
        fpk_start_clear(&start);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    const double time[2] = {1, 0.5};
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_survival s;
    check_ok(fpk_start_parse(&start, "delta:2"));
    struct fpk_survival_problem problem = {
        .model = &model, .start = &start, .a = -1, .b = 1, .n_time = 2, .time = time};
    check_refused(fpk_spectral_survival(&problem, &s), FPK_USAGE, "an end that absorbs");
    problem.ends = both;
    check_refused(fpk_spectral_survival(&problem, &s), FPK_USAGE, "must increase");
    problem.n_time = 1;
    check_refused(fpk_spectral_survival(&problem, &s), FPK_USAGE, "outside the domain");
    problem.b = INFINITY;
    check_refused(fpk_spectral_survival(&problem, &s), FPK_USAGE, "needs a place");
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drift),    cmocka_unit_test(test_brownian),
        cmocka_unit_test(test_half_ou),  cmocka_unit_test(test_two_ways),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
