/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/distribution/start.h"

#include "fpk/wiener/normal.h"

#include "../check.h"

static void start_at_points(struct fpk_start *s)
{
    struct fpk_points p;
    check_ok(fpk_points_init(&p, 4, 1));
    memcpy(p.x, (double[]){3, -1, 1, 1}, 4 * sizeof(double));
    check_ok(fpk_start_points(s, &p));
}

static void test_dimensions(void **state)
{
    (void)state;
    struct fpk_start s;
    check_ok(fpk_start_parse(&s, "uniform:-1:3"));
    check_equal(fpk_start_dim(&s), 1);
    fpk_start_clear(&s);
    struct fpk_points p;
    check_ok(fpk_points_init(&p, 2, 3));
    check_ok(fpk_start_points(&s, &p));
    check_equal(fpk_start_dim(&s), 3);
    fpk_start_clear(&s);
    struct fpk_mixture m;
    check_ok(fpk_mixture_init(&m, 2, 1, (double[]){1}, (double[]){0, 0}, (double[]){1, 0, 0, 1}));
    fpk_start_mixture(&s, &m);
    check_equal(fpk_start_dim(&s), 2);
    fpk_start_clear(&s);
}

static void test_cdf(void **state)
{
    (void)state;
    struct fpk_start s;
    const double x[] = {-2, -1, 0.5, 1, 2, 3, 4};
    double cdf[7], tail[7];
    check_ok(fpk_start_parse(&s, "delta:1"));
    fpk_start_cdf(&s, 7, x, cdf, tail);
    for (int i = 0; i < 7; i++) {
        check_same_bits(cdf[i], x[i] >= 1);
        check_same_bits(tail[i], x[i] < 1);
    }
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "uniform:-1:3"));
    fpk_start_cdf(&s, 7, x, cdf, tail);
    const double uniform[] = {0, 0, 0.375, 0.5, 0.75, 1, 1};
    for (int i = 0; i < 7; i++) {
        check_same_bits(cdf[i], uniform[i]);
        check_same_bits(tail[i], 1 - uniform[i]);
    }
    fpk_start_clear(&s);
    start_at_points(&s);
    fpk_start_cdf(&s, 7, x, cdf, tail);
    const double empirical[] = {0, 0.25, 0.25, 0.75, 0.75, 1, 1};
    for (int i = 0; i < 7; i++) {
        check_same_bits(cdf[i], empirical[i]);
        check_same_bits(tail[i], 1 - empirical[i]);
    }
    fpk_start_clear(&s);
}

/* More places than one block: the mixture's own functions, block after block. */
static void test_cdf_of_many(void **state)
{
    (void)state;
    enum { N = 2500 };
    static double x[N], cdf[N], tail[N];
    struct fpk_start s;
    check_ok(fpk_start_parse(&s, "normal:1:2"));
    for (int i = 0; i < N; i++)
        x[i] = 1 + 2 * (i - 1250) / 100.0;
    fpk_start_cdf(&s, N, x, cdf, tail);
    for (int i = 0; i < N; i++) {
        double z = (x[i] - 1) / 2; /* up to 12.5: (1 + z^2) 2^-53 is 2e-14 */
        check_relative(cdf[i], 0.5 * erfc(-z / sqrt(2)), 1e-13);
        check_relative(tail[i], 0.5 * erfc(z / sqrt(2)), 1e-13);
    }
    fpk_start_clear(&s);
}

static void test_range_and_moments(void **state)
{
    (void)state;
    struct fpk_start s;
    double low, high, mean, variance;
    check_ok(fpk_start_parse(&s, "normal:1:2"));
    fpk_start_range(&s, 2e-10, &low, &high);
    check_close(low, 1 - 2 * 6.3613409024040561991, 1e-13); /* quantile of 1e-10 (mpmath) */
    check_close(high, 1 + 2 * 6.3613409024040561991, 1e-13);
    fpk_start_moments(&s, &mean, &variance);
    check_same_bits(mean, 1);
    check_same_bits(variance, 4);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "uniform:-1:3"));
    fpk_start_range(&s, 1e-10, &low, &high);
    fpk_start_moments(&s, &mean, &variance);
    check_same_bits(low, -1);
    check_same_bits(high, 3);
    check_same_bits(mean, 1);
    check_relative(variance, 4.0 / 3, 1e-16);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "delta:5"));
    fpk_start_range(&s, 1e-10, &low, &high);
    fpk_start_moments(&s, &mean, &variance);
    check_close(low - high + mean - 5 + variance, 0, 0);
    fpk_start_clear(&s);
    start_at_points(&s);
    fpk_start_range(&s, 1e-10, &low, &high);
    fpk_start_moments(&s, &mean, &variance);
    check_same_bits(low, -1);
    check_same_bits(high, 3);
    check_same_bits(mean, 1);
    check_same_bits(variance, 2);
    fpk_start_clear(&s);
}

/* Particle k has its own value whichever range asked for it; the uniform has its mean and variance
 * to 5 standard errors (false alarm 6e-7 each): sd 1/sqrt(12 n) and sqrt(1/180/n) on (0, 1). */
static void test_sample(void **state)
{
    (void)state;
    enum { N = 20000 };
    const char *const texts[] = {"normal:1:2", "uniform:0:1", "delta:5"};
    for (int k = 0; k < 4; k++) {
        struct fpk_start s;
        struct fpk_points all, some;
        if (k < 3)
            check_ok(fpk_start_parse(&s, texts[k]));
        else
            start_at_points(&s);
        check_ok(fpk_points_init(&all, N, 1));
        check_ok(fpk_points_init(&some, 3000, 1));
        check_ok(fpk_start_sample(&s, 9, 0, &all));
        check_ok(fpk_start_sample(&s, 9, 1001, &some));
        for (size_t i = 0; i < 3000; i++)
            check_same_bits(some.x[i], all.x[1001 + i]);
        double sum = 0, sum2 = 0;
        for (size_t i = 0; i < N; i++) {
            sum += all.x[i] / N;
            sum2 += (all.x[i] - 0.5) * (all.x[i] - 0.5) / N;
        }
        if (k == 1) {
            check_close(sum, 0.5, 5 / sqrt(12.0 * N));
            check_close(sum2, 1.0 / 12, 5 / sqrt(180.0 * N));
        } else if (k == 2) {
            check_same_bits(all.x[N - 1], 5);
        } else if (k == 3) {
            check_same_bits(all.x[5], -1);
            check_same_bits(all.x[4], 3);
        }
        fpk_points_clear(&all);
        fpk_points_clear(&some);
        fpk_start_clear(&s);
    }
}

static void test_dimension_refused(void **state)
{
    (void)state;
    struct fpk_start s;
    struct fpk_points p;
    check_ok(fpk_points_init(&p, 10, 2));
    check_ok(fpk_start_parse(&s, "delta:5"));
    check_refused(fpk_start_sample(&s, 9, 0, &p), FPK_USAGE, "have 2");
    fpk_start_clear(&s);
    fpk_points_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dimensions),  cmocka_unit_test(test_cdf),
        cmocka_unit_test(test_cdf_of_many), cmocka_unit_test(test_range_and_moments),
        cmocka_unit_test(test_sample),      cmocka_unit_test(test_dimension_refused),
    };
    return check_main(tests);
}
