/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/wiener/walk_kernel.h"

#include "../isa.h"

#define N 40

typedef void walk_fn(size_t n, uint64_t mask, const uint64_t *a, const uint64_t *b,
                     uint64_t *count);

#if defined(FPK_MULTI_ISA)
static walk_fn *const copies[] = {fpk_walk_kernel_sse2, fpk_walk_kernel_avx2,
                                  fpk_walk_kernel_avx512};
#else
static walk_fn *const copies[] = {fpk_walk_kernel_sse2, NULL, NULL};
#endif

static uint64_t ones(uint64_t x)
{
    uint64_t n = 0;
    for (; x != 0; x >>= 1)
        n += x & 1;
    return n;
}

/* Words with each number of ones, every mask of lower bits: counted bit by bit. */
static void test_counts(void **state)
{
    (void)state;
    for (int isa = 0; isa < 3; isa++) {
        if (!check_isa_runs(isa))
            continue;
        uint64_t a[N], b[N], count[2 * N], want[2 * N], word = 1;
        for (int bits = 0; bits <= 64; bits++) {
            uint64_t mask = bits < 64 ? ((uint64_t)1 << bits) - 1 : UINT64_MAX;
            for (int i = 0; i < N; i++) {
                a[i] = i < 8 ? UINT64_MAX << (8 * i) : (word *= 0xd1342543de82ef95u);
                b[i] = i < 8 ? UINT64_MAX >> (8 * i) : word ^ word >> 31;
                for (int second = 0; second < 2; second++) {
                    int at = i / 8 * 16 + i % 8 + 8 * second;
                    count[at] = (uint64_t)i;
                    want[at] = (uint64_t)i + ones((second ? b[i] : a[i]) & mask);
                }
            }
            copies[isa](N, mask, a, b, count);
            check_true(memcmp(count, want, sizeof want) == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
    };
    return check_main(tests);
}
