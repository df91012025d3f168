/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/sum.h"

#include "../../src/numeric/binned_sum_kernel.h"

#include "../isa.h"

#include <float.h>

enum { MOST = 10000 };

static double value_of(size_t n, const double *x)
{
    struct fpk_binned_sum s = {0};
    fpk_binned_sum_add(&s, n, x);
    return fpk_binned_sum_value(&s);
}

/* The numbers of tests/data/binned_sum.py. */
static void fill(uint64_t seed, size_t n, int low, unsigned width, double *x)
{
    uint64_t s = seed;
    for (size_t i = 0; i < n; i++) {
        s = 6364136223846793005u * s + 1442695040888963407u;
        x[i] = ldexp((double)((int64_t)(s >> 11) - ((int64_t)1 << 52)), low + (int)(s % width));
    }
}

static void reverse(size_t n, double *x)
{
    for (size_t i = 0; i < n / 2; i++) {
        double t = x[i];
        x[i] = x[n - 1 - i];
        x[n - 1 - i] = t;
    }
}

static void shuffle(uint64_t seed, size_t n, double *x)
{
    for (size_t i = n; i > 1; i--) {
        seed = 6364136223846793005u * seed + 1442695040888963407u;
        size_t j = (size_t)((seed >> 33) % i);
        double t = x[i - 1];
        x[i - 1] = x[j];
        x[j] = t;
    }
}

/* Split in pieces of very different lengths, summed apart, merged from the last to the first. */
static double merged(size_t n, const double *x)
{
    struct fpk_binned_sum total = {0};
    for (size_t piece = 1; n > 0; piece = 3 * piece + 1) {
        size_t m = piece < n ? piece : n;
        struct fpk_binned_sum s = {0};
        fpk_binned_sum_add(&s, m, x + n - m);
        fpk_binned_sum_merge(&total, &s);
        n -= m;
    }
    return fpk_binned_sum_value(&total);
}

/* The exact sums of the table: forwards, backwards, shuffled, split. */
static void test_known(void **state)
{
    (void)state;
    static double x[MOST];
    char line[256];
    int cases = 0;
    FILE *file = fopen(FPK_TEST_DATA "/binned_sum.txt", "r");
    if (!file)
        check_fail("cannot open %s", FPK_TEST_DATA "/binned_sum.txt");
    while (fgets(line, sizeof line, file)) {
        unsigned long long seed, n;
        unsigned width;
        int low;
        char want[64];
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%llu %llu %d %u %63s", &seed, &n, &low, &width, want), 5);
        fill(seed, n, low, width, x);
        check_same_bits(value_of(n, x), strtod(want, NULL));
        check_same_bits(merged(n, x), strtod(want, NULL));
        reverse(n, x);
        check_same_bits(value_of(n, x), strtod(want, NULL));
        shuffle(seed, n, x);
        check_same_bits(value_of(n, x), strtod(want, NULL));
        cases++;
    }
    fclose(file);
    check_equal(cases, 9);
}

/* Numbers whose sum is exact in long double, through the fast path at every instruction set. */
static void test_kernels(void **state)
{
    (void)state;
    static double x[FPK_BINNED_RUN];
    fill(11, FPK_BINNED_RUN, -60, 8, x);
    for (int isa = FPK_ISA_SSE2; isa <= FPK_ISA_AVX512; isa++) {
        if (!check_isa_runs(isa))
            continue;
#if defined(FPK_MULTI_ISA)
        int (*kernel)(size_t, const double *, struct fpk_binned_pair *) =
            isa == FPK_ISA_AVX512 ? fpk_binned_kernel_avx512
            : isa == FPK_ISA_AVX2 ? fpk_binned_kernel_avx2
                                  : fpk_binned_kernel_sse2;
#else
        int (*kernel)(size_t, const double *, struct fpk_binned_pair *) = fpk_binned_kernel_sse2;
#endif
        for (size_t n = 0; n <= FPK_BINNED_RUN; n = 3 * n + 1) {
            struct fpk_binned_pair s = {.exponent = -48}, t = {.exponent = -53};
            int64_t sum = 0; /* in units of 2^-60 */
            for (size_t i = 0; i < n; i++)
                sum += (int64_t)ldexp(x[i], 60);
            check_true(kernel(n, x, &s));
            check_equal(s.high * 4096 + (s.low >> (51 - 12)), sum);
            /* A number that does not fit, at any place, is noticed. */
            const double bad[] = {INFINITY, -INFINITY, NAN,         0x1p4,
                                  -0x1p300, 0x1p-105,  DBL_TRUE_MIN};
            for (size_t k = 0; n > 0 && k < sizeof bad / sizeof *bad; k++) {
                size_t at = (k * 577) % n;
                double kept = x[at];
                x[at] = bad[k];
                check_true(!kernel(n, x, &t));
                x[at] = kept;
            }
        }
    }
}

