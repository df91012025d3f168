/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sampler/mix_priv.h"

#include "../isa.h"

#include <math.h>

enum { N = 300 };

static double term(int j, size_t i)
{
    return sin(1.0 + j + 0.37 * (double)i) * (j + 1);
}

/* Every number of terms, written over the last of them, against the sum as it is defined. */
static void test_sum_over_one_of_its_terms(void **state)
{
    (void)state;
    for (int n = 1; n <= FPK_MIX_MAX; n++) {
        static double r[FPK_MIX_MAX][N];
        struct fpk_mix_terms terms = {.n = n};
        for (int j = 0; j < n; j++) {
            terms.c[j] = 1.5 - .7 * j;
            terms.r[j] = r[j];
            for (size_t i = 0; i < N; i++)
                r[j][i] = term(j, i);
        }
        check_true(FPK_DISPATCH(fpk_mix)(&terms, N, r[n - 1]));
        for (size_t i = 0; i < N; i++) {
            double want = 0;
            for (int j = 0; j < n; j++)
                want += terms.c[j] * term(j, i);
            check_same_bits(r[n - 1][i], want);
        }
    }
}

/* One bad number anywhere is seen, and the largest finite one is not taken for it. */
static void test_finite(void **state)
{
    (void)state;
    const double bad[] = {NAN, -NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < N; i++) {
        double x[N], z[N] = {0};
        for (size_t k = 0; k < N; k++)
            x[k] = k % 2 ? 0x1.fffffffffffffp1023 : -0x1.fffffffffffffp1023;
        check_true(FPK_DISPATCH(fpk_mix_finite)(N, x));
        check_true(FPK_DISPATCH(fpk_mix_noise)(N, 1, z, x));
        struct fpk_mix_terms terms = {.n = 1, .c = {1}, .r = {x}};
        check_true(FPK_DISPATCH(fpk_mix)(&terms, N, x));
        x[i] = bad[i % 4];
        check_true(!FPK_DISPATCH(fpk_mix_finite)(N, x));
        check_true(!FPK_DISPATCH(fpk_mix_noise)(N, 1, z, x));
        check_true(!FPK_DISPATCH(fpk_mix)(&terms, N, x));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sum_over_one_of_its_terms),
        cmocka_unit_test(test_finite),
    };
    return check_main(tests);
}
