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
    check_ok(fpk_field_score(&field, 1e-9, log_p, score, masked));
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
    check_refused(fpk_field_score(&field, 0, log_p, score, masked), FPK_USAGE, "field at t = 0.25");
    fpk_field_clear(&field);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixture),
        cmocka_unit_test(test_refusal),
    };
    return check_main(tests);
}
