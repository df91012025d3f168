/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/convergence_priv.h"

#include "../check.h"

/* E Z^k = (k-1)!! for even k below 2 n; sums of positive terms, so relative to 1e-13. */
static void test_moments(void **state)
{
    (void)state;
    double x[FPK_HERMITE_MAX], w[FPK_HERMITE_MAX];
    for (size_t n = 1; n <= FPK_HERMITE_MAX; n++) {
        double want = 1;
        fpk_gauss_hermite(n, x, w);
        for (size_t k = 0; k < 2 * n; k += 2) {
            double sum = 0;
            for (size_t i = 0; i < n; i++)
                sum += w[i] * pow(x[i], (double)k);
            check_relative(sum, want, 1e-13);
            want *= (double)(k + 1);
        }
    }
}

/* The three-point rule is -sqrt(3), 0, sqrt(3) with 1/6, 2/3, 1/6; nodes are mirror images. */
static void test_known(void **state)
{
    (void)state;
    double x[FPK_HERMITE_MAX], w[FPK_HERMITE_MAX];
    fpk_gauss_hermite(3, x, w);
    check_close(x[2], sqrt(3), 1e-15);
    check_close(w[1], 2.0 / 3, 1e-15);
    check_close(w[2], 1.0 / 6, 1e-15);
    for (size_t n = 1; n <= FPK_HERMITE_MAX; n++) {
        fpk_gauss_hermite(n, x, w);
        for (size_t i = 0; i < n; i++) {
            check_true(i == 0 || x[i] > x[i - 1]);
            check_close(x[i] + x[n - 1 - i], 0, 0);
            check_same_bits(w[i], w[n - 1 - i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_known),
    };
    return check_main(tests);
}
