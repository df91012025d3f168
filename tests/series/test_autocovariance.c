/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/series/series.h"

#include "../check.h"

#include "process.h"

#include <stdlib.h>

static void test_by_hand(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4}, want[] = {1.25, .3125, -.375, -.5625};
    double c[4];
    check_ok(fpk_series_autocovariance(1, 4, x, 4, c));
    for (int k = 0; k < 4; k++)
        check_close(c[k], want[k], 1e-15);
    check_ok(fpk_series_autocovariance(4, 1, x, 1, c));
    check_close(c[0], 1.25, 1e-15);
}

/* The sum of the definition, for lengths and lags that take one stretch and several. */
static void test_direct(void **state)
{
    (void)state;
    static double x[12000], c[3000];
    const size_t shape[][3] = {{1, 16, 16},  {3, 100, 7},     {2, 1023, 1},   {1, 1500, 1500},
                               {4, 3000, 9}, {1, 12000, 128}, {3, 2999, 700}, {12, 1000, 999}};
    for (size_t s = 0; s < sizeof shape / sizeof *shape; s++) {
        size_t m = shape[s][0], n = shape[s][1], lags = shape[s][2];
        autoregression((uint32_t)s, .8, m * n, x);
        double mean = 0;
        for (size_t i = 0; i < m * n; i++) {
            x[i] += 50; /* a mean that must come out */
            mean += x[i] / (double)(m * n);
        }
        check_ok(fpk_series_autocovariance(m, n, x, lags, c));
        for (size_t k = 0; k < lags; k += k < 20 ? 1 : 37) {
            double sum = 0;
            for (size_t i = 0; i < m * n; i++)
                if (i % n + k < n)
                    sum += (x[i] - mean) * (x[i + k] - mean);
            check_close(c[k], sum / (double)(m * n), 1e-13 * c[0]);
        }
    }
}

static void test_known(void **state)
{
    (void)state;
    static double x[3001], c[3001];
    unsigned long long seed, n, lag;
    double want;
    char line[256];
    int seen = 0;
    FILE *file = fopen(FPK_TEST_DATA "/series_known.txt", "r");
    if (!file)
        check_fail("cannot open %s", FPK_TEST_DATA "/series_known.txt");
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "covariance %llu %llu %llu %lg", &seed, &n, &lag, &want) != 4)
            continue;
        moving_average(seed, n, x);
        check_ok(fpk_series_autocovariance(1, n, x, lag + 1, c));
        check_close(c[lag], want, 1e-14);
        seen++;
    }
    fclose(file);
    check_equal(seen, 12);
}

/* rho = .9: c_k = rho^k/(1 - rho^2), standard error by Bartlett's formula for Gaussian series,
 * sqrt(1/N sum_m (c_m^2 + c_{m+k} c_{m-k})). Six of them: false alarm 2e-9 at each of 4 lags. */
static void test_autoregression(void **state)
{
    (void)state;
    enum { N = 200000, LAGS = 21 };
    static double x[N];
    double c[LAGS], rho = .9, variance = 1 / (1 - rho * rho);
    autoregression(77, rho, N, x);
    check_ok(fpk_series_autocovariance(1, N, x, LAGS, c));
    const int lags[] = {0, 1, 5, 20};
    for (int j = 0; j < 4; j++) {
        double sum = 0;
        for (int m = -400; m <= 400; m++)
            sum += pow(rho, 2 * abs(m)) + pow(rho, abs(m + lags[j]) + abs(m - lags[j]));
        double se = variance * sqrt(sum / N);
        check_close(c[lags[j]], variance * pow(rho, lags[j]), 6 * se);
    }
}

/* Eight calls at once give the bits of one: the planner is guarded, the plans are their own. */
static void test_threads(void **state)
{
    (void)state;
    enum { CALLS = 64, N = 3000, LAGS = 40 };
    static double x[N], one[LAGS], c[CALLS][LAGS];
    enum fpk_status status[CALLS];
    autoregression(3, .5, N, x);
    check_ok(fpk_series_autocovariance(1, N, x, LAGS, one));
#pragma omp parallel for num_threads(8) schedule(dynamic, 1)
    for (int i = 0; i < CALLS; i++)
        status[i] = fpk_series_autocovariance(1, N, x, LAGS, c[i]);
    for (int i = 0; i < CALLS; i++) {
        check_equal(status[i], FPK_OK);
        for (int k = 0; k < LAGS; k++)
            check_same_bits(c[i][k], one[k]);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    double x[4] = {1, 2, 3, 4}, c[8];
    check_refused(fpk_series_autocovariance(1, 4, x, 5, c), FPK_USAGE, "5 lags of 1 series of 4");
    check_refused(fpk_series_autocovariance(1, 4, x, 0, c), FPK_USAGE, "0 lags");
    check_refused(fpk_series_autocovariance(0, 4, x, 1, c), FPK_USAGE, "0 series");
    x[2] = NAN;
    check_refused(fpk_series_autocovariance(1, 4, x, 2, c), FPK_NUMERIC, "not finite");
    x[2] = 1e200;
    check_refused(fpk_series_autocovariance(1, 4, x, 2, c), FPK_NUMERIC, "squares");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand), cmocka_unit_test(test_direct),
        cmocka_unit_test(test_known),   cmocka_unit_test(test_autoregression),
        cmocka_unit_test(test_threads), cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
