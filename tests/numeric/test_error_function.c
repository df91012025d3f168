/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "known.h"

static void test_known(void **state)
{
    (void)state;
    check_known("erf", fpk_erf, fpk_erf_block, 1.5);
    check_known("erfc", fpk_erfc, fpk_erfc_block, 1.25);
    check_known("erfcx", fpk_erfcx, fpk_erfcx_block, 1.5);
}

static void test_special_values(void **state)
{
    (void)state;
    check_same_bits(fpk_erf(-0.0), -0.0);
    check_same_bits(fpk_erf(INFINITY), 1);
    check_same_bits(fpk_erf(-INFINITY), -1);
    check_same_bits(fpk_erfc(-INFINITY), 2);
    check_same_bits(fpk_erfc(INFINITY), 0);
    check_same_bits(fpk_erfc(0), 1);
    check_same_bits(fpk_erfc(27.3), 0);
    check_same_bits(fpk_erfcx(INFINITY), 0);
    check_same_bits(fpk_erfcx(-INFINITY), INFINITY);
    check_same_bits(fpk_erfcx(-30), INFINITY);
    check_same_bits(fpk_erfcx(0), 1);
    check_true(isnan(fpk_erf(NAN)) && isnan(fpk_erfc(NAN)) && isnan(fpk_erfcx(NAN)));
}

/* Where one formula takes over from the other nothing jumps: erf + erfc = 1, and erf increases. */
static void test_joins(void **state)
{
    (void)state;
    const double at[] = {0.5, 1, -1};
    for (int j = 0; j < 3; j++) {
        for (int k = -200; k <= 200; k++) {
            double x = at[j] + k * 0x1p-48;
            check_close(fpk_erf(x) + fpk_erfc(x), 1, 3e-16);
            check_true(fpk_erf(x + 0x1p-45) > fpk_erf(x));
            check_true(fpk_erfc(x + 0x1p-45) < fpk_erfc(x));
        }
    }
    for (double x = -5; x < 26; x += 0.01) /* two ways */
        check_relative(fpk_erfcx(x) * fpk_exp(-x * x), fpk_erfc(x), 2e-13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_special_values),
        cmocka_unit_test(test_joins),
    };
    return check_main(tests);
}
