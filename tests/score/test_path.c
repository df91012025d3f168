/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

#include "../check.h"

/* A standard normal stays one under VP: score -x at every time. N(m, s^2) under VE: -(x - m)/(s^2 +
 * sigma(t)^2 - sigma(0)^2). */
static void test_in_time(void **state)
{
    (void)state;
    struct fpk_mixture standard, other;
    check_ok(fpk_mixture_init(&standard, 1, 1, (double[]){1}, (double[]){0}, (double[]){1}));
    check_ok(fpk_mixture_init(&other, 1, 1, (double[]){1}, (double[]){2}, (double[]){0.25}));
    struct fpk_score_path vp = {fpk_score_exact(&standard), fpk_process_vp_linear()};
    struct fpk_score_path ve = {fpk_score_exact(&other), {FPK_VE, 0.5, 8}};
    const double x[] = {-1.5, 0.25, 3};
    double s[3], s_x[3];
    for (double t = 0; t <= 1; t += 0.25) {
        fpk_score_in_time(t, 3, x, s, &vp);
        fpk_score_x_in_time(t, 3, x, s_x, &vp);
        for (int i = 0; i < 3; i++) {
            check_relative(s[i], -x[i], 1e-15);
            check_relative(s_x[i], -1, 1e-15);
        }
        double sigma = 0.5 * pow(16, t), var = 0.25 + sigma * sigma - 0.25;
        fpk_score_in_time(t, 3, x, s, &ve);
        fpk_score_x_in_time(t, 3, x, s_x, &ve);
        for (int i = 0; i < 3; i++) {
            check_relative(s[i], -(x[i] - 2) / var, 4e-15);
            check_relative(s_x[i], -1 / var, 4e-15);
        }
    }
    fpk_mixture_clear(&standard);
    fpk_mixture_clear(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_in_time)};
    return check_main(tests);
}
