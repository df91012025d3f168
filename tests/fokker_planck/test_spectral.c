/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

TEST_FUNCTION(ou_slope, -1)
TEST_FUNCTION(well_slope, 1 - 3 * x * x)
TEST_FUNCTION(cosh_drift, -fpk_sinh(x))
TEST_FUNCTION(cosh_slope, -fpk_cosh(x))
TEST_FUNCTION(cosh_potential, fpk_cosh(x))

static struct fpk_spectrum solved(const struct fpk_model *model, size_t n, double tolerance)
{
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {.model = model, .n = n, .tolerance = tolerance};
    check_ok(fpk_spectral_solve(&problem, &s));
    check_true(s.converged);
    check_close(s.value[0], 0, 0);
    return s;
}

static void test_ou(void **state)
{
    (void)state;
    for (double d = 1e-3; d < 2e3; d *= 100) {
        struct fpk_model model = ou_model(&d);
        model.drift_x = ou_slope;
        struct fpk_spectrum s = solved(&model, 12, 1e-11);
        for (size_t k = 1; k < 12; k++) {
            check_close(s.value[k], (double)k, s.error[k]);
            check_relative(s.value[k], (double)k, 1e-12);
        }
        fpk_spectrum_clear(&s);
    }
}

/* Double wells against Taylor shooting, down to lambda_1 = 1.5e-15. */
static void test_double_well(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/double_well_spectrum.txt", "r");
    check_true(file != NULL);
    char line[256];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        char *rest = line;
        double d = line[0] == '#' ? 0 : strtod(rest, &rest);
        size_t k = (size_t)strtod(rest, &rest);
        if (d < 0.0075 || (d < 0.02 && k > 1))
            continue;
        double want = strtod(rest, &rest);
        struct fpk_model well = well_model(&d);
        well.drift_x = well_slope;
        struct fpk_spectrum s = solved(&well, 4, 1e-6);
        check_close(s.value[k], want, s.error[k]);
        fpk_spectrum_clear(&s);
        if (d >= 0.1) {
            s = solved(&well, 4, 1e-10);
            check_close(s.value[k], want, s.error[k]);
            check_close(s.value[k], want, 1e-12);
            fpk_spectrum_clear(&s);
        }
        rows++;
    }
    (void)fclose(file);
    check_equal(rows, 16);
}

/* Two ways: sinc functions and finite volumes, where nothing is known in closed form. */
static void test_two_ways(void **state)
{
    (void)state;
    for (double d = 0.05; d < 20; d *= 8) {
        struct fpk_model model = ou_model(&d);
        model.drift = cosh_drift;
        model.drift_x = cosh_slope;
        model.potential = cosh_potential;
        struct fpk_spectrum s = solved(&model, 5, 1e-10), grid;
        struct fpk_spectrum_problem problem = {.model = &model, .n = 5, .tolerance = 1e-9};
        check_ok(fpk_spectrum_solve(&problem, &grid));
        for (size_t k = 1; k < 5; k++)
            check_close(s.value[k], grid.value[k], s.error[k] + grid.error[k]);
        fpk_spectrum_clear(&s);
        fpk_spectrum_clear(&grid);
    }
}

/* Brownian motion in [-1, 1.5], dX = sqrt(2D) dW, behind all kinds of walls. */
static void test_walls(void **state)
{
    (void)state;
    double d = 0.3, width = 2.5;
    struct fpk_model model = ou_model(&d);
    model.drift = zero;
    for (int kind = 0; kind < 4; kind++) {
        bool left = kind % 2, right = kind / 2;
        struct fpk_spectrum s;
        struct fpk_spectrum_problem problem = {
            .model = &model, .a = -1, .b = 1.5, .n = 9, .tolerance = 1e-11};
        problem.ends.left = left ? FPK_ABSORBING : FPK_REFLECTING;
        problem.ends.right = right ? FPK_ABSORBING : FPK_NATURAL;
        check_ok(fpk_spectral_solve(&problem, &s));
        check_true(s.converged);
        for (size_t k = 0; k < 9; k++) {
            double half_waves = (double)k + (left && right ? 1 : left || right ? 0.5 : 0);
            double wave = FPK_PI * half_waves / width;
            check_close(s.value[k], d * wave * wave, s.error[k]);
            check_relative(s.value[k], d * wave * wave, 1e-12);
        }
        fpk_spectrum_clear(&s);
    }
}

