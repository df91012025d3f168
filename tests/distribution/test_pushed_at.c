/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "square.h"

/* Density phi(sqrt x)/sqrt x with its pole at 0, distribution function 2 Phi(sqrt x) - 1, and back;
 * the upper tail keeps its digits. */
static void test_against_chi_square(void **state)
{
    (void)state;
    struct fpk_pushed square;
    square_init(&square, 1);
    static const double x[] = {1e-8, 1e-3, .1, .5, 1, 3, 7.5, 20, 60};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        double log_pdf, cdf, tail, root = sqrt(x[i]);
        fpk_pushed_at(&square, x[i], &log_pdf, &cdf, &tail);
        double digits = 1e-12 + 1e-15 / x[i];
        check_relative(fpk_exp(log_pdf), fpk_normal_pdf(root) / root, digits);
        check_close(cdf, 1 - 2 * fpk_normal_cdf(-root), 1e-12);
        check_relative(tail, 2 * fpk_normal_cdf(-root), 1e-11);
        check_relative(fpk_pushed_quantile(&square, cdf, tail), x[i], 1e-11 + 1e-15 / root);
    }
    double log_pdf, cdf, tail;
    fpk_pushed_at(&square, -1, &log_pdf, &cdf, &tail);
    check_true(log_pdf == -INFINITY);
    check_close(cdf, 0, 0);
    check_close(tail, 1, 1e-13);
    fpk_pushed_clear(&square);
}

/* The inverse on one panel, from either side of a bracket, and beyond its ends. */
static void test_solve(void **state)
{
    (void)state;
    struct fpk_pushed square;
    square_init(&square, 2);
    for (double t = -.9; t < 1; t += .3) {
        double x = fpk_pushed_x(&square, 30, t);
        check_close(fpk_pushed_solve(&square, 30, -1, 1, x), t, 1e-13);
    }
    check_close(fpk_pushed_solve(&square, 30, -1, 1, -5), -1, 0);
    check_close(fpk_pushed_solve(&square, 30, -1, 1, 1e5), 1, 0);
    check_close(fpk_pushed_solve(&square, 3, -1, 1, 1e5), -1, 0);
    fpk_pushed_clear(&square);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_chi_square),
        cmocka_unit_test(test_solve),
    };
    return check_main(tests);
}
