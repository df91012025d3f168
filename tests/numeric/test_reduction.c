/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/numeric/trigonometric_priv.h"

#include "../check.h"

/* Below 2^20 both reductions work: two ways to the same q and, to 2^-100, the same r. */
static void test_agrees_with_small(void **state)
{
    (void)state;
    for (int k = 1; k < 20000; k++) {
        double x = (k % 2 ? 1 : -1) * k * 51.234567891 + 0.9;
        struct dd small, large;
        uint64_t q = reduce_small(x, &small), p = fpk_reduce_large(x, &large);
        check_equal(p & 3, q & 3);
        check_close(large.hi, small.hi, 0);
        check_close(large.lo, small.lo, 0x1p-98);
    }
}

/* x = 2^k: reducing 2^(k+1) must give twice the angle, up to a whole number of quarter turns. */
static void test_doubling(void **state)
{
    (void)state;
    struct dd one, two;
    for (int k = 21; k < 1023; k++) {
        uint64_t q = fpk_reduce_large(ldexp(1, k), &one);
        uint64_t p = fpk_reduce_large(ldexp(1, k + 1), &two);
        double quarter = 0x1.921fb54442d18p+0;
        double turns = (2 * one.hi - two.hi) / quarter, whole = rint(turns);
        check_close(turns, whole, 1e-15);
        check_equal((p - 2 * q) & 3, (uint64_t)(long long)whole & 3);
        check_true(fabs(one.hi) <= quarter / 2 * (1 + 1e-15));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_agrees_with_small),
                                       cmocka_unit_test(test_doubling)};
    return check_main(tests);
}
