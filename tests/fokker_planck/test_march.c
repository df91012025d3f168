/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests march.c, and deposit.c that it starts from. */
#include "fpk/fokker_planck/march.h"

#include "models.h"

#include "../check.h"

/* Carries a start over [0, t] and leaves the field; the caller clears it. */
static struct fpk_march_report carry(const struct fpk_model *model, const char *text, double a,
                                     double b, size_t n, double t, size_t n_step, size_t rannacher,
                                     double undershoot, struct fpk_field *field)
{
    struct fpk_march_report report = fpk_march_report_zero();
    struct fpk_start start;
    struct fpk_march march;
    struct fpk_grid grid;
    check_ok(fpk_grid_init(&grid, a, b, n));
    check_ok(fpk_start_parse(&start, text));
    check_ok(fpk_field_init(field, grid));
    check_ok(fpk_field_from_start(field, &start));
    check_ok(fpk_march_init(&march, model, grid, undershoot));
    check_ok(fpk_march_run(&march, field, t, n_step, rannacher, &report));
    check_same_bits(field->t, t);
    fpk_march_clear(&march);
    fpk_start_clear(&start);
    return report;
}

/* L1 distance of OU from N(2, .3^2), D = 1, at t = 1 from the exact cell averages. */
static double ou_error(size_t n, size_t n_step)
{
    double d = 1, sum = 0, mean = 2 * exp(-1), std = sqrt(0.09 * exp(-2) + 1 - exp(-2));
    struct fpk_model ou = ou_model(&d);
    struct fpk_field field;
    carry(&ou, "normal:2:0.3", -8, 9, n, 1, n_step, 0, 1, &field);
    for (size_t i = 0; i < n; i++) {
        double l = (fpk_grid_face(&field.grid, i) - mean) / std;
        double r = (fpk_grid_face(&field.grid, i + 1) - mean) / std;
        sum += fabs(field.value[i] * fpk_grid_width(&field.grid) -
                    (fpk_normal_cdf(r) - fpk_normal_cdf(l)));
    }
    fpk_field_clear(&field);
    return sum;
}

/* Least-squares slope of log2 error over halvings, printed with its points. */
static double slope(const char *what, const size_t *n, const double *error, int count)
{
    double top = 0, bottom = 0, middle = 0.5 * (count - 1);
    for (int k = 0; k < count; k++) {
        print_message("%s %5zu: L1 error %.4e\n", what, n[k], error[k]);
        top += (k - middle) * log2(error[k]);
        bottom += (k - middle) * (k - middle);
    }
    print_message("%s: order %.4f\n", what, -top / bottom);
    return -top / bottom;
}

/* Order 2 in h with time resolved (1/2000: 3e-7 of error), and in dt with h resolved by comparing
 * with the same grid at 4096 steps. */
static void test_order_in_h(void **state)
{
    (void)state;
    const size_t n[] = {64, 128, 256, 512};
    double error[4];
    for (int k = 0; k < 4; k++)
        error[k] = ou_error(n[k], 2000);
    check_between(slope("cells", n, error, 4), 1.9, 2.1);
    check_close(error[3], 0, 1e-3);
}

static void test_order_in_dt(void **state)
{
    (void)state;
    double d = 1, error[4];
    const size_t n_step[] = {16, 32, 64, 128};
    struct fpk_model ou = ou_model(&d);
    struct fpk_field fine, field;
    carry(&ou, "normal:2:0.3", -8, 9, 256, 1, 4096, 0, 1, &fine);
    for (int k = 0; k < 4; k++) {
        carry(&ou, "normal:2:0.3", -8, 9, 256, 1, n_step[k], 0, 1, &field);
        error[k] = 0;
        for (size_t i = 0; i < 256; i++)
            error[k] += fabs(field.value[i] - fine.value[i]) * 17 / 256;
        fpk_field_clear(&field);
    }
    fpk_field_clear(&fine);
    check_between(slope("steps", n_step, error, 4), 1.9, 2.1);
    check_close(error[3], 0, 1e-3);
}

/* t-dependent coefficients: dX = -b X dt + sqrt(2b) dW, b = 1 + 4t: OU in the clock t + 2t^2. */
static void clocked_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -(1 + 4 * t) * x[i];
}
static void clocked_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    (void)x;
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(2 * (1 + 4 * t));
}

