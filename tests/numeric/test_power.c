/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "known.h"

static void test_known(void **state)
{
    (void)state;
    check_known("log1p", fpk_log1p, fpk_log1p_block, 0.51);
    check_known("log2", fpk_log2, fpk_log2_block, 0.51);
    check_known("log10", fpk_log10, fpk_log10_block, 0.51);
    check_known("exp2", fpk_exp2, fpk_exp2_block, 0.8);
}

static void test_pow_known(void **state)
{
    (void)state;
    FILE *file = known_open();
    struct known k;
    double worst = 0, block;
    size_t n = 0;
    for (; known_next(file, "pow", 2, &k); n++) {
        double e = ulps(fpk_pow(k.x, k.y), k.hi, k.lo);
        if (!(e <= 0.6))
            check_fail("pow(%a, %a): got %a, want %a, off by %.3f ulp", k.x, k.y, fpk_pow(k.x, k.y),
                       k.hi, e);
        worst = e > worst ? e : worst;
        fpk_pow_block(1, &k.x, &k.y, &block);
        check_same_bits(block, fpk_pow(k.x, k.y));
    }
    fclose(file);
    check_true(n > 40);
    print_message("pow %zu values, worst error %.3f ulp\n", n, worst);
}

/* Powers of two and of ten come out exact. */
static void test_exact(void **state)
{
    (void)state;
    for (int k = -1074; k <= 1023; k++) {
        check_same_bits(fpk_exp2(k), ldexp(1, k));
        check_same_bits(fpk_log2(ldexp(1, k)), k);
        check_same_bits(fpk_pow(2, k), ldexp(1, k));
    }
    double ten = 1;
    for (int k = 0; k <= 22; k++, ten *= 10) {
        check_same_bits(fpk_log10(ten), k);
        check_same_bits(fpk_pow(10, k), ten);
    }
    for (int k = -40; k <= 40; k++)
        check_same_bits(fpk_pow(k * 0.25, 2), k * k * 0.0625);
}

/* C11 F.10.4.4. */
static void test_pow_special_values(void **state)
{
    (void)state;
    const double inf = INFINITY;
    check_same_bits(fpk_pow(NAN, 0), 1);
    check_same_bits(fpk_pow(1, NAN), 1);
    check_same_bits(fpk_pow(-1, inf), 1);
    check_same_bits(fpk_pow(-1, -inf), 1);
    check_same_bits(fpk_pow(0.0, -3), inf);
    check_same_bits(fpk_pow(-0.0, -3), -inf);
    check_same_bits(fpk_pow(-0.0, -2), inf);
    check_same_bits(fpk_pow(-0.0, 3), -0.0);
    check_same_bits(fpk_pow(-0.0, 2.5), 0.0);
    check_same_bits(fpk_pow(0.0, inf), 0.0);
    check_same_bits(fpk_pow(0.5, -inf), inf);
    check_same_bits(fpk_pow(-2, -inf), 0.0);
    check_same_bits(fpk_pow(-inf, 3), -inf);
    check_same_bits(fpk_pow(-inf, -3), -0.0);
    check_same_bits(fpk_pow(-inf, 4.5), inf);
    check_same_bits(fpk_pow(inf, -0.1), 0.0);
    check_same_bits(fpk_pow(1e200, 2), inf);
    check_same_bits(fpk_pow(-1e200, 3), -inf);
    check_same_bits(fpk_pow(-1e-200, 3), -0.0);
    check_same_bits(fpk_pow(1 + 0x1p-52, 1e300), inf);
    check_same_bits(fpk_pow(1 - 0x1p-53, 1e300), 0.0);
    check_same_bits(fpk_pow(-1, 0x1.fffffffffffffp52), -1); /* the largest odd double */
    check_same_bits(fpk_pow(-1, 0x1p53), 1);
    check_true(isnan(fpk_pow(-2, 0.5)) && isnan(fpk_pow(NAN, 1)) && isnan(fpk_pow(2, NAN)));
}

static void test_log_special_values(void **state)
{
    (void)state;
    check_same_bits(fpk_log1p(-1), -INFINITY);
    check_same_bits(fpk_log1p(-0.0), -0.0);
    check_same_bits(fpk_log1p(INFINITY), INFINITY);
    check_true(isnan(fpk_log1p(-1.5)) && isnan(fpk_log1p(NAN)) && isnan(fpk_log2(-1)));
    check_same_bits(fpk_log2(0), -INFINITY);
    check_same_bits(fpk_log10(INFINITY), INFINITY);
    check_same_bits(fpk_exp2(1024), INFINITY);
    check_same_bits(fpk_exp2(-1075), 0);
    check_same_bits(fpk_exp2(-INFINITY), 0);
    check_true(isnan(fpk_exp2(NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_pow_known),
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_pow_special_values),
        cmocka_unit_test(test_log_special_values),
    };
    return check_main(tests);
}
