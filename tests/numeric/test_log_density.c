/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/log_density.h"

#include "../check.h"

enum { MOST = 1024 };
static double average[MOST], log_p[MOST], slope[MOST];
static unsigned char masked[MOST];

/* A normal with cells as wide as its standard deviation: log p is a parabola, so both numbers are
 * exact; averages from the nearer tail lose 2^-53/(1 - ratio of the ends), a few ulp. */
static void test_gaussian(void **state)
{
    (void)state;
    enum { N = 20 };
    const double s = 0.7, m = 0.3, h = s, a = m - 10.3 * s;
    for (int i = 0; i < N; i++) {
        double l = (a + i * h - m) / (s * sqrt(2)), r = (a + (i + 1) * h - m) / (s * sqrt(2));
        average[i] = (l + r > 0 ? erfc(l) - erfc(r) : erfc(-r) - erfc(-l)) / (2 * h);
    }
    check_ok(fpk_log_density(N, h, average, 1e-40, log_p, slope, masked));
    for (int i = 0; i < N; i++) {
        double x = a + (i + 0.5) * h - m;
        check_equal(masked[i], 0);
        check_close(log_p[i], -0.5 * x * x / (s * s) - log(s * sqrt(2 * 3.14159265358979323846)),
                    1e-12);
        check_close(slope[i], -x / (s * s), 2e-12);
    }
    /* The usual floor cuts the tails at 1e-12 of the largest average. */
    check_ok(fpk_log_density(N, h, average, 0, log_p, slope, masked));
    double top = 0;
    for (int i = 0; i < N; i++)
        top = fmax(top, average[i]);
    int seen = 0;
    for (int i = 0; i < N; i++) {
        check_equal(masked[i], !(average[i] > 1e-12 * top));
        check_true(isnan(log_p[i]) == masked[i] && isnan(slope[i]) == masked[i]);
        seen += masked[i];
    }
    check_between(seen, 3, N - 10);
}

/* p = 1/cosh^2, whose averages are sinh h/(h cosh a cosh b): log p and its slope -2 tanh against
 * the largest errors over the cells, in the middle and near the ends of the run. */
static void errors(int n, double *in_log, double *in_slope, double *at_ends)
{
    double a = -2, h = 6.0 / n;
    for (int i = 0; i < n; i++)
        average[i] = sinh(h) / (h * cosh(a + i * h) * cosh(a + (i + 1) * h));
    check_ok(fpk_log_density((size_t)n, h, average, 0, log_p, slope, masked));
    *in_log = *in_slope = *at_ends = 0;
    for (int i = 0; i < n; i++) {
        double x = a + (i + 0.5) * h, e = fabs(log_p[i] + 2 * log(cosh(x)));
        double e_x = fabs(slope[i] + 2 * tanh(x));
        if (i < 3 || i >= n - 3) {
            *at_ends = fmax(*at_ends, e_x);
        } else {
            *in_log = fmax(*in_log, e);
            *in_slope = fmax(*in_slope, e_x);
        }
    }
}

static void test_order(void **state)
{
    (void)state;
    double before[3], now[3];
    errors(24, &before[0], &before[1], &before[2]);
    for (int n = 48; n <= 96; n *= 2) {
        errors(n, &now[0], &now[1], &now[2]);
        double order[3];
        for (int k = 0; k < 3; k++)
            order[k] = log2(before[k] / now[k]);
        print_message(
            "%3d cells: log p %.1e (order %.2f), slope %.1e (%.2f), at ends %.1e (%.2f)\n", n,
            now[0], order[0], now[1], order[1], now[2], order[2]);
        check_between(order[0], 7, 9);
        check_between(order[1], 5.4, 6.6);
        check_between(order[2], 5.4, 8.6); /* falls to 6 from above */
        memcpy(before, now, sizeof before);
    }
    check_close(now[1], 0, 1e-7);
}

/* Runs end at cells below the floor and do not see over them; short runs are masked whole. */
static void test_runs(void **state)
{
    (void)state;
    enum { N = 30 };
    for (int i = 0; i < N; i++)
        average[i] = exp(0.5 * i);
    average[4] = -1e-3; /* run 0..3 is too short, 5..9 just long enough, then 11..29 */
    average[10] = 0;
    check_ok(fpk_log_density(N, 0.5, average, 1e-6, log_p, slope, masked));
    for (int i = 0; i < N; i++) {
        check_equal(masked[i], i <= 4 || i == 10);
        if (!masked[i]) { /* cells of width 1/2: p = e^u c, c sinh(1/4)/(1/4) = 1 */
            check_relative(slope[i], 1, 1e-12);
            check_close(log_p[i], 0.5 * i - log(sinh(0.25) / 0.25), 1e-12);
        }
    }
}

static void test_refusals(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++)
        average[i] = 1;
    check_refused(fpk_log_density(8, 0, average, 0, log_p, slope, masked), FPK_USAGE, "width 0");
    check_refused(fpk_log_density(8, 1, average, -1, log_p, slope, masked), FPK_USAGE, "floor -1");
    check_refused(fpk_log_density(8, 1, average, 2, log_p, slope, masked), FPK_USAGE, "lower it");
    average[3] = NAN;
    check_refused(fpk_log_density(8, 1, average, 0, log_p, slope, masked), FPK_NUMERIC, "cell 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaussian),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
