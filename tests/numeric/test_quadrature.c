/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/quadrature.h"

#include "../check.h"

/* Exact for x^k, k < 2n: 2/(k+1) for even k. Symmetric nodes make odd k vanish. */
static void test_exact_for_polynomials(void **state)
{
    (void)state;
    for (size_t n = 1; n <= FPK_GAUSS_MAX; n++) {
        double x[FPK_GAUSS_MAX], w[FPK_GAUSS_MAX];
        fpk_gauss_legendre(n, x, w);
        for (size_t k = 0; k < 2 * n; k++) {
            double sum = 0;
            for (size_t i = 0; i < n; i++)
                sum += w[i] * pow(x[i], (double)k);
            check_close(sum, k % 2 ? 0 : 2.0 / (double)(k + 1), 4e-15);
        }
        for (size_t i = 0; i < n; i++) {
            check_true(w[i] > 0 && fabs(x[i]) < 1 && (i == 0 || x[i] > x[i - 1]));
            check_same_bits(x[i] + 0.0, 0.0 - x[n - 1 - i]);
        }
    }
}

/* n = 2: +-1/sqrt(3), weights 1; n = 3: 0, +-sqrt(3/5), weights 8/9 and 5/9; n = 5 has the node
 * (1/3) sqrt(5 + 2 sqrt(10/7)) with weight (322 - 13 sqrt 70)/900. */
static void test_closed_forms(void **state)
{
    (void)state;
    double x[5], w[5];
    fpk_gauss_legendre(2, x, w);
    check_close(x[1], 1 / sqrt(3.0), 2e-16);
    check_close(w[1], 1, 4e-16);
    fpk_gauss_legendre(3, x, w);
    check_close(x[2], sqrt(0.6), 2e-16);
    check_close(w[2], 5.0 / 9, 4e-16);
    check_close(w[1], 8.0 / 9, 4e-16);
    fpk_gauss_legendre(5, x, w);
    check_close(x[4], sqrt(5 + 2 * sqrt(10.0 / 7)) / 3, 2e-16);
    check_close(w[4], (322 - 13 * sqrt(70.0)) / 900, 4e-16);
    /* n = 64, outermost, by mpmath with 40 digits: where plain doubles would be off by 5e-14 */
    double outer[64], weight[64];
    fpk_gauss_legendre(64, outer, weight);
    check_relative(outer[63], 0.99930504173577213946, 2e-16);
    check_relative(weight[63], 0.0017832807216964329473, 3e-16);
}

static void test_interval(void **state)
{
    (void)state;
    double node[12], weight[12], x[12], w[12], sum = 0;
    fpk_gauss_legendre(12, node, weight);
    fpk_gauss_legendre_on(0, 3, 12, node, weight, x, w);
    for (int i = 0; i < 12; i++)
        sum += w[i] * exp(-x[i]);
    check_close(sum, 1 - exp(-3.0), 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_for_polynomials),
        cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_interval),
    };
    return check_main(tests);
}
