/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/posterior.h"

#include "target.h"

static struct fpk_number mmse(const struct fpk_mixture *m, double alpha, double sigma)
{
    struct fpk_number v;
    check_ok(fpk_posterior_variance(m, (struct fpk_level){.alpha = alpha, .sigma = sigma}, &v));
    check_between(v.error, 0, 1e-12);
    return v;
}

/* A Gaussian split into two equal halves goes through the quadrature; in closed form v s^2/(a^2 v +
 * s^2), and 1/2 log(2 pi e v). */
static void test_gaussian_two_ways(void **state)
{
    (void)state;
    struct fpk_mixture one = mixture_g1();
    struct fpk_mixture two =
        mixture_of(2, (double[]){.5, .5}, (double[]){.7, .7}, (double[]){.25, .25});
    struct fpk_number a, b;
    for (double sigma = 1e-3; sigma < 200; sigma *= 7) {
        double want = .25 * sigma * sigma / (.25 * .36 + sigma * sigma);
        check_relative(mmse(&one, .6, sigma).value, want, 1e-14);
        check_relative(mmse(&two, .6, sigma).value, want, 1e-13);
    }
    check_ok(fpk_data_entropy(&one, &a));
    check_ok(fpk_data_entropy(&two, &b));
    check_close(a.value, .5 * log(2 * acos(-1) * exp(1) * .25), 1e-14);
    check_close(a.value, .72579, 5e-6); /* recorded */
    check_close(b.value, a.value, 1e-13);
    fpk_mixture_clear(&one);
    fpk_mixture_clear(&two);
}

/* Modes far apart against the noise: each is a Gaussian alone, and which one is known; almost no
 * information: the variance of the data. */
static void test_limits(void **state)
{
    (void)state;
    struct fpk_mixture m1 =
        mixture_of(2, (double[]){.3, .7}, (double[]){-10, 10}, (double[]){.09, .25});
    double s2 = .01, far = .3 * .09 * s2 / (.09 + s2) + .7 * .25 * s2 / (.25 + s2), variance;
    fpk_mixture_covariance(&m1, &variance);
    check_relative(mmse(&m1, 1, .1).value, far, 1e-12);
    check_relative(mmse(&m1, 1, 1e5).value, variance, 1e-7);
    check_close(mmse(&m1, 1, 0).value, 0, 0);
    fpk_mixture_clear(&m1);
}

/* d/d(snr) of the entropy of the noised data: E(h(x)) grows by mmse/2 (Guo, Shamai & Verdu 2005),
 * with alpha^2 as signal-to-noise ratio at sigma 1. h(x) of a mixture is another quadrature. */
static void test_information(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1(), low, high;
    struct fpk_number a, b;
    double snr = .8, d = 1e-3;
    check_ok(
        fpk_mixture_diffuse(&m1, (struct fpk_level){.alpha = sqrt(snr - d), .sigma = 1}, &low));
    check_ok(
        fpk_mixture_diffuse(&m1, (struct fpk_level){.alpha = sqrt(snr + d), .sigma = 1}, &high));
    check_ok(fpk_data_entropy(&low, &a));
    check_ok(fpk_data_entropy(&high, &b));
    check_relative((b.value - a.value) / (2 * d), mmse(&m1, sqrt(snr), 1).value / 2, 1e-5);
    fpk_mixture_clear(&m1);
    fpk_mixture_clear(&low);
    fpk_mixture_clear(&high);
}

static void test_dimensions(void **state)
{
    (void)state;
    struct fpk_mixture plane;
    struct fpk_number v;
    double covariance[] = {2, .5, .5, 1, 3, 0, 0, 1};
    double sigma2 = .25, a = 2 + sigma2, c = 1 + sigma2, det = a * c - .25;
    check_ok(fpk_mixture_init(&plane, 2, 1, (double[]){1}, (double[]){0, 3}, covariance));
    /* tr(C - C (C + s^2 I)^-1 C) = s^2 (2 - s^2 tr (C + s^2 I)^-1) */
    check_relative(mmse(&plane, 1, .5).value, sigma2 * (2 - sigma2 * (a + c) / det), 1e-13);
    fpk_mixture_clear(&plane);
    check_ok(
        fpk_mixture_init(&plane, 2, 2, (double[]){.5, .5}, (double[]){0, 0, 1, 1}, covariance));
    check_equal(fpk_posterior_variance(&plane, (struct fpk_level){.alpha = 1, .sigma = 1}, &v),
                FPK_USAGE);
    check_true(strstr(fpk_message(), "2 dimensions") != NULL);
    check_equal(fpk_data_entropy(&plane, &v), FPK_USAGE);
    fpk_mixture_clear(&plane);
    struct fpk_mixture far =
        mixture_of(2, (double[]){.5, .5}, (double[]){0, 1e9}, (double[]){1e-6, 1});
    check_equal(fpk_posterior_variance(&far, (struct fpk_level){.alpha = 1, .sigma = 1e-6}, &v),
                FPK_NUMERIC);
    fpk_mixture_clear(&far);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaussian_two_ways),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_information),
        cmocka_unit_test(test_dimensions),
    };
    return check_main(tests);
}
