/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectrum.h"

#include "fpk/fokker_planck/stationary.h"

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

TEST_FUNCTION(slope_drift, ((const double *)ctx)[1])

/* A constant drift between absorbing walls: D (pi k/L)^2 + mu^2/(4 D); no drift and one wall:
 * D (pi (k - 1/2)/L)^2; on equal cells and on a graded mesh. */
static void test_absorbing(void **state)
{
    (void)state;
    double pi = acos(-1);
    const struct fpk_ends ends[] = {{FPK_ABSORBING, FPK_ABSORBING},
                                    {FPK_REFLECTING, FPK_ABSORBING},
                                    {FPK_ABSORBING, FPK_NATURAL}};
    for (int mesh = 0; mesh < 2; mesh++)
        for (int e = 0; e < 3; e++)
            for (double mu = -1; mu < 2 && (e == 0 || mu < 0); mu += 1.5) {
                double c[2] = {0.4, e == 0 ? mu : 0}, tolerance = 1e-9;
                struct fpk_model model = ou_model(c);
                model.potential = NULL;
                model.drift = slope_drift;
                struct fpk_spectrum s;
                struct fpk_spectrum_problem problem = {.model = &model,
                                                       .a = -1,
                                                       .b = 1.7,
                                                       .ends = ends[e],
                                                       .n = 5,
                                                       .tolerance = tolerance};
                if (mesh)
                    problem.coordinate = (struct fpk_coordinate){FPK_COORDINATE_GRADED, 0.3, 0.5};
                check_ok(fpk_spectrum_solve(&problem, &s));
                check_true(s.converged);
                for (size_t k = 0; k < 5; k++) {
                    double wave = pi * ((double)k + (e == 0 ? 1 : 0.5)) / 2.7;
                    double want = c[0] * wave * wave + c[1] * c[1] / (4 * c[0]);
                    check_close(s.value[k], want, s.error[k]);
                    check_relative(s.value[k], want, tolerance);
                }
                fpk_spectrum_clear(&s);
            }
}

/* Random wells and noises between walls that absorb: the least rate by repeated quadrature, which
 * shares nothing with the grid, within the estimate. One wall far away, too. */
TEST_FUNCTION(wavy_drift, -((const double *)ctx)[0] * x + fpk_sin(((const double *)ctx)[1] * x))
TEST_FUNCTION(wavy_g, sqrt(0.3 + ((const double *)ctx)[2] * x * x))

static void test_against_quadrature(void **state)
{
    (void)state;
    double p[3];
    struct fpk_model model = {.name = "wavy",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = wavy_drift,
                              .diffusion = wavy_g,
                              .ctx = p};
    for (unsigned k = 0; k < 30; k++) {
        p[0] = 0.5 + 0.1 * ((k * 7) % 30);
        p[1] = 1 + 0.1 * ((k * 11) % 30);
        p[2] = 0.01 * ((k * 13) % 30);
        struct fpk_ends ends = {k % 3 ? FPK_ABSORBING : FPK_REFLECTING, FPK_ABSORBING};
        double a = -0.5 - 0.03 * k, b = 0.4 + 0.04 * ((k * 17) % 30);
        if (k % 6 == 0) {
            p[2] = 0;
            a = -INFINITY;
        }
        struct fpk_stationary q;
        check_ok(fpk_stationary_solve(
            &(struct fpk_stationary_problem){
                .model = &model, .a = a, .b = b, .ends = ends, .tolerance = 1e-11},
            &q));
        for (double tolerance = 1e-3; tolerance > 1e-10; tolerance /= 1000) {
            struct fpk_spectrum s;
            check_ok(fpk_spectrum_solve(
                &(struct fpk_spectrum_problem){
                    .model = &model, .a = a, .b = b, .ends = ends, .n = 1, .tolerance = tolerance},
                &s));
            check_true(s.converged);
            check_close(s.value[0], q.decay_rate.value, s.error[0] + q.decay_rate.error);
            fpk_spectrum_clear(&s);
        }
        fpk_stationary_clear(&q);
    }
}

TEST_FUNCTION(cir_drift, 2 * (1 - x))
TEST_FUNCTION(cir_g, 0.5 * sqrt(x))

/* CIR on a logarithmic mesh, where Laguerre polynomials decay at 0, 2, 4, ... */
static void test_half_line(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "cir",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = cir_drift,
                              .diffusion = cir_g};
    struct fpk_spectrum s;
    struct fpk_spectrum_problem problem = {.model = &model,
                                           .a = 1e-4,
                                           .b = 12,
                                           .ends = {FPK_NATURAL, FPK_NATURAL},
                                           .coordinate = {FPK_COORDINATE_LOG, 0, 1},
                                           .n = 6,
                                           .tolerance = 1e-8};
    check_ok(fpk_spectrum_solve(&problem, &s));
    check_true(s.converged);
    for (size_t k = 1; k < 6; k++) {
        check_close(s.value[k], 2.0 * (double)k, s.error[k]);
        check_relative(s.value[k], 2.0 * (double)k, 1e-8);
    }
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
    problem.ends.left = problem.ends.right = FPK_PERIODIC;
    problem.b = 3;
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_USAGE, "on a ring there are none");
    problem.ends = (struct fpk_ends){FPK_NATURAL, FPK_ABSORBING};
    problem.b = INFINITY;
    check_refused(fpk_spectrum_solve(&problem, &s), FPK_USAGE, "needs a place");
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
        cmocka_unit_test(test_absorbing),   cmocka_unit_test(test_against_quadrature),
        cmocka_unit_test(test_half_line),   cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
