/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backward equation on a grid against moments, where both are possible. */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

static double expect(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                     uint64_t n_step)
{
    struct fpk_setting s;
    double value = NAN;
    check_ok(fpk_setting_init(&s, stepper, problem));
    check_ok(fpk_grid_expect(&s, n_step, &value));
    fpk_setting_clear(&s);
    return value;
}

static void same_as_moments(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                            uint64_t n_step, double tol)
{
    struct fpk_setting s;
    bool found;
    double value = NAN;
    check_ok(fpk_setting_init(&s, stepper, problem));
    check_ok(fpk_moments_expect(&s, n_step, &found, &value));
    fpk_setting_clear(&s);
    check_true(found);
    check_relative(expect(stepper, problem, n_step), value, tol);
}

/* The tolerances are a thousandth of the smallest error of a study on these problems, or less:
 * rounding in up to 512 products, and (linear) what lies beyond the ends of the grid. */
static void test_moments(void **state)
{
    (void)state;
    same_as_moments(&fpk_euler_maruyama, &fpk_problem_ou, 8, 1e-12);
    same_as_moments(&fpk_euler_maruyama, &fpk_problem_ou, 256, 1e-11);
    same_as_moments(&fpk_exact_stepper, &fpk_problem_ou, 3, 1e-12);
    same_as_moments(&fpk_euler_maruyama, &fpk_problem_additive, 8, 1e-12);
    same_as_moments(&fpk_euler_maruyama, &fpk_problem_linear, 64, 1e-10);
    same_as_moments(&fpk_euler_maruyama, &fpk_problem_linear, 512, 1e-10);
}

/* dX = tanh X dt + dW, one step of Euler-Maruyama: E X'^2 = (x + h tanh x)^2 + h. */
static void test_one_step(void **state)
{
    (void)state;
    double m = 0.5 + tanh(0.5);
    check_relative(expect(&fpk_euler_maruyama, &fpk_problem_benes, 1), m * m + 1, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_one_step),
    };
    return check_main(tests);
}
