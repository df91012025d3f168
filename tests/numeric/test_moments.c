/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/moments.h"

#include "../check.h"

/* x = 1, 2, 4, 8, 16: mean 6.2, M2 = 148.8, M3 = 721.68, M4 = 10299.936 in exact arithmetic. */
static void test_by_hand(void **state)
{
    (void)state;
    double x[5] = {1, 2, 4, 8, 16};
    struct fpk_sample_moments m = fpk_moments_of(5, x);
    check_close(m.n, 5, 0);
    check_relative(m.mean, 6.2, 1e-15);
    check_relative(m.m2, 148.8, 1e-15);
    check_relative(m.m3, 721.68, 1e-14);
    check_relative(m.m4, 10299.936, 1e-14);
    check_relative(fpk_moments_variance(&m), 37.2, 1e-15);
    check_relative(fpk_moments_mean_se(&m), sqrt(37.2 / 5), 1e-15);
    check_relative(fpk_moments_variance_se(&m), sqrt((10299.936 / 5 - 0.5 * 37.2 * 37.2) / 5),
                   1e-14);
}

/* Merged parts against the whole, in long double two-pass arithmetic. Means near 1e6 are rounded to
 * 1e-10, and a merge of parts whose means differ by delta <= .03 passes 2 n delta 1e-10 < 4e-9 of
 * it to m2 = 401: 1e-11 relative. */
static void test_merge_is_whole(void **state)
{
    (void)state;
    enum { N = 5000 };
    double *x = NULL;
    check_ok(fpk_allocate(&x, N));
    long double sum = 0, m2 = 0, m3 = 0, m4 = 0;
    for (int i = 0; i < N; i++) {
        double u = (double)(i * 7919 % 5003) / 5003;
        x[i] = 1e6 + u * u * u;
        sum += x[i];
    }
    for (int i = 0; i < N; i++) {
        long double d = x[i] - sum / N;
        m2 += d * d;
        m3 += d * d * d;
        m4 += d * d * d * d;
    }
    struct fpk_sample_moments m = fpk_moments_long(N, x);
    check_relative(m.mean, (double)(sum / N), 1e-15);
    check_relative(m.m2, (double)m2, 1e-11);
    check_relative(m.m3, (double)m3, 1e-11);
    check_relative(m.m4, (double)m4, 1e-11);
    struct fpk_sample_moments two =
        fpk_moments_merge(fpk_moments_of(700, x), fpk_moments_of(N - 700, x + 700));
    check_relative(two.m2, (double)m2, 1e-11);
    check_relative(two.m3, (double)m3, 1e-11);
    check_relative(two.m4, (double)m4, 1e-11);
    fpk_release(&x);
}

static void test_few(void **state)
{
    (void)state;
    double x[3] = {2, 2, 5};
    struct fpk_sample_moments none = fpk_moments_of(0, x), one = fpk_moments_of(1, x);
    check_close(none.n, 0, 0);
    check_close(one.m2, 0, 0);
    check_true(isnan(fpk_moments_variance(&one)));
    struct fpk_sample_moments three = fpk_moments_merge(none, fpk_moments_of(3, x));
    check_relative(fpk_moments_variance(&three), 3, 1e-15);
    check_true(isnan(fpk_moments_variance_se(&three)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_merge_is_whole),
        cmocka_unit_test(test_few),
    };
    return check_main(tests);
}