static void test_order_with_time(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "clocked",
                              .dim = 1,
                              .noise = 1,
                              .drift = clocked_drift,
                              .diffusion = clocked_diffusion};
    double d = 1, error[4];
    const size_t n_step[] = {16, 32, 64, 128};
    struct fpk_model ou = ou_model(&d);
    struct fpk_field fine, field;
    ou.potential = NULL; /* midpoint and Simpson agree on a linear drift: the same rates */
    carry(&ou, "normal:2:0.3", -8, 9, 256, 1, 4096, 0, 1, &fine);
    for (int k = 0; k < 4; k++) {
        carry(&model, "normal:2:0.3", -8, 9, 256, 0.5, n_step[k], 0, 1, &field);
        error[k] = 0;
        for (size_t i = 0; i < 256; i++)
            error[k] += fabs(field.value[i] - fine.value[i]) * 17 / 256;
        fpk_field_clear(&field);
    }
    fpk_field_clear(&fine);
    check_between(slope("steps, t-dependent", n_step, error, 4), 1.9, 2.1);
}

/* Mass over 20000 steps, and the stationary state kept. */
static void test_invariants(void **state)
{
    (void)state;
    double d = 0.25;
    struct fpk_model well = well_model(&d);
    struct fpk_field field, still;
    struct fpk_march_report r =
        carry(&well, "normal:0.3:0.25", -3, 3, 128, 40, 20000, 0, 1e-6, &field);
    check_true(r.mass_error <= 1e-12);
    check_equal(r.n_step, 20000);
    check_equal(r.n_redone, 0);
    struct fpk_generator gen;
    check_ok(fpk_generator_init(&gen, field.grid));
    check_ok(fpk_field_init(&still, field.grid));
    check_ok(fpk_generator_set(&gen, &well, 0));
    check_ok(fpk_generator_stationary(&gen, &still));
    /* lambda_1 t = 7.5: 6e-4 of the first mode is left, in every cell alike in sign and shape. */
    double left = 0;
    for (size_t i = 0; i < 128; i++)
        left = fmax(left, fabs(field.value[i] - still.value[i]));
    check_between(left, 1e-5, 1e-3);
    struct fpk_march march;
    struct fpk_march_report again = fpk_march_report_zero();
    double before[128];
    memcpy(before, still.value, sizeof before);
    still.t = 0;
    check_ok(fpk_march_init(&march, &well, still.grid, 1));
    check_ok(fpk_march_run(&march, &still, 100, 1000, 0, &again));
    for (size_t i = 0; i < 128; i++)
        check_relative(still.value[i], before[i], 1e-11);
    fpk_march_clear(&march);
    fpk_generator_clear(&gen);
    fpk_field_clear(&field);
    fpk_field_clear(&still);
}

TEST_FUNCTION(no_drift, 0 * x)

/* Cells that are all alike round alike: 2000 steps move 1e-12 of the mass, which is put back and
 * counted. */
static void test_mass_of_equal_cells(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model flat = ou_model(&d);
    struct fpk_field field;
    flat.drift = no_drift;
    flat.potential = NULL;
    struct fpk_march_report r = carry(&flat, "normal:0.4:0.1", 0, 1, 2048, 1, 2000, 0, 1, &field);
    double mass = fpk_field_mass(&field), wanted = 0.99996832777157917; /* Phi(6) - Phi(-4) */
    check_close(mass, wanted, 2e-14);
    check_between(r.mass_error, 1e-14, 1e-10);
    fpk_field_clear(&field);
}

/* All mass in one cell, the roughest start: N = 800 on [-3, 3], D = .25, t = .5 in 100 steps. */
static struct fpk_march_report from_one_cell(size_t rannacher, double undershoot, double *mass)
{
    double d = 0.25;
    struct fpk_model well = well_model(&d);
    struct fpk_march_report report = fpk_march_report_zero();
    struct fpk_grid grid;
    struct fpk_field field;
    struct fpk_march march;
    check_ok(fpk_grid_init(&grid, -3, 3, 800));
    check_ok(fpk_field_init(&field, grid));
    field.value[440] = 800.0 / 6;
    check_ok(fpk_march_init(&march, &well, grid, undershoot));
    check_ok(fpk_march_run(&march, &field, 0.5, 100, rannacher, &report));
    *mass = fpk_field_mass(&field);
    fpk_march_clear(&march);
    fpk_field_clear(&field);
    return report;
}

