/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "known.h"

static void test_known(void **state)
{
    (void)state;
    check_known("exp", fpk_exp, fpk_exp_block, 0.9);
    check_known("log", fpk_log, fpk_log_block, 0.9);
    check_known("sin", fpk_sin, fpk_sin_block, 0.9);
    check_known("cos", fpk_cos, fpk_cos_block, 0.9);
    check_known("tan", fpk_tan, fpk_tan_block, 1);
}

/* A block without large arguments takes the vector path, one with them the other: same bits. */
static void test_paths_agree(void **state)
{
    (void)state;
    double x[1500], small[1500], mixed[1500];
    for (int i = 0; i < 1500; i++)
        x[i] = (i - 700) * 1.37e3 + i * 1e-7;
    fpk_sin_block(1500, x, small);
    for (int i = 0; i < 1500; i++)
        check_same_bits(small[i], fpk_sin(x[i]));
    fpk_cos_block(1500, x, small);
    double kept = x[800];
    x[800] = 1e300;
    fpk_cos_block(1500, x, mixed);
    x[800] = kept;
    for (int i = 0; i < 1500; i++)
        if (i != 800)
            check_same_bits(mixed[i], small[i]);
    check_same_bits(mixed[800], fpk_cos(1e300));
    for (int i = 0; i < 1500; i++) /* two ways: sin^2 + cos^2 = 1 */
        check_close(small[i] * small[i] + fpk_sin(x[i]) * fpk_sin(x[i]), 1, 4e-16);
}

/* C11 Annex F.10. */
static void test_special_values(void **state)
{
    (void)state;
    check_same_bits(fpk_exp(0.0), 1);
    check_same_bits(fpk_exp(-0.0), 1);
    check_same_bits(fpk_exp(-INFINITY), 0);
    check_same_bits(fpk_exp(INFINITY), INFINITY);
    check_same_bits(fpk_exp(710), INFINITY);
    check_same_bits(fpk_exp(-746), 0);
    check_same_bits(fpk_exp(-1e308), 0);
    check_same_bits(fpk_exp(NAN), NAN);
    check_same_bits(fpk_log(1), 0);
    check_same_bits(fpk_log(0.0), -INFINITY);
    check_same_bits(fpk_log(-0.0), -INFINITY);
    check_same_bits(fpk_log(INFINITY), INFINITY);
    check_true(isnan(fpk_log(-1)) && isnan(fpk_log(-INFINITY)) && isnan(fpk_log(NAN)));
    check_same_bits(fpk_sin(-0.0), -0.0);
    check_same_bits(fpk_sin(0.0), 0.0);
    check_same_bits(fpk_tan(-0.0), -0.0);
    check_same_bits(fpk_cos(-0.0), 1);
    check_true(isnan(fpk_sin(INFINITY)) && isnan(fpk_cos(-INFINITY)) && isnan(fpk_tan(INFINITY)));
    check_true(isnan(fpk_sin(NAN)) && isnan(fpk_cos(NAN)) && isnan(fpk_tan(NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_paths_agree),
        cmocka_unit_test(test_special_values),
    };
    return check_main(tests);
}
