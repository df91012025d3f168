/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/score.h"

#include "fpk/fokker_planck/march.h"

#include "../check.h"

/* Cell averages of two Gaussians on [-6, 6]: log p and score against the closed forms, order 6. */
static void errors(size_t n, double *of_log, double *of_score)
{
    struct fpk_start start = {.kind = FPK_START_MIXTURE};
    struct fpk_grid grid;
    struct fpk_field field;
    static double log_p[800], score[800];
    static unsigned char masked[800];
    check_ok(fpk_mixture_init(&start.mixture, 1, 2, (double[]){0.4, 0.6}, (double[]){-1, 1.5},
                              (double[]){0.5, 0.8}));
    check_ok(fpk_grid_init(&grid, -6, 6, n));
    check_ok(fpk_field_init(&field, grid));
    check_ok(fpk_field_from_start(&field, &start));
    check_ok(fpk_field_score(&field, NULL, 1e-9, log_p, score, masked));
    *of_log = *of_score = 0;
    for (size_t i = 0; i < n; i++) {
        double x = fpk_grid_centre(&grid, i), want, want_x;
        fpk_mixture_log_pdf(&start.mixture, 1, &x, &want);
        fpk_mixture_score(&start.mixture, 1, &x, &want_x);
        check_equal(masked[i], !(field.value[i] > 1e-9));
        if (masked[i])
            continue;
        *of_log = fmax(*of_log, fabs(log_p[i] - want));
        *of_score = fmax(*of_score, fabs(score[i] - want_x));
    }
    fpk_field_clear(&field);
    fpk_start_clear(&start);
}

static void test_mixture(void **state)
{
    (void)state;
    double e, e_x, before = 0, before_x = 0;
    for (size_t n = 100; n <= 400; n *= 2) {
        errors(n, &e, &e_x);
        if (n > 100) {
            print_message("%zu cells: log p %.1e (order %.2f), score %.1e (order %.2f)\n", n, e,
                          log2(before / e), e_x, log2(before_x / e_x));
            check_between(log2(before / e), 6.5, 9);
            check_between(log2(before_x / e_x), 5.2, 6.8);
        }
        before = e;
        before_x = e_x;
    }
    check_between(e, 0, 1e-10);
    check_between(e_x, 0, 1e-7);
}

/* The same density on cells that are equal in u only: masses are differences of its cdf over the
 * cells, their score must be that in x. Each kind of coordinate, the linear one and both half lines
 * of the logarithmic one included. */
static void check_coordinate(struct fpk_coordinate c, double a, double b)
{
    enum { N = 400 };
    struct fpk_mixture m;
    struct fpk_grid grid;
    struct fpk_field field;
    double log_p[N], score[N], u[N + 1], x[N + 1], cdf[N + 1], tail[N + 1];
    unsigned char masked[N];
    size_t seen = 0;
    check_ok(fpk_mixture_init(&m, 1, 2, (double[]){0.4, 0.6}, (double[]){-1, 1.5},
                              (double[]){0.5, 0.8}));
    check_ok(fpk_coordinate_check(&c, a, b));
    check_ok(fpk_grid_init(&grid, fpk_coordinate_u(&c, a), fpk_coordinate_u(&c, b), N));
    check_ok(fpk_field_init(&field, grid));
    for (size_t i = 0; i <= N; i++)
        u[i] = fpk_grid_face(&grid, i);
    fpk_coordinate_x(&c, N + 1, u, x, NULL);
    fpk_mixture_cdf(&m, N + 1, x, cdf);
    fpk_mixture_tail(&m, N + 1, x, tail);
    for (size_t i = 0; i < N; i++)
        field.value[i] =
            (x[i] < 0 ? cdf[i + 1] - cdf[i] : tail[i] - tail[i + 1]) / fpk_grid_width(&grid);
    for (size_t i = 0; i < N; i++)
        u[i] = fpk_grid_centre(&grid, i);
    fpk_coordinate_x(&c, N, u, x, NULL);
    check_ok(fpk_field_score(&field, &c, 1e-6, log_p, score, masked));
    for (size_t i = 0; i < N; i++) {
        double want, want_x;
        fpk_mixture_log_pdf(&m, 1, &x[i], &want);
        fpk_mixture_score(&m, 1, &x[i], &want_x);
        if (want > log(1e-6) + 0.1)
            check_equal(masked[i], 0);
        if (want < log(1e-6) - 0.1)
            check_equal(masked[i], 1);
        if (masked[i])
            continue;
        seen++;
        /* masses near x = 0 are differences of numbers of size 1: 2^-53 of them over a cell */
        double rounding = 4e-16 / (field.value[i] * fpk_grid_width(&grid));
        check_close(log_p[i], want, 1e-7 + 10 * rounding);
        check_close(score[i], want_x, 1e-5 + 300 * rounding);
    }
    check_between((double)seen, 100, N);
    fpk_field_clear(&field);
    fpk_mixture_clear(&m);
}

static void test_coordinates(void **state)
{
    (void)state;
    check_coordinate((struct fpk_coordinate){0}, -6, 6);
    check_coordinate((struct fpk_coordinate){FPK_COORDINATE_GRADED, 0.5, 0.7}, -8, 8);
    check_coordinate((struct fpk_coordinate){FPK_COORDINATE_LOG, -5, 1}, -4.9, 9);
    check_coordinate((struct fpk_coordinate){FPK_COORDINATE_LOG, 6, -1}, -8, 5.9);
}

static void test_refusal(void **state)
{
    (void)state;
    struct fpk_grid grid;
    struct fpk_field field;
    double log_p[8], score[8];
    unsigned char masked[8];
    check_ok(fpk_grid_init(&grid, 0, 1, 8));
    check_ok(fpk_field_init(&field, grid));
    field.t = 0.25;
    check_refused(fpk_field_score(&field, NULL, 0, log_p, score, masked), FPK_USAGE,
                  "field at t = 0.25");
    fpk_field_clear(&field);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixture),
        cmocka_unit_test(test_coordinates),
        cmocka_unit_test(test_refusal),
    };
    return check_main(tests);
}
