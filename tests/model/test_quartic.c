/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/model/model_priv.h"

#include "../check.h"

/* Gaussian: T/a. Purely quartic: 2 sqrt(T/b) Gamma(3/4)/Gamma(1/4). Deep wells: -a/b. */
static void test_limits(void **state)
{
    (void)state;
    check_relative(fpk_quartic_square(2, 0, 0.5), 0.25, 1e-13);
    check_relative(fpk_quartic_square(1e-6, 0, 1), 1e6, 1e-13);
    check_relative(fpk_quartic_square(1e8, 0, 1), 1e-8, 1e-13);
    double ratio = tgamma(0.75) / tgamma(0.25);
    check_relative(fpk_quartic_square(0, 3, 0.75), 2 * sqrt(0.25) * ratio, 1e-13);
    check_relative(fpk_quartic_square(-2, 1, 1e-12), 2, 1e-12);
    check_relative(fpk_quartic_square(-2e-8, 1e-8, 1e-4), fpk_quartic_square(-2e-4, 1e-4, 1),
                   1e-12);
}

/* x -> s x: <x^2>(a, b, T) = s^2 <x^2>(a s^2, b s^4, T). */
static void test_scaling(void **state)
{
    (void)state;
    double s = 1.7;
    check_relative(fpk_quartic_square(-1, 0.5, 0.3),
                   s * s * fpk_quartic_square(-s * s, 0.5 * s * s * s * s, 0.3), 1e-12);
}

static void test_no_density(void **state)
{
    (void)state;
    check_true(isnan(fpk_quartic_square(-1, 0, 1)) && isnan(fpk_quartic_square(1, -1, 1)));
    check_true(isnan(fpk_quartic_square(0, 0, 1)) && isnan(fpk_quartic_square(1, 1, NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_scaling),
        cmocka_unit_test(test_no_density),
    };
    return check_main(tests);
}
