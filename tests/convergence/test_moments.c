/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

static double expect(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                     uint64_t n_step, bool *found)
{
    struct fpk_setting s;
    double value = NAN;
    check_ok(fpk_setting_init(&s, stepper, problem));
    check_ok(fpk_moments_expect(&s, n_step, found, &value));
    fpk_setting_clear(&s);
    return value;
}

/* Euler-Maruyama on the linear problem: E X^2 = x0^2 ((1 + mu h)^2 + sigma^2 h)^n. */
static void test_linear(void **state)
{
    (void)state;
    for (uint64_t n = 4; n <= 256; n *= 4) {
        bool found;
        double h = 1 / (double)n,
               value = expect(&fpk_euler_maruyama, &fpk_problem_linear, n, &found);
        double want = 0.25 * pow((1 + 1.01 * h) * (1 + 1.01 * h) + 0.87 * 0.87 * h, (double)n);
        check_true(found);
        check_relative(value, want, 1e-13);
    }
}

/* dX = dW_1, dY = X dW_2 by Euler-Maruyama: E Y^2 = sum_k h (x0^2 + k h) = x0^2 + (1 - h)/2. */
static void test_levy(void **state)
{
    (void)state;
    for (uint64_t n = 2; n <= 32; n *= 4) {
        bool found;
        double value = expect(&fpk_euler_maruyama, &fpk_problem_levy, n, &found);
        check_true(found);
        check_close(value, 0.25 + 0.5 * (1 - 1 / (double)n), 1e-14);
    }
}

/* The exact stepper has no weak error, and what is not affine is told. */
static void test_exact_and_not_found(void **state)
{
    (void)state;
    bool found;
    double value = expect(&fpk_exact_stepper, &fpk_problem_ou, 7, &found);
    check_true(found);
    check_close(value, fpk_problem_ou.expected, 1e-14);
    expect(&fpk_euler_maruyama, &fpk_problem_benes, 4, &found);
    check_true(!found);
    expect(&fpk_euler_maruyama, &fpk_problem_sinh, 4, &found);
    check_true(!found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_levy),
        cmocka_unit_test(test_exact_and_not_found),
    };
    return check_main(tests);
}