/* TR-BDF2 alone goes to -4.3 early; redone where it does, it stays above the bound, and with two
 * Rannacher steps it never goes below zero. The spline deposit needs no more than TR-BDF2. */
static void test_delta_start(void **state)
{
    (void)state;
    double mass;
    struct fpk_march_report plain = from_one_cell(0, INFINITY, &mass);
    check_close(plain.min_p, -4.3, 0.5);
    check_equal(plain.n_redone, 0);
    struct fpk_march_report redone = from_one_cell(0, 1e-9, &mass);
    check_between(redone.min_p, -1e-9, 0);
    check_between(redone.n_redone, 1, 20);
    check_close(mass, 1, 1e-13);
    struct fpk_march_report damped = from_one_cell(2, 1e-9, &mass);
    check_true(damped.min_p >= 0);
    check_equal(damped.n_redone, 0);
    check_true(damped.mass_error <= 1e-13);

    double d = 0.25;
    struct fpk_model well = well_model(&d);
    struct fpk_field field;
    struct fpk_march_report spread =
        carry(&well, "delta:0.3", -3, 3, 800, 0.5, 100, 0, INFINITY, &field);
    check_true(spread.min_p >= 0);
    fpk_field_clear(&field);
}

/* Backward Euler keeps p >= 0 at any step and Peclet number; nothing is clipped: mass stays. */
static void test_positive(void **state)
{
    (void)state;
    double d = 1e-3;
    struct fpk_model well = well_model(&d);
    struct fpk_field field;
    for (double t = 1e-6; t < 1e7; t *= 1000) {
        struct fpk_march_report r = carry(&well, "uniform:-1:1.2", -3, 3, 100, t, 5, 5, 1, &field);
        check_true(r.min_p >= 0);
        check_true(r.mass_error <= 1e-13);
        check_true(r.peclet > 2);
        fpk_field_clear(&field);
    }
}

/* Mean exact and variance 2 h^2/3 too large wherever the point lies in its cell. */
static void test_deposit_moments(void **state)
{
    (void)state;
    struct fpk_grid grid;
    struct fpk_field field;
    struct fpk_start start;
    check_ok(fpk_grid_init(&grid, -1, 1, 20));
    check_ok(fpk_field_init(&field, grid));
    const char *const texts[] = {"delta:0",          "delta:0.031",     "delta:-0.27",
                                 "normal:0.1:0.001", "normal:0.1:0.05", "uniform:-0.31:0.44"};
    const double mean[] = {0, 0.031, -0.27, 0.1, 0.1, 0.065};
    const double variance[] = {0, 0, 0, 1e-6, 0.0025, 0.75 * 0.75 / 12};
    for (int k = 0; k < 6; k++) {
        check_ok(fpk_start_parse(&start, texts[k]));
        check_ok(fpk_field_spread_start(&field, &start));
        double m = 0, v = 0, mass = 0;
        for (size_t i = 0; i < 20; i++) {
            double x = fpk_grid_centre(&grid, i), p = field.value[i] * 0.1;
            check_true(p >= 0);
            mass += p;
            m += p * x;
            v += p * x * x;
        }
        check_close(mass, 1, 1e-13);
        check_close(m, mean[k], 1e-14);
        check_close(v - m * m, variance[k] + 0.02 / 3, 1e-14);
        fpk_start_clear(&start);
    }
    fpk_field_clear(&field);
}

/* The B-spline of degree 7 by truncated powers. */
static double spline_7(double v)
{
    const double binomial[] = {1, -8, 28, -56};
    double sum = 0;
    for (int k = 0; k < 4; k++)
        sum += v < 4 - k ? binomial[k] * pow(4 - k - v, 7) : 0;
    return sum / 5040;
}

