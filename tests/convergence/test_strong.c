/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

enum { PARTICLES = 32 * 1024 };

/* Euler-Maruyama on the linear problem: every point against the closed form of test_figures.c, to 5
 * of its own standard errors. */
static void test_points(void **state)
{
    (void)state;
    struct fpk_order_study s;
    check_ok(fpk_order_strong(&fpk_euler_maruyama, &fpk_problem_linear, PARTICLES, 1, 2, &s));
    for (size_t i = 0; i < FPK_CONVERGENCE_POINTS; i++) {
        double h = s.h[i], v = 0.87 * 0.87 * h, a = 1 + 1.01 * h, n = 1 / h;
        double square = pow(a * a + v, n) - 2 * pow(exp(1.01 * h) * (a + v), n);
        square += exp(2 * 1.01 + 0.87 * 0.87);
        check_close(s.error[i], 0.5 * sqrt(square), 5 * s.se[i]);
        check_between(s.se[i] / s.error[i], 0.003, 0.1);
    }
    check_true(s.passed && s.strong && s.how == FPK_ORDER_PATHS);
    check_close(s.slope, 0.5, 0.1);
    check_between(s.slope_se, 1e-4, 0.05);
    check_close(s.drifts, 1, 0);
}

static void test_threads(void **state)
{
    (void)state;
    struct fpk_order_study one, two;
    check_ok(fpk_order_strong(&fpk_euler_maruyama, &fpk_problem_pair, PARTICLES, 7, 1, &one));
    check_ok(fpk_order_strong(&fpk_euler_maruyama, &fpk_problem_pair, PARTICLES, 7, 2, &two));
    for (size_t i = 0; i < FPK_CONVERGENCE_POINTS; i++) {
        check_same_bits(one.error[i], two.error[i]);
        check_same_bits(one.se[i], two.se[i]);
    }
    check_same_bits(one.slope_se, two.slope_se);
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_order_study s;
    const struct fpk_problem *p = &fpk_problem_linear;
    check_refused(fpk_order_strong(&fpk_euler_maruyama, p, 1000, 1, 1, &s), FPK_USAGE, "multiple");
    check_refused(fpk_order_strong(&fpk_euler_maruyama, &fpk_problem_sinh, PARTICLES, 1, 1, &s),
                  FPK_USAGE, "no strong study");
    struct fpk_stepper silent = fpk_euler_maruyama;
    silent.order[FPK_NOISE_SCALAR].strong = 0;
    check_refused(fpk_order_strong(&silent, p, PARTICLES, 1, 1, &s), FPK_USAGE, "claims no strong");
    check_refused(fpk_order_strong(&fpk_exact_stepper, &fpk_problem_benes, PARTICLES, 1, 1, &s),
                  FPK_USAGE, "exact");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_refused),
    };
    return check_main(tests);
}
