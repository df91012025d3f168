/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "known.h"

static void test_known(void **state)
{
    (void)state;
    check_known("expm1", fpk_expm1, fpk_expm1_block, 0.6);
    check_known("sinh", fpk_sinh, fpk_sinh_block, 0.6);
    check_known("cosh", fpk_cosh, fpk_cosh_block, 0.6);
    check_known("tanh", fpk_tanh, fpk_tanh_block, 0.6);
    check_known("asinh", fpk_asinh, fpk_asinh_block, 0.51);
}

static void test_special_values(void **state)
{
    (void)state;
    check_same_bits(fpk_expm1(-0.0), -0.0);
    check_same_bits(fpk_expm1(-INFINITY), -1);
    check_same_bits(fpk_expm1(INFINITY), INFINITY);
    check_same_bits(fpk_expm1(709.8), INFINITY);
    check_same_bits(fpk_sinh(-0.0), -0.0);
    check_same_bits(fpk_sinh(-INFINITY), -INFINITY);
    check_same_bits(fpk_sinh(711), INFINITY);
    check_same_bits(fpk_cosh(-INFINITY), INFINITY);
    check_same_bits(fpk_cosh(0), 1);
    check_same_bits(fpk_tanh(-0.0), -0.0);
    check_same_bits(fpk_tanh(INFINITY), 1);
    check_same_bits(fpk_tanh(-INFINITY), -1);
    check_same_bits(fpk_asinh(-INFINITY), -INFINITY);
    check_same_bits(fpk_asinh(-0.0), -0.0);
    check_true(isnan(fpk_expm1(NAN)) && isnan(fpk_sinh(NAN)) && isnan(fpk_cosh(NAN)));
    check_true(isnan(fpk_tanh(NAN)) && isnan(fpk_asinh(NAN)));
}

/* Two ways: cosh - sinh = e^-x as long as nothing cancels, and asinh undoes sinh. */
static void test_identities(void **state)
{
    (void)state;
    for (double x = -30; x <= 30; x += 0.37) {
        check_relative(fpk_cosh(x) + fpk_sinh(fabs(x)), fpk_exp(fabs(x)), 4e-16);
        check_relative(fpk_asinh(fpk_sinh(x)), x, 4e-16);
        check_relative(fpk_tanh(x), fpk_sinh(x) / fpk_cosh(x), 6e-16);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_special_values),
        cmocka_unit_test(test_identities),
    };
    return check_main(tests);
}
