/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backward equation in two dimensions against moments, where both are possible. */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

static double plane(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                    uint64_t n_step)
{
    struct fpk_setting s;
    double value = NAN;
    check_ok(fpk_setting_init(&s, stepper, problem));
    check_ok(fpk_plane_expect(&s, n_step, &value));
    fpk_setting_clear(&s);
    return value;
}

static void same_as_moments(const struct fpk_problem *affine, const char *method, uint64_t n_step,
                            double reach, double tol)
{
    const struct fpk_stepper *stepper;
    struct fpk_problem problem = *affine;
    struct fpk_setting s;
    bool found;
    double value = NAN;
    problem.low = -reach;
    problem.high = reach;
    problem.stretched = false;
    check_ok(fpk_stepper_find(method, &stepper));
    check_ok(fpk_setting_init(&s, stepper, &problem));
    check_ok(fpk_moments_expect(&s, n_step, &found, &value));
    fpk_setting_clear(&s);
    check_true(found);
    check_relative(plane(stepper, &problem, n_step), value, tol);
}

/* Polynomials are read exactly, so only rounding is left, and what comes from beyond the ends. (On
 * the spiral, whose noise grows with x, that is 5e-9 after eight steps.) */
static void test_moments(void **state)
{
    (void)state;
    same_as_moments(&fpk_problem_circle, "euler-maruyama", 16, 12, 1e-11);
    same_as_moments(&fpk_problem_oscillator, "heun", 16, 12, 1e-11);
    same_as_moments(&fpk_problem_spiral, "dri1", 2, 30, 1e-11);
    same_as_moments(&fpk_problem_levy, "sri1", 8, 60, 1e-9);
}

/* X = sinh Y: one step of Euler-Maruyama from (1/2, 0) leaves X_2 = c_2 Y_1 dW_2 = Y_1 dW_2; its
 * arsinh squared by the same four nodes. (As a function of Y_1 that has its poles .6 from the real
 * axis with a step as long as this, three distances of the grid: hence the digits.) */
static void test_one_step(void **state)
{
    (void)state;
    double z[4], w[4], want = 0, y = asinh(0.5);
    fpk_gauss_hermite(4, z, w);
    for (int i = 0; i < 4; i++)
        want += w[i] * pow(asinh(y * sqrt(0.5) * z[i]), 2);
    check_relative(plane(&fpk_euler_maruyama, &fpk_problem_sinh_area, 1), want, 5e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_one_step),
    };
    return check_main(tests);
}
