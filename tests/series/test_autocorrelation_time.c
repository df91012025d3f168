/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/series/series.h"

#include "../check.h"

#include "process.h"

/* Over R repetitions for each rho: tau against (1 + rho)/(1 - rho), its spread against the errors
 * given, and the variance of the mean of the series against tau c_0/n. Bounds of 6 standard errors:
 * of a mean, spread/sqrt(R), and 1/500 of tau for the window; of a spread 1/sqrt(2 R); of a
 * variance sqrt(2/R). False alarm below 1e-7 in all (the last is a chi-square with R degrees). */
static void check_autoregression(uint32_t number, double rho)
{
    enum { R = 200, N = 16384 };
    static double x[N];
    double exact = (1 + rho) / (1 - rho), bias = 0, spread = 0, error = 0, means = 0;
    for (uint32_t r = 0; r < R; r++) {
        struct fpk_series_memory m;
        autoregression(number * R + r, rho, N, x);
        check_ok(fpk_series_memory(1, N, x, &m));
        double mean = 0, off = m.time / exact - 1;
        for (size_t i = 0; i < N; i++)
            mean += x[i] / N;
        bias += off / R;
        spread += off * off / R;
        error += m.time_se * m.time_se / (exact * exact) / R;
        means += mean * mean * (1 - rho * rho) * N / exact / R;
        check_close(m.effective * m.time, N, 1e-9);
        check_true(m.window >= 5 * m.time * (1 - (2. * (double)m.window + 1) / N));
    }
    print_message("rho %5.2f: bias %8.5f, spread %.5f, error %.5f, variance of means %.3f\n", rho,
                  bias, sqrt(spread), sqrt(error), means);
    check_close(bias, 0, 6 * sqrt(error / R) + .002);
    check_close(sqrt(spread / error), 1, 6 / sqrt(2. * R));
    check_close(means, 1, 6 * sqrt(2. / R));
}

static void test_autoregression(void **state)
{
    (void)state;
    const double rho[] = {0, .5, .9, .97, -.5, -.9};
    for (uint32_t j = 0; j < sizeof rho / sizeof *rho; j++)
        check_autoregression(j, rho[j]);
}

/* The direct sum of the definition up to the window that was taken. */
static void test_direct(void **state)
{
    (void)state;
    enum { N = 4000 };
    static double x[N];
    const size_t shape[][2] = {{1, N}, {4, N / 4}, {100, N / 100}};
    for (size_t s = 0; s < 3; s++) {
        struct fpk_series_memory m;
        size_t series = shape[s][0], n = shape[s][1];
        double mean = 0, c[N], tau = 1;
        for (size_t i = 0; i < series; i++)
            autoregression((uint32_t)(5000 + i), .4, n, x + i * n);
        check_ok(fpk_series_memory(series, n, x, &m));
        for (size_t i = 0; i < N; i++)
            mean += x[i] / N;
        for (size_t k = 0; k <= m.window; k++) {
            c[k] = 0;
            for (size_t i = 0; i < N; i++)
                if (i % n + k < n)
                    c[k] += (x[i] - mean) * (x[i + k] - mean) / (double)(series * (n - k));
            tau += k == 0 ? 0 : (k == m.window ? 1 : 2) * c[k] / c[0];
        }
        check_close(m.time, tau * (1 + (2 * (double)m.window + 1) / N), 1e-12);
        check_close(m.time_se, m.time * sqrt(4. / N * ((double)m.window + .5 - m.time / 2)), 1e-12);
        check_close(m.time, 1.4 / .6, 6 * m.time_se);
    }
}

/* Memory beyond the lags that are asked for at first: tau = 399. */
static void test_long(void **state)
{
    (void)state;
    enum { N = 500000 };
    static double x[N];
    struct fpk_series_memory m;
    autoregression(7777, .995, N, x);
    check_ok(fpk_series_memory(1, N, x, &m));
    check_true(m.window > 1500);
    check_close(m.time, 399, 6 * m.time_se);
    check_true(m.time_se < 60);
}

static void test_refusals(void **state)
{
    (void)state;
    static double x[4096];
    struct fpk_series_memory m;
    check_refused(fpk_series_memory(1, 15, x, &m), FPK_USAGE, "at least 16");
    check_refused(fpk_series_memory(1, 100, x, &m), FPK_NUMERIC, "constant");
    for (int i = 0; i < 4096; i++)
        x[i] = .1;
    check_refused(fpk_series_memory(1, 4096, x, &m), FPK_NUMERIC, "constant");
    for (int i = 0; i < 4096; i++)
        x[i] = i; /* a drift has no stationary memory */
    check_refused(fpk_series_memory(1, 4096, x, &m), FPK_NUMERIC, "longer run");
    for (uint32_t r = 0; r < 4; r++) { /* runs of a tenth of their memory */
        autoregression(9000 + r, .9995, 400, x);
        check_refused(fpk_series_memory(1, 400, x, &m), FPK_NUMERIC, "longer run");
    }
    for (int i = 0; i < 30; i++) /* a wave without end, sum of correlations about 0 */
        x[i] = i % 2 ? 0 : i % 4 - 1;
    check_refused(fpk_series_memory(1, 30, x, &m), FPK_NUMERIC, "longer run");
    x[7] = NAN;
    check_refused(fpk_series_memory(1, 4096, x, &m), FPK_NUMERIC, "series 0 at 7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_autoregression),
        cmocka_unit_test(test_direct),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
