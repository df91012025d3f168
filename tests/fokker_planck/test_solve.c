/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests solve.c, and with it level.c, steps.c and domain.c. */
#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

/* Every number within its own error estimate of the truth, and within the tolerance; `known` is the
 * error of the truth itself. */
static void check_end(const struct fpk_fokker_planck_result *r, double tolerance, double known,
                      double mean, double variance, const double *density)
{
    check_true(r->converged);
    check_close(r->end.mean, mean, known + fmin(r->end.mean_error, tolerance));
    check_close(r->end.variance, variance, known + fmin(r->end.variance_error, tolerance));
    for (size_t i = 0; i < r->n_at; i++)
        check_close(r->density[i], density[i], known + fmin(r->density_error[i], tolerance));
    check_close(r->end.mass, 1, 1e-12);
    check_true(r->end.mass_error <= 1e-12);
    check_true(r->min_p >= -tolerance);
    check_between(r->order, 1.9, 2.1);
}

static void start_from(struct fpk_start *start, const char *text)
{
    check_ok(fpk_start_parse(start, text));
}

static const double points[] = {-2.5, -1, -0.3, 0, 0.7, 1.5, 3};
#define N_POINTS (sizeof points / sizeof *points)

/* OU, D = 1: Gaussian for ever, with and without the potential, smooth and delta start. */
static void test_ou(void **state)
{
    (void)state;
    double d = 1, want[N_POINTS];
    const char *const starts[] = {"normal:2:0.3", "delta:2", "normal:2:0.004"};
    const double variances[] = {0.09, 0, 0.000016};
    for (int k = 0; k < 6; k++) {
        struct fpk_model ou = ou_model(&d);
        struct fpk_start start;
        struct fpk_fokker_planck_result r;
        start_from(&start, starts[k / 2]);
        ou.potential = k % 2 ? NULL : ou_potential;
        double mean = 2 * exp(-1), variance = variances[k / 2] * exp(-2) + 1 - exp(-2);
        for (size_t i = 0; i < N_POINTS; i++)
            want[i] = gauss(points[i], mean, variance);
        for (double tolerance = 1e-6; tolerance > 1e-9; tolerance /= 100) {
            check_ok(
                fpk_fokker_planck_solve(&(struct fpk_fokker_planck_problem){.model = &ou,
                                                                            .start = &start,
                                                                            .t1 = 1,
                                                                            .tolerance = tolerance,
                                                                            .at = points,
                                                                            .n_at = N_POINTS},
                                        &r));
            check_end(&r, tolerance, 0, mean, variance, want);
            check_text(r.warning, "");
            fpk_fokker_planck_result_clear(&r);
        }
        fpk_start_clear(&start);
    }
}

/* Benes: dX = tanh X dt + dW from x0, p = cosh x/cosh x0 e^{-t/2} N(x - x0; t). */
static void test_benes(void **state)
{
    (void)state;
    double d = 0.5, x0 = 0.3, want[N_POINTS];
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    model.drift = benes_drift;
    model.potential = NULL;
    start_from(&start, "delta:0.3");
    for (double t = 0.01; t < 10; t *= 15) {
        struct fpk_fokker_planck_result r;
        for (size_t i = 0; i < N_POINTS; i++)
            want[i] = cosh(points[i]) / cosh(x0) * exp(-t / 2) * gauss(points[i], x0, t);
        check_ok(fpk_fokker_planck_solve(
            &(struct fpk_fokker_planck_problem){
                .model = &model, .start = &start, .t1 = t, .at = points, .n_at = N_POINTS},
            &r));
        double tanh0 = tanh(x0);
        check_end(&r, 1e-6, 0, x0 + t * tanh0, t + t * t * (1 - tanh0 * tanh0), want);
        check_true(r.min_p >= 0);
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* Double well against sinc matrices, tests/data/double_well_density.txt. */
static void test_double_well(void **state)
{
    (void)state;
    const double at[] = {-1.5, -1, -0.5, 0, 0.3, 0.5, 1, 1.5};
    FILE *file = fopen(FPK_TEST_DATA "/double_well_density.txt", "r");
    check_true(file != NULL);
    char line[512];
    int rows = 0;
    struct fpk_start start;
    start_from(&start, "normal:0.3:0.25");
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        double row[12];
        char *rest = line;
        for (int i = 0; i < 12; i++)
            row[i] = strtod(rest, &rest);
        struct fpk_model well = well_model(&row[0]);
        for (double tolerance = 1e-6; tolerance > 1e-11; tolerance /= 100) {
            struct fpk_fokker_planck_result r;
            check_ok(
                fpk_fokker_planck_solve(&(struct fpk_fokker_planck_problem){.model = &well,
                                                                            .start = &start,
                                                                            .t1 = row[1],
                                                                            .tolerance = tolerance,
                                                                            .at = at,
                                                                            .n_at = 8},
                                        &r));
            check_end(&r, tolerance, 1e-12, row[2], row[3], row + 4);
            fpk_fokker_planck_result_clear(&r);
        }
        rows++;
    }
    fclose(file);
    check_equal(rows, 9);
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou),
        cmocka_unit_test(test_benes),
        cmocka_unit_test(test_double_well),
    };
    return check_main(tests);
}
