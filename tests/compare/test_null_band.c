/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/null_band.h"

#include "draws.h"

#include <stdlib.h>

/* E W1 = sqrt(2/(pi n)) std int sqrt(Phi (1 - Phi)), the integral known; and scaling. */
static void test_w1_mean(void **state)
{
    (void)state;
    FILE *file = known_open();
    double v[6];
    check_equal(known_next(file, "root", v), 1);
    fclose(file);
    struct fpk_density d;
    struct fpk_null_band band;
    normal_density(&d, 601, -2, 3);
    check_ok(fpk_null_band_w1(&d, 1000, 1e-6, &band));
    check_relative(band.mean, 3 * v[0] * sqrt(2 / (acos(-1) * 1000)), 1e-7);
    check_relative(band.high - band.mean, 3 * sqrt(2 * log(1e6) / 1000), 1e-9);
    check_refused(fpk_null_band_w1(&d, 0, 1e-6, &band), FPK_USAGE, "at least one point");
    check_refused(fpk_null_band_w1(&d, 10, 1, &band), FPK_USAGE, "between 0 and 1");
    fpk_density_clear(&d);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* int |F_n - F| dx of a sorted sample, midpoint rule with h = .01 on [-6, 6]. */
static double w1_of(size_t n, const double *sorted)
{
    double sum = 0;
    size_t below = 0;
    for (int i = 0; i < 1200; i++) {
        double x = -6 + 0.01 * (i + 0.5);
        while (below < n && sorted[below] <= x)
            below++;
        sum += 0.01 * fabs((double)below / (double)n - fpk_normal_cdf(x));
    }
    return sum;
}

/* 300 samples of 1000: their mean W1 within 5 of its own standard errors (6e-7), plus 1/n relative
 * for the limit; at most alpha of them above the bound for alpha = .05 (it is a bound: fewer). */
static void test_w1_sampled(void **state)
{
    (void)state;
    enum { TRIALS = 300, N = 1000 };
    struct fpk_density d;
    struct fpk_null_band band;
    double x[N], sum = 0, squares = 0;
    int above = 0;
    normal_density(&d, 401, 0, 1);
    check_ok(fpk_null_band_w1(&d, N, 0.05, &band));
    for (uint64_t j = 0; j < TRIALS; j++) {
        draw_normals(j + 1, N, x);
        qsort(x, N, sizeof *x, by_value);
        double w1 = w1_of(N, x);
        sum += w1 / TRIALS;
        squares += w1 * w1 / TRIALS;
        above += w1 > band.high;
    }
    double se = sqrt((squares - sum * sum) / TRIALS);
    check_close(sum, band.mean, 5 * se + band.mean / N);
    check_true(5 * se < 0.15 * band.mean);
    check_between(above, 0, 0.05 * TRIALS);
    fpk_density_clear(&d);
}

/* The mean deviation of a count, through two cells of probability p and 1 - p: both deviate alike,
 * so TV = |N - n p|/n. */
static void test_tv_known(void **state)
{
    (void)state;
    FILE *file = known_open();
    double v[6], edge = 0;
    int lines = 0;
    for (; known_next(file, "deviation", v) == 3; lines++) {
        double probability[2] = {v[1], 1 - v[1]};
        struct fpk_cells cells = {.n = 2, .edge = &edge, .probability = probability};
        struct fpk_null_band band;
        check_ok(fpk_null_band_tv(&cells, (uint64_t)v[0], 0.01, &band));
        check_relative(band.mean, v[2] / v[0], 1e-11);
        check_relative(band.high - band.mean, sqrt(log(100) / (2 * v[0])), 1e-13);
    }
    check_equal(lines, 5);
    fclose(file);
    uint64_t count[2] = {30, 10};
    double probability[2] = {0.5, 0.5};
    struct fpk_cells cells = {.n = 2, .edge = &edge, .probability = probability};
    check_close(fpk_cells_tv(&cells, count), 0.25, 1e-16);
    /* beyond GSL's counts the normal limit takes over; GSL is off by eps n log n = 1e-5 there */
    struct fpk_null_band at, beyond;
    check_ok(fpk_null_band_tv(&cells, 4294967295u, 0.01, &at));
    check_ok(fpk_null_band_tv(&cells, 4294967296u, 0.01, &beyond));
    check_relative(beyond.mean, at.mean, 2e-5);
}

/* All points at c: W1 = E |X - c| for X ~ N(0, 1); and half at -c, half at c. */
static void test_w1_of_points(void **state)
{
    (void)state;
    struct fpk_density d;
    struct fpk_points p;
    double w1;
    normal_density(&d, 801, 0, 1);
    check_ok(fpk_points_init(&p, 1000, 1));
    for (double c = -2; c <= 2; c += 0.5) {
        for (size_t i = 0; i < 1000; i++)
            p.x[i] = c;
        double want = 2 * fpk_normal_pdf(c) + c * (2 * fpk_normal_cdf(c) - 1);
        check_ok(fpk_points_w1(&d, &p, &w1));
        check_close(w1, want, 0.02); /* the jump lies somewhere between two nodes */
    }
    for (size_t i = 0; i < 1000; i++)
        p.x[i] = i % 2 ? 1 : -1;
    /* E ||X| - 1|, the integral over |x| below and above 1 */
    double want = 2 * (fpk_normal_cdf(1) - 0.5 - fpk_normal_pdf(0) + 2 * fpk_normal_pdf(1) -
                       fpk_normal_tail(1));
    check_ok(fpk_points_w1(&d, &p, &w1));
    check_close(w1, want, 0.02);
    p.x[7] = NAN;
    check_refused(fpk_points_w1(&d, &p, &w1), FPK_USAGE, "finite");
    fpk_points_clear(&p);
    fpk_density_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_w1_mean),
        cmocka_unit_test(test_w1_sampled),
        cmocka_unit_test(test_w1_of_points),
        cmocka_unit_test(test_tv_known),
    };
    return check_main(tests);
}
