/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/level.h"

#include "../check.h"

/* Variances add as in alpha2 (alpha1 x + sigma1 e1) + sigma2 e2. */
static void test_compose(void **state)
{
    (void)state;
    struct fpk_level a = {.alpha = 0.8, .sigma = 0.6, .t = 0.1};
    struct fpk_level b = {.alpha = 0.5, .sigma = 0.25, .t = 0.7};
    struct fpk_level c = fpk_level_compose(a, b);
    check_close(c.alpha, 0.4, 1e-16);
    check_relative(c.sigma * c.sigma, 0.25 * 0.36 + 0.0625, 1e-15);
    check_same_bits(c.t, 0.7);
}

static void test_snr(void **state)
{
    (void)state;
    struct fpk_level l = {.alpha = 0.6, .sigma = 0.8};
    check_relative(fpk_level_snr(l), 0.5625, 1e-15);
    check_relative(fpk_level_half_log_snr(l), -0.28768207245178092744, 1e-15); /* log(3/4) */
    l.sigma = 0;
    check_true(isinf(fpk_level_snr(l)) && isinf(fpk_level_half_log_snr(l)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compose),
        cmocka_unit_test(test_snr),
    };
    return check_main(tests);
}
