/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over sources (base.c, kernel_sum.c) against the plain sum over all of them. */
#include "../../src/law/law_priv.h"
#include "../check.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

enum { N = 3000 };

/* Sources out of order, of uneven widths; more than a block of them within reach of a point. */
static struct fpk_base example(double *lost)
{
    double *m = NULL, *s = NULL, *mass = NULL;
    struct fpk_base base;
    check_ok(fpk_allocate(&m, N));
    check_ok(fpk_allocate(&s, N));
    check_ok(fpk_allocate(&mass, N));
    for (size_t i = 0; i < N; i++) {
        m[i] = (double)(i * 1013 % N) / N * 4 - 2;
        s[i] = .05 + .2 * (double)(i % 7);
        mass[i] = i % 11 == 0 ? 1e-40 : 1. / N;
    }
    check_ok(fpk_base_take(&base, FPK_BASE_KERNELS, N, m, s, mass, 1e-30, lost));
    return base;
}

static void test_sums(void **state)
{
    (void)state;
    double lost = 0;
    struct fpk_base base = example(&lost);
    check_equal(base.n, N - (N + 10) / 11);
    check_close(lost, 273e-40, 1e-42);
    for (size_t i = 1; i < base.n; i++)
        check_true(base.m[i - 1] <= base.m[i]);
    static const double u[] = {-6, -2.2, -1, 0, .3, 2, 5};
    double pdf[7], cdf[7], tail[7];
    fpk_base_pdf(&base, 7, u, pdf, 1);
    fpk_base_cdf(&base, 7, u, cdf, tail, 1);
    for (int k = 0; k < 7; k++) {
        double p = 0, F = 0, T = 0;
        for (size_t i = 0; i < base.n; i++) {
            double z = (u[k] - base.m[i]) / base.s[i];
            p += base.mass[i] * fpk_normal_pdf(z) / base.s[i];
            F += base.mass[i] * fpk_normal_cdf(z);
            T += base.mass[i] * fpk_normal_tail(z);
        }
        check_relative(pdf[k], p, 1e-11);
        check_relative(cdf[k], F, 1e-11);
        check_relative(tail[k], T, 1e-11);
    }
    double low, high;
    fpk_base_range(&base, 1e-10, &low, &high);
    fpk_base_cdf(&base, 1, &low, cdf, tail, 1);
    check_between(cdf[0], 1e-16, 1e-10);
    fpk_base_cdf(&base, 1, &high, cdf, tail, 1);
    check_between(tail[0], 1e-16, 1e-10);
    check_close(fpk_base_width(&base, -.1, .1), .05, 1e-15);
    fpk_base_clear(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sums)};
    return check_main(tests);
}
