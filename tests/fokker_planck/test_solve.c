/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests solve.c, and with it setting.c, layout.c, refine.c, level.c, level_contour.c, steps.c and
 * domain.c. */
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
    check_true(tolerance < 1e-6 || r->n_cell <= 4096); /* what extrapolation is for */
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
        check_true(r.min_p >= -1e-12); /* what the contour's rounding leaves */
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
        for (double tolerance = 1e-6; tolerance > 1e-10; tolerance /= 1000) {
            if (tolerance < 1e-6 && row[1] != 0.5)
                continue;
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

/* M1 forwards through VP and back by the reverse-time SDE with the exact score: every stored field
 * is within its tv_error of the closed form. */
static void check_fields(const struct fpk_fokker_planck_result *r, const struct fpk_mixture *data,
                         bool back)
{
    for (size_t s = 0; s < r->n_time; s++) {
        struct fpk_mixture exact;
        const struct fpk_field *field = &r->field[s];
        check_ok(fpk_mixture_diffuse(data, vp_level(back ? 1 - field->t : field->t), &exact));
        double tv = 0, h = fpk_grid_width(&field->grid), x[2], cdf[2], mean, variance;
        for (size_t i = 0; i < field->grid.n; i++) {
            x[0] = fpk_grid_face(&field->grid, i);
            x[1] = fpk_grid_face(&field->grid, i + 1);
            fpk_mixture_cdf(&exact, 2, x, cdf);
            tv += 0.5 * fabs(cdf[1] - cdf[0] - field->value[i] * h);
        }
        fpk_mixture_mean(&exact, &mean);
        fpk_mixture_covariance(&exact, &variance);
        check_close(tv, 0, r->moments[s].tv_error);
        check_true(r->moments[s].tv_error <= 1e-6);
        check_close(r->moments[s].mean, mean, r->moments[s].mean_error);
        check_close(r->moments[s].variance, variance, r->moments[s].variance_error);
        fpk_mixture_clear(&exact);
    }
}

static void test_vp_and_back(void **state)
{
    (void)state;
    struct fpk_start data = {.kind = FPK_START_MIXTURE}, noise = {.kind = FPK_START_MIXTURE};
    check_ok(fpk_mixture_init(&data.mixture, 1, 2, (double[]){0.3, 0.7}, (double[]){-2, 1.5},
                              (double[]){0.09, 0.25}));
    check_ok(fpk_mixture_diffuse(&data.mixture, vp_level(1), &noise.mixture));
    struct vp vp = {.data = &data.mixture, .score_weight = 1};
    struct fpk_model forward = {.name = "vp",
                                .dim = 1,
                                .noise = 1,
                                .drift = vp_drift,
                                .diffusion = vp_diffusion,
                                .ctx = &vp};
    struct fpk_model back = forward;
    back.drift = back_drift;
    back.diffusion = back_diffusion;
    for (int k = 0; k < 2; k++) {
        struct fpk_fokker_planck_result r;
        const double at[] = {-2, 0, 1.5}, time[] = {0, 0.5, 0.9, 1};
        double want[3];
        check_ok(fpk_fokker_planck_solve(
            &(struct fpk_fokker_planck_problem){.model = k ? &back : &forward,
                                                .start = k ? &noise : &data,
                                                .t1 = 1,
                                                .at = at,
                                                .n_at = 3,
                                                .time = time,
                                                .n_time = 4},
            &r));
        fpk_mixture_pdf(k ? &data.mixture : &noise.mixture, 3, at, want);
        check_true(r.converged);
        for (int i = 0; i < 3; i++)
            check_close(r.density[i], want[i], r.density_error[i]);
        check_fields(&r, &data.mixture, k == 1);
        check_true(r.end.tv_error == r.moments[3].tv_error);
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&data);
    fpk_start_clear(&noise);
}

/* Reflected Brownian motion on [0, 1] from 1/4: means from its cosine series. */
static void test_reflecting_walls(void **state)
{
    (void)state;
    double d = 0.5;
    const double t[] = {0.05, 0.1, 0.5}, mean[] = {0.2795628791, 0.3254188922, 0.4756966263};
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    model.drift = zero;
    model.potential = NULL;
    start_from(&start, "delta:0.25");
    for (int k = 0; k < 3; k++) {
        struct fpk_fokker_planck_result r;
        check_ok(fpk_fokker_planck_solve(
            &(struct fpk_fokker_planck_problem){
                .model = &model, .start = &start, .t1 = t[k], .b = 1, .tolerance = 1e-8},
            &r));
        check_true(r.converged);
        check_close(r.end.mean, mean[k], r.end.mean_error + 1e-10);
        check_true(r.outside > 0.1 && strstr(r.warning, "reflecting wall") != NULL);
        check_close(r.end.mass, 1, 1e-12);
        fpk_fokker_planck_result_clear(&r);
    }
    fpk_start_clear(&start);
}

/* A delta start stored at t0 is all in one cell, and later fields converge all the same. */
static void test_stored_start(void **state)
{
    (void)state;
    double d = 1, most = 0;
    struct fpk_model ou = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    const double time[] = {0, 0.3, 1};
    start_from(&start, "delta:2");
    check_ok(fpk_fokker_planck_solve(
        &(struct fpk_fokker_planck_problem){
            .model = &ou, .start = &start, .t1 = 1, .time = time, .n_time = 3, .field_cells = 100},
        &r));
    check_true(r.converged);
    for (size_t i = 0; i < 100; i++)
        most = fmax(most, r.field[0].value[i] * fpk_grid_width(&r.field[0].grid));
    check_close(most, 1, 1e-14);
    for (int s = 0; s < 3; s++) {
        check_same_bits(r.field[s].t, time[s]);
        check_close(r.moments[s].mean, 2 * exp(-time[s]), r.moments[s].mean_error);
        check_close(r.moments[s].variance, 1 - exp(-2 * time[s]), r.moments[s].variance_error);
        check_close(r.moments[s].mass, 1, 1e-12);
        check_close(fpk_field_mass(&r.field[s]), 1, 1e-12);
    }
    fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&start);
}