/* The spline average of a Gaussian itself, against 200001 points of equal weight in x. */
static void test_deposit_normal(void **state)
{
    (void)state;
    struct fpk_grid grid;
    struct fpk_field field;
    struct fpk_start start;
    check_ok(fpk_grid_init(&grid, -1, 1, 20));
    check_ok(fpk_field_init(&field, grid));
    check_ok(fpk_start_parse(&start, "normal:0.12:0.06"));
    check_ok(fpk_field_spread_start(&field, &start));
    for (size_t i = 0; i < 20; i++) {
        double sum = 0, step = 1.2 / 200000;
        for (int k = 0; k <= 200000; k++) {
            double x = -0.48 + k * step, v = fabs(x - fpk_grid_centre(&grid, i)) / 0.1;
            double b = spline_7(v);
            sum += b > 0 ? b / 0.1 * gauss(x, 0.12, 0.0036) * step : 0;
        }
        check_close(field.value[i], sum, 1e-10);
    }
    fpk_start_clear(&start);
    fpk_field_clear(&field);
}

/* At the walls what would fall outside is reflected, so uniform on the whole domain stays flat. */
static void test_deposit_walls(void **state)
{
    (void)state;
    struct fpk_grid grid;
    struct fpk_field field;
    struct fpk_start start;
    check_ok(fpk_grid_init(&grid, 0, 1, 50));
    check_ok(fpk_field_init(&field, grid));
    check_ok(fpk_start_parse(&start, "uniform:0:1"));
    check_ok(fpk_field_from_start(&field, &start));
    for (size_t i = 0; i < 50; i++)
        check_close(field.value[i], 1, 1e-14);
    fpk_start_clear(&start);
    check_ok(fpk_start_parse(&start, "delta:0"));
    check_ok(fpk_field_from_start(&field, &start));
    check_close(fpk_field_mass(&field), 1, 1e-15);
    fpk_start_clear(&start);
    fpk_field_clear(&field);
}

/* Tails of a Gaussian start keep their digits on both sides. */
static void test_deposit_tails(void **state)
{
    (void)state;
    struct fpk_grid grid;
    struct fpk_field field;
    struct fpk_start start;
    check_ok(fpk_grid_init(&grid, -20, 20, 2000));
    check_ok(fpk_field_init(&field, grid));
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    check_ok(fpk_field_from_start(&field, &start));
    for (size_t i = 0; i < 1000; i++) {
        double x = fpk_grid_centre(&grid, i), s = sinh(x * 0.01) / (x * 0.01);
        check_relative(field.value[i], field.value[1999 - i], 1e-10);
        /* average over a cell / value at its centre = sinh(x h/2)/(x h/2) (1 - h^2/24 ...) */
        check_relative(field.value[i], gauss(x, 0, 1) * s * (1 - 0.0004 / 24), 2e-7 * (1 + x * x));
    }
    fpk_start_clear(&start);
    fpk_field_clear(&field);
}

TEST_FUNCTION(overflows, 1e308 * x)
TEST_FUNCTION(blows_up, x > 0.9 ? INFINITY : -x)

static void test_not_finite(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_march march;
    struct fpk_march_report report = fpk_march_report_zero();
    struct fpk_grid grid;
    struct fpk_field field;
    model.drift = blows_up;
    model.potential = NULL;
    check_ok(fpk_grid_init(&grid, -1, 1, 20));
    check_ok(fpk_field_init(&field, grid));
    check_ok(fpk_march_init(&march, &model, grid, 1));
    check_refused(fpk_march_run(&march, &field, 1, 10, 0, &report), FPK_NUMERIC,
                  "the drift is not finite at x = 0.9");
    fpk_march_clear(&march);
    model.drift = overflows;
    field.t = 0;
    field.value[10] = 10;
    check_ok(fpk_march_init(&march, &model, grid, 1));
    check_refused(fpk_march_run(&march, &field, 1, 10, 0, &report), FPK_NUMERIC,
                  "the density is not finite after the step to t = 0.1");
    fpk_march_clear(&march);
    fpk_field_clear(&field);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_in_h),
        cmocka_unit_test(test_order_in_dt),
        cmocka_unit_test(test_order_with_time),
        cmocka_unit_test(test_invariants),
        cmocka_unit_test(test_mass_of_equal_cells),
        cmocka_unit_test(test_delta_start),
        cmocka_unit_test(test_positive),
        cmocka_unit_test(test_deposit_moments),
        cmocka_unit_test(test_deposit_walls),
        cmocka_unit_test(test_deposit_tails),
        cmocka_unit_test(test_deposit_normal),
        cmocka_unit_test(test_not_finite),
    };
    return check_main(tests);
}
