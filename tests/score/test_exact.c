/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

#include "../check.h"

/* The exact score asks the mixture; a normal's score by hand, in two dimensions:
 * -(alpha^2 C + sigma^2 I)^-1 (x - alpha m). */
static void test_normal(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_ok(
        fpk_mixture_init(&m, 2, 1, (double[]){1}, (double[]){1, -2}, (double[]){2, 0.5, 0.5, 1}));
    struct fpk_score score = fpk_score_exact(&m);
    check_equal(score.dim, 2);
    struct fpk_level level = {.alpha = 0.6, .sigma = 0.8};
    double x[] = {0.3, 1.1}, s[2], j[4], s2[2], j2[4];
    score.score(&level, 1, x, s, score.ctx);
    score.score_x(&level, 1, x, j, score.ctx);
    score.both(&level, 1, x, s2, j2, score.ctx);
    double a = 0.36 * 2 + 0.64, b = 0.36 * 0.5, c = 0.36 + 0.64, det = a * c - b * b;
    double d0 = 0.3 - 0.6, d1 = 1.1 + 1.2;
    check_relative(s[0], -(c * d0 - b * d1) / det, 4e-15);
    check_relative(s[1], -(a * d1 - b * d0) / det, 4e-15);
    check_relative(j[0], -c / det, 4e-15);
    check_relative(j[1], b / det, 4e-15);
    check_relative(j[3], -a / det, 4e-15);
    double mean[2], slope[4], tweedie;
    score.mean(&level, 1, x, mean, slope, score.ctx);
    for (int i = 0; i < 2; i++) {
        tweedie = (x[i] + 0.64 * s[i]) / 0.6;
        check_close(mean[i], tweedie, 4e-15);
        for (int k = 0; k < 2; k++)
            check_close(slope[2 * i + k], ((i == k) + 0.64 * j[2 * i + k]) / 0.6, 4e-15);
    }
    check_true(memcmp(s, s2, sizeof s) == 0 && memcmp(j, j2, sizeof j) == 0);
    double log_pdf, square = (c * d0 * d0 - 2 * b * d0 * d1 + a * d1 * d1) / det;
    score.log_pdf(&level, 1, x, &log_pdf, score.ctx);
    check_close(log_pdf, -.5 * square - .5 * log(det) - log(2 * acos(-1)), 4e-15);
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_normal)};
    return check_main(tests);
}
