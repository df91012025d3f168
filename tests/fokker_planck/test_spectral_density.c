/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectral.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

static struct fpk_fokker_planck_result solved(struct fpk_fokker_planck_problem problem)
{
    struct fpk_fokker_planck_result r;
    check_ok(fpk_spectral_density(&problem, &r));
    check_true(r.converged);
    check_text(r.warning, "");
    return r;
}

/* Nine double wells against sinc matrices of other sizes on other intervals. */
static void test_double_well(void **state)
{
    (void)state;
    static const double at[8] = {-1.5, -1, -0.5, 0, 0.3, 0.5, 1, 1.5};
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0.3:0.25"));
    FILE *file = fopen(FPK_TEST_DATA "/double_well_density.txt", "r");
    check_true(file != NULL);
    char line[512];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        char *rest = line;
        double d = strtod(rest, &rest), t = strtod(rest, &rest), mean = strtod(rest, &rest);
        double variance = strtod(rest, &rest);
        struct fpk_model well = well_model(&d);
        struct fpk_fokker_planck_result r = solved((struct fpk_fokker_planck_problem){
            .model = &well, .start = &start, .t1 = t, .tolerance = 1e-10, .n_at = 8, .at = at});
        check_close(r.end.mean, mean, r.end.mean_error + 2e-12);
        check_close(r.end.mean, mean, 4e-12);
        check_close(r.end.variance, variance, 4e-12);
        check_close(r.end.mass, 1, r.end.mass_error);
        for (int i = 0; i < 8; i++) {
            double want = strtod(rest, &rest);
            check_close(r.density[i], want, r.density_error[i] + 2e-12);
            check_close(r.density[i], want, 4e-12);
        }
        fpk_fokker_planck_result_clear(&r);
        rows++;
    }
    (void)fclose(file);
    check_equal(rows, 9);
    fpk_start_clear(&start);
}

