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

/* Double wells against Taylor shooting, down to lambda_1 = 1.6e-6. */
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
        if (d < 0.02)
            continue;
        size_t k = (size_t)strtod(rest, &rest);
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
    check_equal(rows, 15);
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

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {.model = &model, .n = 3};
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "derivative of the drift");
    model.drift_x = ou_slope;
    problem.b = 1;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "no walls");
    problem.n = 101;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "1 ... 100");
    model.autonomous = false;
    check_refused(fpk_spectral_solve(&problem, &s), FPK_USAGE, "depend on time");
    /* Beyond its digits it says so. */
    d = 0.0075;
    model = well_model(&d);
    model.drift_x = well_slope;
    problem = (struct fpk_spectrum_problem){.model = &model, .n = 2};
    check_ok(fpk_spectral_solve(&problem, &s));
    check_true(!s.converged);
    fpk_spectrum_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou),
        cmocka_unit_test(test_double_well),
        cmocka_unit_test(test_two_ways),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
