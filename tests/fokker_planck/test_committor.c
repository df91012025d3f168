/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/committor.h"

#include "fpk/fokker_planck/generator.h"

#include "models.h"

#include "../check.h"

static double solved(const struct fpk_model *model, double a, double b, double x)
{
    double q, error;
    bool converged;
    check_ok(fpk_committor_solve(
        &(struct fpk_committor_problem){
            .model = model, .a = a, .b = b, .tolerance = 1e-9, .n = 1, .x = &x},
        &q, &error, &converged));
    check_true(converged);
    check_close(error, 0, 1e-9 * q);
    return q;
}

TEST_FUNCTION(constant_drift, 0.4)

/* Drift .4, noise 1, from 0 out of (-1, 1): .6899744811276, and (1 - e^{-.8 (x+1)})/(1 - e^{-1.6});
 * over (-100, 100), e^-80 from the lower end: nothing is lost. */
static void test_constant_drift(void **state)
{
    (void)state;
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    model.potential = NULL;
    model.drift = constant_drift;
    check_relative(solved(&model, -1, 1, 0), .6899744811276, 1e-13);
    for (double x = -0.999; x < 1; x += 0.1)
        check_relative(solved(&model, -1, 1, x), expm1(-0.8 * (x + 1)) / expm1(-1.6), 1e-11);
    check_close(solved(&model, -1, 1, 1), 1, 0);
    model.potential = NULL;
    check_relative(solved(&model, -1000, 1000, -999), -expm1(-0.8), 1e-11);
}

/* OU over (-5, 30): Dawson's integral; the chance to climb to 30 before -5 from 0, e^-450. */
static void test_climb(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    /* int_0^y e^{x^2/2} dx -> e^{y^2/2}/y (1 + 1/y^2 + 3/y^4 + ...) */
    double y = 30, series = 1, term = 1;
    for (int k = 1; k < 12; k++) {
        term *= (2 * k - 1) / (y * y);
        series += term;
    }
    double above = fpk_exp(y * y / 4) / y * series; /* and e^{y^2/4} once more */
    double sum = 0, power = 1;                      /* int_0^5 e^{x^2/2} dx by its Taylor series */
    for (int k = 0; k < 80; k++) {
        sum += power * 5 / (2 * k + 1);
        power *= 12.5 / (k + 1);
    }
    double q = solved(&model, -5, 30, 0);
    check_relative(q * fpk_exp(y * y / 4) * above / sum, 1, 1e-11);
    check_close(solved(&model, -2, 2, 0), 0.5, 1e-14);
}

/* Two ways: the chain of the rates, q_{i+1} - q_i = (q_i - q_{i-1}) down_i/up_i, extrapolated. */
static void test_against_chain(void **state)
{
    (void)state;
    double d = 0.1, q[3];
    struct fpk_model well = well_model(&d);
    for (int k = 0; k < 3; k++) {
        size_t per_unit = (size_t)64 << k, n = 2 * per_unit + 1;
        double h = 1 / (double)per_unit, step = 1, sum = 0, part = 0;
        struct fpk_generator gen;
        struct fpk_grid grid;
        check_ok(fpk_grid_init(&grid, -1 - h / 2, 1 + h / 2, n));
        check_ok(fpk_generator_init(&gen, grid));
        check_ok(fpk_generator_set(&gen, &well, 0));
        for (size_t i = 0; i + 1 < n; i++) {
            step *= i ? gen.down[i] / gen.up[i] : 1;
            sum += step;
            part += i < 3 * per_unit / 4 ? step : 0;
        }
        q[k] = part / sum;
        fpk_generator_clear(&gen);
    }
    double want = solved(&well, -1, 1, -0.25);
    check_between((q[0] - want) / (q[1] - want), 3.9, 4.1);
    double q01 = q[1] + (q[1] - q[0]) / 3, q12 = q[2] + (q[2] - q[1]) / 3;
    check_relative(q12 + (q12 - q01) / 15, want, 1e-9);
    check_relative(solved(&well, -1, 1, 0.25) + want, 1, 1e-12);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1, q, error, x = 3;
    bool converged;
    struct fpk_model model = ou_model(&d);
    struct fpk_committor_problem problem = {.model = &model, .a = 1, .b = 1, .n = 1, .x = &x};
    check_refused(fpk_committor_solve(&problem, &q, &error, &converged), FPK_USAGE, "a < b");
    problem.b = 2;
    check_refused(fpk_committor_solve(&problem, &q, &error, &converged), FPK_USAGE,
                  "x = 3 is not between 1 and 2");
    x = 1.5;
    model.diffusion = zero;
    check_refused(fpk_committor_solve(&problem, &q, &error, &converged), FPK_NUMERIC, "no noise");
    model.autonomous = false;
    check_refused(fpk_committor_solve(&problem, &q, &error, &converged), FPK_USAGE,
                  "depend on time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constant_drift),
        cmocka_unit_test(test_climb),
        cmocka_unit_test(test_against_chain),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