static void test_cancellation(void **state)
{
    (void)state;
    double x[] = {DBL_TRUE_MIN, 1, DBL_MAX, DBL_MAX, 1e-30, -DBL_MAX, -1, -DBL_MAX, -1e-30};
    check_same_bits(value_of(9, x), DBL_TRUE_MIN);
    check_same_bits(value_of(8, x), 1e-30);
    check_same_bits(value_of(0, x), 0);
    double minus[] = {-0.0, -0.0};
    check_same_bits(value_of(2, minus), 0);
    check_same_bits(value_of(4, x), INFINITY); /* 2 DBL_MAX */
    double back[] = {DBL_MAX, DBL_MAX, -DBL_MAX};
    check_same_bits(value_of(3, back), DBL_MAX);
}

/* Halves go to the even neighbour, and anything beyond a half upwards, far below too. */
static void test_rounding(void **state)
{
    (void)state;
    double odd = 1 + DBL_EPSILON, half = DBL_EPSILON / 2, tiny = DBL_TRUE_MIN;
    const struct {
        double x[3], sum;
    } c[] = {{{1, half, 0}, 1},
             {{odd, half, 0}, 1 + 2 * DBL_EPSILON},
             {{1, half, tiny}, odd},
             {{1, half, 0x1p-100}, odd},
             {{1, half, -tiny}, 1},
             {{-1, -half, -tiny}, -odd},
             {{-odd, -half, 0}, -1 - 2 * DBL_EPSILON},
             {{DBL_MAX, 0x1p969, 0}, DBL_MAX},
             {{DBL_MAX, 0x1p970, 0}, INFINITY},
             {{DBL_MAX, 0x1p970, -tiny}, DBL_MAX}};
    for (size_t k = 0; k < sizeof c / sizeof *c; k++)
        check_same_bits(value_of(3, c[k].x), c[k].sum);
}

static void test_not_finite(void **state)
{
    (void)state;
    double x[] = {1, INFINITY, -INFINITY, NAN};
    check_same_bits(value_of(2, x), INFINITY);
    check_same_bits(value_of(1, x + 2), -INFINITY);
    check_true(isnan(value_of(3, x)));
    check_true(isnan(value_of(1, x + 3)));
    check_same_bits(merged(2, x), INFINITY);
}

/* Zeros of either sign beside numbers do not leave the fast path: the window stays. */
static void test_zeros(void **state)
{
    (void)state;
    double x[64];
    for (int i = 0; i < 64; i++)
        x[i] = i % 4 == 0 ? -0.0 : i % 4 == 1 ? 0.0 : 1e12 + i;
    struct fpk_binned_sum s = {0};
    fpk_binned_sum_add(&s, 64, x);
    check_true(s.window > 0);
    struct fpk_binned_pair pair = {.exponent = s.window - 40};
    check_true(FPK_DISPATCH(fpk_binned_kernel)(64, x, &pair));
    check_same_bits(fpk_binned_sum_value(&s), 32e12 + 1040);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),        cmocka_unit_test(test_kernels),
        cmocka_unit_test(test_cancellation), cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_not_finite),   cmocka_unit_test(test_zeros),
    };
    return check_main(tests);
}
