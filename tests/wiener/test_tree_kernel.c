/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/wiener/tree_kernel.h"

#include "../isa.h"

#define N 37

typedef void split_fn(size_t n, struct fpk_tree_scale scale, const double *z1, const double *z2,
                      const double *w, const double *h, double *w_left, double *h_left,
                      double *w_right, double *h_right);
typedef void half_fn(size_t n, struct fpk_tree_scale scale, double sign, const double *z1,
                     const double *z2, double *w, double *h);

#if defined(FPK_MULTI_ISA)
static split_fn *const split[] = {fpk_tree_split_kernel_sse2, fpk_tree_split_kernel_avx2,
                                  fpk_tree_split_kernel_avx512};
static half_fn *const half[] = {fpk_tree_half_kernel_sse2, fpk_tree_half_kernel_avx2,
                                fpk_tree_half_kernel_avx512};
#else
static split_fn *const split[] = {fpk_tree_split_kernel_sse2, NULL, NULL};
static half_fn *const half[] = {fpk_tree_half_kernel_sse2, NULL, NULL};
#endif

/* By hand: W = 1, H = 1/4, Z = (1, -1), scales 1/2 and 1/8 give D = 7/8, S = -3/16, T = -1/8. */
static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_tree_scale scale = {.d = 0.5, .t = 0.125};
    double z1 = 1, z2 = -1, w = 1, h = 0.25, out[4];
    split[0](1, scale, &z1, &z2, &w, &h, out, out + 1, out + 2, out + 3);
    check_same_bits(out[0], 1.375);
    check_same_bits(out[1], -0.3125);
    check_same_bits(out[2], -0.375);
    check_same_bits(out[3], -0.0625);
}

/* Every copy, and one half against both, apart and in place: the same bits. */
static void test_copies(void **state)
{
    (void)state;
    struct fpk_tree_scale scale = {.d = 0.3, .t = 0.7};
    double z1[N], z2[N], w[N], h[N], want[4][N], out[4][N];
    for (int i = 0; i < N; i++) {
        z1[i] = sin(i), z2[i] = cos(3 * i);
        w[i] = sin(5 * i), h[i] = cos(7 * i);
    }
    split[0](N, scale, z1, z2, w, h, want[0], want[1], want[2], want[3]);
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        for (int swapped = 0; swapped < 2; swapped++) {
            memcpy(out[0], w, sizeof w);
            memcpy(out[1], h, sizeof h);
            int l = swapped ? 2 : 0, r = 2 - l;
            split[isa](N, scale, z1, z2, out[0], out[1], out[l], out[l + 1], out[r], out[r + 1]);
            for (int k = 0; k < 4; k++)
                check_true(memcmp(out[k], want[k ^ (swapped ? 2 : 0)], sizeof w) == 0);
        }
        for (int right = 0; right < 2; right++) {
            memcpy(out[0], w, sizeof w);
            memcpy(out[1], h, sizeof h);
            half[isa](N, scale, right ? -1 : 1, z1, z2, out[0], out[1]);
            check_true(memcmp(out[0], want[2 * right], 2 * sizeof w) == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_copies),
    };
    return check_main(tests);
}