/* OU from a normal: N(2 e^-t, .09 e^-2t + D (1 - e^-2t)) at many times and points. */
static void test_ou(void **state)
{
    (void)state;
    const double at[5] = {-1, 0, 0.7, 1.3, 2.5}, time[3] = {0.1, 0.25, 1};
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:2:0.3"));
    for (double d = 0.25; d < 1; d *= 3) {
        struct fpk_model model = ou_model(&d);
        struct fpk_fokker_planck_result r =
            solved((struct fpk_fokker_planck_problem){.model = &model,
                                                      .start = &start,
                                                      .t0 = 2,
                                                      .t1 = 3.5,
                                                      .tolerance = 1e-10,
                                                      .n_at = 5,
                                                      .at = at,
                                                      .n_time = 3,
                                                      .time = (double[]){2.1, 2.25, 3}});
        double e = exp(-1.5), v = 0.09 * e * e - d * expm1(-3);
        check_close(r.end.mean, 2 * e, r.end.mean_error);
        check_close(r.end.variance, v, r.end.variance_error);
        for (int i = 0; i < 5; i++) {
            check_close(r.density[i], gauss(at[i], 2 * e, v), r.density_error[i]);
            check_close(r.density[i], gauss(at[i], 2 * e, v), 1e-12);
        }
        check_equal(r.n_time, 3);
        for (int s = 0; s < 3; s++) {
            double f = exp(-time[s]), var = 0.09 * f * f - d * expm1(-2 * time[s]);
            const struct fpk_field *field = &r.field[s];
            check_close(r.moments[s].mean, 2 * f, r.moments[s].mean_error);
            check_close(r.moments[s].variance, var, r.moments[s].variance_error);
            check_close(field->t, 2 + time[s], 0);
            double tv = 0, h = fpk_grid_width(&field->grid);
            for (size_t i = 0; i < field->grid.n; i++) {
                double low = fpk_grid_face(&field->grid, i), scale = 1 / sqrt(2 * var);
                double mass = 0.5 * (erf((low + h - 2 * f) * scale) - erf((low - 2 * f) * scale));
                tv += 0.5 * fabs(field->value[i] * h - mass);
            }
            check_close(tv, 0, r.moments[s].tv_error + 1e-14);
            check_close(tv, 0, 1e-10);
        }
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* Benes: dX = tanh X dt + dW from a point: cosh x/cosh x_0 e^{-t/2} N(x - x_0; t). Nothing confines
 * it, sqrt(p_s) = cosh x grows, and the far points have fewer digits. */
static void test_benes(void **state)
{
    (void)state;
    const double at[5] = {-3, -1, 0.2, 1, 4};
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    model.drift = benes_drift;
    model.potential = NULL;
    check_ok(fpk_start_parse(&start, "delta:0.4"));
    for (double t = 0.25; t < 3; t *= 3) {
        struct fpk_fokker_planck_result r;
        struct fpk_fokker_planck_problem problem = {
            .model = &model, .start = &start, .t1 = t, .tolerance = 1e-10, .n_at = 5, .at = at};
        check_ok(fpk_spectral_density(&problem, &r));
        check_close(r.end.mass, 1, r.end.mass_error);
        for (int i = 0; i < 5; i++) {
            double want = cosh(at[i]) / cosh(0.4) * exp(-t / 2) * gauss(at[i], 0.4, t);
            check_close(r.density[i], want, r.density_error[i]);
            check_close(r.density[i], want, t < 1 ? 1e-12 : 1e-9);
        }
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* Brownian motion reflected in [0, 1]: images; from .25 the mean is known at .05, .1 and .5. */
static void test_reflected(void **state)
{
    (void)state;
    static const double known[3][2] = {
        {0.05, 0.2795628791}, {0.1, 0.3254188922}, {0.5, 0.4756966263}};
    const double at[4] = {0, 0.1, 0.6, 1};
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    model.drift = zero;
    check_ok(fpk_start_parse(&start, "delta:0.25"));
    for (int k = 0; k < 3; k++) {
        double t = known[k][0];
        struct fpk_fokker_planck_result r =
            solved((struct fpk_fokker_planck_problem){.model = &model,
                                                      .start = &start,
                                                      .t1 = t,
                                                      .b = 1,
                                                      .tolerance = 1e-10,
                                                      .n_at = 4,
                                                      .at = at});
        check_close(r.end.mean, known[k][1], 1e-10);
        for (int i = 0; i < 4; i++) {
            double want = 0;
            for (int m = -8; m <= 8; m++)
                want += gauss(at[i], 2 * m + 0.25, t) + gauss(at[i], 2 * m - 0.25, t);
            check_close(r.density[i], want, r.density_error[i]);
            check_close(r.density[i], want, 1e-11);
        }
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* One wall at 0, the other end far away: OU from its half reflects, p(x) + p(-x). */
static void test_half(void **state)
{
    (void)state;
    const double at[3] = {0, 0.4, 1.7};
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:1.5:0.2"));
    for (int side = 0; side < 2; side++) {
        struct fpk_fokker_planck_result r =
            solved((struct fpk_fokker_planck_problem){.model = &model,
                                                      .start = &start,
                                                      .t1 = 0.6,
                                                      .a = side ? -INFINITY : 0,
                                                      .b = INFINITY,
                                                      .tolerance = 1e-9,
                                                      .n_at = 3,
                                                      .at = at});
        double mean = 1.5 * exp(-0.6), v = 0.04 * exp(-1.2) - d * expm1(-1.2);
        for (int i = 0; i < 3; i++) {
            double want = gauss(at[i], mean, v) + (side ? 0 : gauss(-at[i], mean, v));
            check_close(r.density[i], want, r.density_error[i] + 1e-12);
        }
        check_equal(r.ends.right, FPK_NATURAL);
        check_equal(r.ends.left, side ? FPK_NATURAL : FPK_REFLECTING);
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* Starts with tails wider than those of sqrt(p_s), or deep in them: where the modes lose their
 * digits p itself is pushed, and the estimate covers the distance. */
static void test_wide(void **state)
{
    (void)state;
    static const double known[][4] = {/* D, mean, std, t */
                                      {1, 1, 0.2, 0.3},    {1, 1, 1.4, 0.3}, {1, 1, 1.9, 0.3},
                                      {0.05, 2, 0.3, 0.5}, {0.1, 2, 0.3, 1}, {0.02, -1, 0.2, 1}};
    const double at[3] = {-1, 0, 1.2};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        double d = known[k][0], std = known[k][2], t = known[k][3], f = exp(-t);
        struct fpk_model model = ou_model(&d);
        struct fpk_start start;
        check_ok(fpk_start_normal(&start, known[k][1], std));
        struct fpk_fokker_planck_result r = solved((struct fpk_fokker_planck_problem){
            .model = &model, .start = &start, .t1 = t, .tolerance = 5e-9, .n_at = 3, .at = at});
        double mean = known[k][1] * f, v = std * std * f * f - d * expm1(-2 * t);
        check_close(r.end.mean, mean, r.end.mean_error);
        check_close(r.end.variance, v, r.end.variance_error);
        for (int i = 0; i < 3; i++) {
            check_close(r.density[i], gauss(at[i], mean, v), r.density_error[i]);
            check_close(r.density[i], gauss(at[i], mean, v), 5e-11);
        }
        fpk_fokker_planck_result_clear(&r);
        fpk_start_clear(&start);
    }
}

/* A start too narrow for the orders is noticed by the mass that its nodes miss. */
static void test_narrow(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    check_ok(fpk_start_normal(&start, 0.37, 1e-4));
    struct fpk_fokker_planck_problem problem = {.model = &model, .start = &start, .t1 = 1};
    check_ok(fpk_spectral_density(&problem, &r));
    check_true(!r.converged && r.end.mass_error > 0.01);
    check_true(strstr(r.warning, "not reached") != NULL);
    fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&start);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    check_ok(fpk_start_parse(&start, "uniform:0:1"));
    struct fpk_fokker_planck_problem problem = {.model = &model, .start = &start, .t1 = 1};
    check_refused(fpk_spectral_density(&problem, &r), FPK_USAGE, "starts from normal");
    fpk_start_clear(&start);
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    problem.a = -1;
    problem.b = 3;
    check_refused(fpk_spectral_density(&problem, &r), FPK_USAGE, "outside the domain");
    problem.a = -9;
    problem.t1 = 0;
    check_refused(fpk_spectral_density(&problem, &r), FPK_USAGE, "forwards");
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_double_well), cmocka_unit_test(test_ou),
        cmocka_unit_test(test_benes),       cmocka_unit_test(test_reflected),
        cmocka_unit_test(test_half),        cmocka_unit_test(test_wide),
        cmocka_unit_test(test_narrow),      cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
