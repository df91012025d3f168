/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectrum.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

TEST_FUNCTION(modulus, sqrt(1 + x * x))
TEST_FUNCTION(pearson_drift, -2 * x)
TEST_FUNCTION(pearson_g, sqrt(0.5 * (1 + x * x)))

/* Double wells against Taylor shooting in 200 to 500 digits, lambda_1 down to 3e-31. Each number is
 * within its error estimate, and that within the tolerance. */
static void test_double_well(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/double_well_spectrum.txt", "r");
    check_true(file != NULL);
    char line[256];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        char *rest = line;
        double d = strtod(rest, &rest);
        size_t k = (size_t)strtod(rest, &rest);
        double want = strtod(rest, &rest);
        struct fpk_model well = well_model(&d);
        for (double tolerance = 1e-5; tolerance > 1e-9; tolerance /= 1000) {
            struct fpk_spectrum s;
            struct fpk_spectrum_problem problem = {
                .model = &well, .n = k + 1, .tolerance = tolerance};
            check_ok(fpk_spectrum_solve(&problem, &s));
            check_true(s.converged);
            check_close(s.value[k], want, s.error[k]);
            check_close(s.error[k], 0, tolerance * want);
            check_relative(s.value[k], want, 1e-9);
            check_between(s.order, 1.9, 2.3);
            fpk_spectrum_clear(&s);
        }
        rows++;
    }
    (void)fclose(file);
    check_equal(rows, 19);
}

/* Ornstein-Uhlenbeck: 0, 1, 2, ... whatever D; by potential and by drift. */
static void test_ou(void **state)
{
    (void)state;
    for (int by_drift = 0; by_drift < 2; by_drift++)
        for (double d = 1e-3; d < 2e3; d *= 100) {
            struct fpk_model model = ou_model(&d);
            model.potential = by_drift ? NULL : model.potential;
            struct fpk_spectrum s;
            struct fpk_spectrum_problem problem = {.model = &model, .n = 8, .tolerance = 1e-8};
            check_ok(fpk_spectrum_solve(&problem, &s));
            check_true(s.converged);
            check_close(s.value[0], 0, 0);
            for (size_t k = 1; k < 8; k++)
                check_close(s.value[k], (double)k, s.error[k]);
            fpk_spectrum_clear(&s);
        }
}

/* Walls at 0 and 2, no drift: D (pi k/2)^2. */
static void test_walls(void **state)
{
    (void)state;
    double d = 0.3, pi = acos(-1);
    struct fpk_model model = ou_model(&d);
    model.potential = zero;
    struct fpk_spectrum s;
    check_ok(fpk_spectrum_solve(
        &(struct fpk_spectrum_problem){.model = &model, .n = 5, .b = 2, .tolerance = 1e-10}, &s));
    check_true(s.converged);
    for (size_t k = 1; k < 5; k++) {
        double want = d * pi * pi * (double)(k * k) / 4;
        check_close(s.value[k], want, s.error[k]);
        check_relative(s.value[k], want, 1e-10);
    }
    check_close(s.wall, 0, 0);
    fpk_spectrum_clear(&s);
}

/* A Pearson diffusion, f = -2 x, g^2 = (1 + x^2)/2: polynomials are mapped to polynomials, and
 * lambda_1 = 2. The density falls as x^-10: walls at +-40 are worth 40^-7 = 6e-12. */
static void test_pearson(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "pearson",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = pearson_drift,
                              .diffusion = pearson_g};
    struct fpk_spectrum s;
    check_ok(fpk_spectrum_solve(
        &(struct fpk_spectrum_problem){
            .model = &model, .n = 2, .a = -40, .b = 40, .tolerance = 1e-6},
        &s));
    check_true(s.converged);
    check_close(s.value[1], 2, s.error[1]);
    check_relative(s.value[1], 2, 1e-6);
    fpk_spectrum_clear(&s);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {.model = &model, .n = 3};
    model.potential = modulus; /* eigenvalues above D/4 are continuous */
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_NUMERIC, "continuous");
    model = ou_model(&d);
    problem.n = 0;
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_USAGE, "0 eigenvalues");
    problem.n = 100;
    problem.max_cells = 200;
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_USAGE, "need 1024 cells");
    problem = (struct fpk_spectrum_problem){.model = &model, .n = 2, .a = 2, .b = 1};
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_USAGE, "is empty");
    model.autonomous = false;
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_USAGE, "depend on time");
    /* A tolerance out of reach is said, not hidden. */
    model = ou_model(&d);
    problem = (struct fpk_spectrum_problem){
        .model = &model, .n = 6, .tolerance = 1e-10, .max_cells = 512};
    check_ok(fpk_spectrum_solve(&problem, &s));
    check_true(!s.converged);
    check_close(s.value[5], 5, s.error[5]);
    fpk_spectrum_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_double_well), cmocka_unit_test(test_ou),
        cmocka_unit_test(test_walls),       cmocka_unit_test(test_pearson),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
