/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include "known.h"

static void test_known(void **state)
{
    (void)state;
    check_known("normal_cdf", fpk_normal_cdf, fpk_normal_cdf_block, 1.5);
    check_known("normal_tail", fpk_normal_tail, NULL, 1.5);
    check_known("normal_pdf", fpk_normal_pdf, fpk_normal_pdf_block, 1);
    check_known("normal_log_cdf", fpk_normal_log_cdf, fpk_normal_log_cdf_block, 3);
    check_known("normal_quantile", fpk_normal_quantile, NULL, 4);
}

static void test_special_values(void **state)
{
    (void)state;
    check_same_bits(fpk_normal_cdf(0), 0.5);
    check_same_bits(fpk_normal_cdf(-INFINITY), 0);
    check_same_bits(fpk_normal_cdf(INFINITY), 1);
    check_same_bits(fpk_normal_tail(INFINITY), 0);
    check_same_bits(fpk_normal_pdf(-INFINITY), 0);
    check_same_bits(fpk_normal_log_cdf(-INFINITY), -INFINITY);
    check_same_bits(fpk_normal_log_cdf(INFINITY), 0);
    check_same_bits(fpk_normal_quantile(0), -INFINITY);
    check_same_bits(fpk_normal_quantile(1), INFINITY);
    check_same_bits(fpk_normal_quantile(0.5), 0);
    check_true(isnan(fpk_normal_quantile(-0.1)) && isnan(fpk_normal_quantile(1.1)));
    check_true(isnan(fpk_normal_cdf(NAN)) && isnan(fpk_normal_pdf(NAN)));
    check_true(isnan(fpk_normal_log_cdf(NAN)) && isnan(fpk_normal_quantile(NAN)));
}

/* The quantile undoes the cdf; it is odd around 1/2 where 1 - u is exact. */
static void test_quantile_round_trip(void **state)
{
    (void)state;
    for (double u = 0x1p-1070; u < 0.5; u *= 1.9) {
        double x = fpk_normal_quantile(u);
        check_relative(fpk_normal_cdf(x), u, 1e-15 * (2 + x * x));
        if (u > 0x1p-40)
            check_close(fpk_normal_quantile(1 - u), -fpk_normal_quantile(1 - (1 - u)), 1e-14);
    }
    for (int k = -200; k <= 200; k++) { /* where one formula takes over from the other */
        double u = 0.29 + k * 0x1p-50;
        check_true(fpk_normal_quantile(u + 0x1p-47) > fpk_normal_quantile(u));
        check_close(fpk_normal_cdf(fpk_normal_quantile(u)), u, 2e-16);
    }
}

/* Two ways: the cdf is the integral of the density. */
static void test_cdf_integrates_pdf(void **state)
{
    (void)state;
    double node[24], weight[24], x[24], w[24], sum = fpk_normal_cdf(-8);
    fpk_gauss_legendre(24, node, weight);
    for (double a = -8; a < 4; a++) {
        fpk_gauss_legendre_on(a, a + 1, 24, node, weight, x, w);
        for (int i = 0; i < 24; i++)
            sum += w[i] * fpk_normal_pdf(x[i]);
        check_relative(sum, fpk_normal_cdf(a + 1), 3e-15);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_special_values),
        cmocka_unit_test(test_quantile_round_trip),
        cmocka_unit_test(test_cdf_integrates_pdf),
    };
    return check_main(tests);
}