/* The chosen domain holds a Brownian motion, a contracting and a spreading OU, to 1e-14, without
 * being much wider than that needs (15.6, 10.6, 28.6). */
TEST_FUNCTION(away, x)
static void test_domain(void **state)
{
    (void)state;
    double d = 0.5, a, b;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    model.potential = NULL;
    start_from(&start, "normal:1:0.2");
    fpk_block_fn *const drifts[] = {zero, ou_drift, away};
    const double widest[] = {22, 14, 60};
    const double low[] = {1 - 7.65 * sqrt(1.04), -1.65, 1 - 5 * exp(1)};
    for (int k = 0; k < 3; k++) {
        model.drift = drifts[k];
        check_ok(fpk_fokker_planck_domain(
            &(struct fpk_fokker_planck_problem){.model = &model, .start = &start, .t1 = 1}, &a,
            &b));
        check_true(a < low[k] && b > 1 + 7.65 * 0.2);
        check_true(b - a < widest[k]);
    }
    fpk_start_clear(&start);
}

TEST_FUNCTION(explodes, x *x *x)
TEST_FUNCTION(half_line, x > -0.4 ? -x : NAN)

static void test_refusals(void **state)
{
    (void)state;
    double d = 0.5;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    struct fpk_fokker_planck_problem p = {.model = &model, .start = &start, .t1 = 1};
    start_from(&start, "normal:0.3:0.1");
    p.t0 = 2;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "forwards");
    p.t0 = 0;
    p.b = -1;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "a < b");
    p.b = 0.5;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "0.0241 of the start's mass lies");
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "widen it to [-0.");
    p.b = 0;
    const double times[] = {0.5, 0.2}, far = NAN;
    p.time = times;
    p.n_time = 2;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "stored times must increase");
    p.time = NULL;
    p.at = &far;
    p.n_at = 1;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_USAGE, "point 1 is not a finite number");
    p.n_at = 0;
    model.potential = NULL;
    model.drift = half_line;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_NUMERIC,
                  "the drift is not finite at x = -0.");
    model.drift = explodes;
    p.t1 = 50;
    check_refused(fpk_fokker_planck_solve(&p, &r), FPK_NUMERIC, "infinity");
    fpk_start_clear(&start);
}

/* A tolerance that the finest grid allowed cannot give: no failure, but it is said, and the error
 * estimates still hold. */
static void test_not_reached(void **state)
{
    (void)state;
    double d = 1, mean = 2 * exp(-1), variance = 0.09 * exp(-2) + 1 - exp(-2), x = 0.5;
    struct fpk_model ou = ou_model(&d);
    struct fpk_start start;
    struct fpk_fokker_planck_result r;
    start_from(&start, "normal:2:0.3");
    check_ok(fpk_fokker_planck_solve(
        &(struct fpk_fokker_planck_problem){
            .model = &ou, .start = &start, .t1 = 1, .at = &x, .n_at = 1, .max_cells = 128},
        &r));
    check_true(!r.converged);
    check_true(strstr(r.warning, "tolerance 1e-06 was not reached") != NULL);
    check_true(r.density_error[0] > 1e-6);
    check_close(r.density[0], gauss(x, mean, variance), r.density_error[0]);
    check_close(r.end.mean, mean, r.end.mean_error);
    check_close(r.end.variance, variance, r.end.variance_error);
    fpk_fokker_planck_result_clear(&r);
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou),
        cmocka_unit_test(test_benes),
        cmocka_unit_test(test_double_well),
        cmocka_unit_test(test_vp_and_back),
        cmocka_unit_test(test_reflecting_walls),
        cmocka_unit_test(test_stored_start),
        cmocka_unit_test(test_domain),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_not_reached),
    };
    return check_main(tests);
}
