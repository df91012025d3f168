/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include "known.h"

static void test_known(void **state)
{
    (void)state;
    check_known("atan", fpk_atan, fpk_atan_block, 0.8);
    check_known("asin", fpk_asin, fpk_asin_block, 0.8);
    check_known("acos", fpk_acos, fpk_acos_block, 0.8);
}

static void test_special_values(void **state)
{
    (void)state;
    check_same_bits(fpk_atan(-0.0), -0.0);
    check_same_bits(fpk_atan(INFINITY), FPK_PI / 2);
    check_same_bits(fpk_atan(-INFINITY), -FPK_PI / 2);
    check_same_bits(fpk_asin(-1), -FPK_PI / 2);
    check_same_bits(fpk_asin(-0.0), -0.0);
    check_same_bits(fpk_acos(1), 0);
    check_same_bits(fpk_acos(-1), FPK_PI);
    check_same_bits(fpk_acos(0), FPK_PI / 2);
    check_true(isnan(fpk_asin(1.0000001)) && isnan(fpk_acos(-2)) && isnan(fpk_acos(INFINITY)));
    check_true(isnan(fpk_atan(NAN)) && isnan(fpk_asin(NAN)) && isnan(fpk_acos(NAN)));
}

/* Two ways: tan undoes atan, and asin + acos = pi/2. */
static void test_identities(void **state)
{
    (void)state;
    for (double x = -1; x <= 1; x += 0x1p-7) {
        check_close(fpk_asin(x) + fpk_acos(x), FPK_PI / 2, 5e-16);
        check_relative(fpk_tan(fpk_atan(7 * x)), 7 * x, 4e-15);
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
