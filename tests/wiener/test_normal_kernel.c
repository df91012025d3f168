/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/wiener/philox_kernel.h"

#include "../isa.h"

#define N 256

typedef void transform_fn(size_t n, const uint64_t *a, const uint64_t *b, double *out);

#if defined(FPK_MULTI_ISA)
static transform_fn *const normal[] = {fpk_normal_kernel_sse2, fpk_normal_kernel_avx2,
                                       fpk_normal_kernel_avx512};
static transform_fn *const uniform[] = {fpk_uniform_kernel_sse2, fpk_uniform_kernel_avx2,
                                        fpk_uniform_kernel_avx512};
#else
static transform_fn *const normal[] = {fpk_normal_kernel_sse2, NULL, NULL};
static transform_fn *const uniform[] = {fpk_uniform_kernel_sse2, NULL, NULL};
#endif

static const uint64_t ends[] = {0,
                                1,
                                0xfff,
                                0x1000,
                                0x7fffffffffffffffu,
                                0x8000000000000000u,
                                0xffffffffffffffffu,
                                0x0008000000000000u, /* t = 0 */
                                0x3fffffffffffffffu,
                                0x4000000000000000u,
                                0xc000000000000000u,
                                0x4b1d3f2e5a697887u};
#define ENDS (sizeof ends / sizeof ends[0])

/* Every pair of extreme words: the formula by the C library, and the range. */
static void test_extreme_words(void **state)
{
    (void)state;
    const double half_pi = 1.57079632679489661923;
    for (size_t i = 0; i < ENDS * ENDS; i++) {
        uint64_t a[8], b[8];
        for (size_t j = 0; j < 8; j++) {
            a[j] = ends[(i + j) % ENDS];
            b[j] = ends[(i / ENDS + j) % ENDS];
        }
        for (int isa = 0; isa < 3; isa++) {
            double z[16], u[16];
            if (!check_isa_runs(isa))
                continue;
            normal[isa](8, a, b, z);
            uniform[isa](8, a, b, u);
            for (size_t j = 0; j < 8; j++) {
                double r = sqrt(-2 * log(1 - (double)(a[j] >> 12) * 0x1p-52));
                double t = (double)(b[j] & 0xfffffffffffffu) * 0x1p-52 - 0.5;
                double c = cos(half_pi * t), s = sin(half_pi * t);
                r = b[j] >> 63 ? -r : r;
                check_relative(z[j], r * (b[j] >> 62 & 1 ? s : c), 1e-15);
                check_relative(z[8 + j], r * (b[j] >> 62 & 1 ? c : s), 1e-15);
                check_true(fabs(z[j]) < 8.4907 && fabs(z[8 + j]) < 8.4907);
                check_between(u[j], 0x1p-53, 1 - 0x1p-53);
                check_same_bits(u[j], ((double)(a[j] >> 12) + 0.5) * 0x1p-52);
                check_same_bits(u[8 + j], ((double)(b[j] >> 12) + 0.5) * 0x1p-52);
            }
        }
    }
}

/* Words over the whole range: the same hash from every copy, compiler and machine. */
static void test_copies(void **state)
{
    (void)state;
    uint64_t a[N], b[N], word = 1;
    double out[2 * N];
    for (size_t i = 0; i < N; i++) {
        word *= 0xd1342543de82ef95u; /* a multiplicative congruential sequence will do */
        a[i] = word;
        word *= 0xd1342543de82ef95u;
        b[i] = word ^ word >> 29;
    }
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        normal[isa](N, a, b, out);
        check_hash("random_hashes.txt", "fpk_normal_kernel", check_hash_of(out, 2 * N), isa);
        uniform[isa](N, a, b, out);
        check_hash("random_hashes.txt", "fpk_uniform_kernel", check_hash_of(out, 2 * N), isa);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extreme_words),
        cmocka_unit_test(test_copies),
    };
    return check_main(tests);
}
