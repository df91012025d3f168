/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

enum { PARTICLES = 32 * 1024 };

static struct fpk_order_study weak(const struct fpk_stepper *stepper,
                                   const struct fpk_problem *problem)
{
    struct fpk_order_study s;
    check_ok(fpk_order_weak(stepper, problem, PARTICLES, 1, 1, &s));
    return s;
}

/* The three ways, each on a claim that is true. */
static void test_ways(void **state)
{
    (void)state;
    struct fpk_order_study s = weak(&fpk_euler_maruyama, &fpk_problem_linear);
    check_equal(s.how, FPK_ORDER_MOMENTS);
    check_true(s.passed && s.se[0] == 0);
    check_close(s.slope, 1, 0.05);
    s = weak(&fpk_euler_maruyama, &fpk_problem_benes);
    check_equal(s.how, FPK_ORDER_GRID);
    check_close(s.slope, 1, 0.01);
    const struct fpk_stepper *tamed;
    check_ok(fpk_stepper_find("tamed-euler", &tamed));
    s = weak(tamed, &fpk_problem_spiral);
    check_equal(s.how, FPK_ORDER_DIFFERENCES);
    check_true(s.passed && s.se[0] > 0);
}

/* The window moves on while the points bend: Heun's error on this problem changes sign first. */
static void test_window(void **state)
{
    (void)state;
    const struct fpk_stepper *heun;
    check_ok(fpk_stepper_find("heun", &heun));
    struct fpk_order_study s = weak(heun, &fpk_problem_linear_system);
    check_true(s.h[0] < 1 / (double)fpk_problem_linear_system.coarsest);
    check_true(s.passed && fabs(s.bend) < 0.1);
    for (size_t i = 1; i < FPK_CONVERGENCE_POINTS; i++)
        check_close(s.h[i], s.h[i - 1] / 2, 0);
}

static void test_exact(void **state)
{
    (void)state;
    struct fpk_order_study s = weak(&fpk_exact_stepper, &fpk_problem_ou);
    check_true(s.passed && isinf(s.slope));
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_order_study s;
    check_refused(fpk_order_weak(&fpk_euler_maruyama, &fpk_problem_wave, PARTICLES, 1, 1, &s),
                  FPK_USAGE, "no weak study");
    struct fpk_stepper silent = fpk_euler_maruyama;
    silent.order[FPK_NOISE_SCALAR].weak = 0;
    check_refused(fpk_order_weak(&silent, &fpk_problem_linear, PARTICLES, 1, 1, &s), FPK_USAGE,
                  "claims no weak");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_refused),
    };
    return check_main(tests);
}