TEST_FUNCTION(itself, x)
TEST_FUNCTION(one, 1)

/* dX = X dW is Brownian motion with drift -1/2 in ln X: rates 1/8 + pi^2 k^2/2 on [1, e], with the
 * 0 of reflecting ends beside them; with and without the derivative of g. */
static void test_noise_of_x(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    model.noise_kind = FPK_NOISE_SCALAR;
    model.drift = zero;
    model.potential = NULL;
    model.diffusion = itself;
    for (int known = 0; known < 2; known++)
        for (int absorbing = 0; absorbing < 2; absorbing++) {
            struct fpk_spectrum s;
            struct fpk_spectrum_problem problem = {
                .model = &model, .a = 1, .b = exp(1), .n = 6, .tolerance = 1e-11};
            problem.ends.left = problem.ends.right = absorbing ? FPK_ABSORBING : FPK_REFLECTING;
            model.diffusion_x = known ? one : NULL;
            check_ok(fpk_spectral_solve(&problem, &s));
            check_true(s.converged);
            for (size_t k = 0; k < 6; k++) {
                double wave = FPK_PI * (double)(k + (size_t)absorbing);
                double want = wave > 0 ? 0.125 + 0.5 * wave * wave : 0;
                check_close(s.value[k], want, s.error[k]);
                check_relative(s.value[k], want, 1e-12);
            }
            fpk_spectrum_clear(&s);
        }
}

/* OU with a wall that absorbs at 0 keeps its odd Hermite polynomials: 1, 3, 5, ... */
static void test_half_ou(void **state)
{
    (void)state;
    for (double d = 0.01; d < 10; d *= 30) {
        struct fpk_model model = ou_model(&d);
        struct fpk_spectrum s;
        struct fpk_spectrum_problem problem = {.model = &model,
                                               .b = 11 * sqrt(d),
                                               .n = 5,
                                               .ends.left = FPK_ABSORBING,
                                               .tolerance = 1e-11};
        check_ok(fpk_spectral_solve(&problem, &s));
        check_true(s.converged);
        for (size_t k = 0; k < 5; k++) {
            check_close(s.value[k], 2 * (double)k + 1, s.error[k]);
            check_relative(s.value[k], 2 * (double)k + 1, 1e-12);
        }
        fpk_spectrum_clear(&s);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {.model = &model, .n = 3};
    problem.b = -1;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "a < b");
    problem.b = 0;
    problem.ends.left = FPK_ABSORBING;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "give a domain");
    problem.ends.left = problem.ends.right = FPK_PERIODIC;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "ring");
    problem.ends = (struct fpk_ends){0};
    problem.n = 101;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "1 ... 100");
    problem.n = 3;
    problem.a = -1;
    model.diffusion = itself;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_NUMERIC, "noise vanishes at x = ");
    model.convention = FPK_STRATONOVICH;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "Ito");
    model.autonomous = false;
    model.convention = FPK_ITO;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "depend on time");
    /* Beyond its digits it says so: lambda_1 of 1e-31 is less than what rounding leaves of 0. */
    d = 0.0036;
    model = well_model(&d);
    problem = (struct fpk_spectrum_problem){.model = &model, .n = 2};
    check_ok(fpk_spectral_solve(&problem, &s));
    check_true(!s.converged && s.error[1] > 3e-31 && s.error[1] < 1e-20);
    fpk_spectrum_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou),         cmocka_unit_test(test_double_well),
        cmocka_unit_test(test_two_ways),   cmocka_unit_test(test_walls),
        cmocka_unit_test(test_noise_of_x), cmocka_unit_test(test_half_ou),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
