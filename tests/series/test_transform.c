/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/series/transform_priv.h"

#include "../check.h"

#include "process.h"

/* Against the sum of the definition, and back again. */
static void test_definition(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846;
    for (size_t n = 2; n <= 48; n = n < 8 ? n + 2 : 2 * n) {
        struct fpk_transform t;
        double x[64];
        check_ok(fpk_transform_init(&t, n));
        moving_average(n, n, x);
        memcpy(t.x, x, n * sizeof *x);
        fpk_transform_forward(&t);
        for (size_t k = 0; k <= n / 2; k++) {
            double re = 0, im = 0;
            for (size_t j = 0; j < n; j++) {
                re += x[j] * cos(2 * pi * (double)(j * k) / (double)n);
                im -= x[j] * sin(2 * pi * (double)(j * k) / (double)n);
            }
            check_close(t.x[2 * k], re, 1e-13);
            check_close(t.x[2 * k + 1], im, 1e-13);
        }
        fpk_transform_backward(&t);
        for (size_t j = 0; j < n; j++)
            check_close(t.x[j], (double)n * x[j], 1e-12);
        fpk_transform_clear(&t);
    }
}

/* Many plans at once: the planner of FFTW is one for all threads (it breaks without the guard). */
static void test_planning(void **state)
{
    (void)state;
    enum { PLANS = 600 };
    static double first[PLANS];
#pragma omp parallel for num_threads(8) schedule(dynamic, 1)
    for (int i = 0; i < PLANS; i++) {
        struct fpk_transform t;
        first[i] = NAN;
        if (fpk_transform_init(&t, 2 + 2 * (size_t)(i * 37 % 500)) != FPK_OK)
            continue;
        t.x[1] = 1;
        fpk_transform_forward(&t);
        first[i] = t.x[0];
        fpk_transform_clear(&t);
    }
    for (int i = 0; i < PLANS; i++)
        check_close(first[i], 1, 1e-15);
}

static void test_mean(void **state)
{
    (void)state;
    double x[6] = {1e16, 1, -1e16, 1, 1, 3}, mean;
    check_ok(fpk_series_mean(2, 3, x, &mean));
    check_same_bits(mean, 1);
    x[4] = -INFINITY;
    check_refused(fpk_series_mean(2, 3, x, &mean), FPK_NUMERIC,
                  "not finite in series 1 at 1: -inf");
    x[2] = NAN;
    check_refused(fpk_series_mean(2, 3, x, &mean), FPK_NUMERIC, "not finite in series 0 at 2");
    double large[] = {1e308, 1e308};
    check_refused(fpk_series_mean(1, 2, large, &mean), FPK_NUMERIC, "too large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_definition),
                                       cmocka_unit_test(test_planning),
                                       cmocka_unit_test(test_mean)};
    return check_main(tests);
}
