/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/wiener/philox_kernel.h"

#include "../isa.h"

typedef void philox_fn(size_t n, const uint32_t c[4], uint64_t key, uint64_t *a, uint64_t *b);
typedef void list_fn(size_t n, const uint64_t *pair, const uint32_t c[4], uint64_t key, uint64_t *a,
                     uint64_t *b);

#if defined(FPK_MULTI_ISA)
static philox_fn *const copies[] = {fpk_philox_kernel_sse2, fpk_philox_kernel_avx2,
                                    fpk_philox_kernel_avx512};
static list_fn *const lists[] = {fpk_philox_list_kernel_sse2, fpk_philox_list_kernel_avx2,
                                 fpk_philox_list_kernel_avx512};
#else
static philox_fn *const copies[] = {fpk_philox_kernel_sse2, NULL, NULL};
static list_fn *const lists[] = {fpk_philox_list_kernel_sse2, NULL, NULL};
#endif

static uint64_t a[FPK_PAIRS_ROOM], b[FPK_PAIRS_ROOM];

static void test_published_answers(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/philox_known.txt", "r");
    check_true(file != NULL);
    char line[256];
    int n = 0;
    while (fgets(line, sizeof line, file)) {
        unsigned w[10];
        if (line[0] == '#')
            continue;
        for (int i = 0; i < 10; i++)
            w[i] = (unsigned)strtoul(line + 9 * i, NULL, 16);
        uint32_t c[4] = {w[0], w[1], w[2], w[3]};
        for (int isa = 0; isa < 3; isa++) {
            if (!check_isa_runs(isa))
                continue;
            copies[isa](1, c, w[4] | (uint64_t)w[5] << 32, a, b);
            check_equal(a[0], w[6] | (uint64_t)w[7] << 32);
            check_equal(b[0], w[8] | (uint64_t)w[9] << 32);
        }
        n++;
    }
    fclose(file);
    check_equal(n, 3);
}

/* The cipher as the paper writes it, one counter at a time. */
static void encrypt(uint32_t c[4], uint64_t key)
{
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p = (uint64_t)FPK_PHILOX_M0 * c[0], q = (uint64_t)FPK_PHILOX_M1 * c[2];
        uint32_t next[4] = {(uint32_t)(q >> 32) ^ c[1] ^ k0, (uint32_t)q,
                            (uint32_t)(p >> 32) ^ c[3] ^ k1, (uint32_t)p};
        memcpy(c, next, sizeof next);
        k0 += FPK_PHILOX_W0;
        k1 += FPK_PHILOX_W1;
    }
}

/* Counters that run on from c, for any count, with the last one at the end of the 32-bit range. */
static void test_runs_of_counters(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= FPK_PAIRS; n = n * 2 + 1) {
        uint32_t c[4] = {0xffffffffu - (n - 1), n * 77, n * 1234567, ~n};
        uint64_t key = 0x123456789abcdef0u * n;
        for (int isa = 0; isa < 3; isa++) {
            if (!check_isa_runs(isa))
                continue;
            copies[isa](n, c, key, a, b);
            for (uint32_t i = 0; i < n; i++) {
                uint32_t one[4] = {c[0] + i, c[1], c[2], c[3]};
                encrypt(one, key);
                check_equal(a[i], one[0] | (uint64_t)one[1] << 32);
                check_equal(b[i], one[2] | (uint64_t)one[3] << 32);
            }
        }
    }
}

/* Scattered counters, each alone. */
static void test_lists_of_counters(void **state)
{
    (void)state;
    uint64_t pair[FPK_PAIRS_ROOM] = {0}, key = 0xfedcba9876543210u, word = 5;
    const uint32_t c[4] = {0, 0xabcd0000u, 77, 0x06000001u};
    for (uint32_t n = 1; n <= FPK_PAIRS; n = n * 2 + 1) {
        for (uint32_t i = 0; i < n; i++)
            pair[i] = (word = word * 0xd1342543de82ef95u + 1) >> (16 + i % 40);
        for (int isa = 0; isa < 3; isa++) {
            if (!check_isa_runs(isa))
                continue;
            lists[isa](n, pair, c, key, a, b);
            for (uint32_t i = 0; i < n; i++) {
                uint32_t one[4] = {(uint32_t)pair[i], (uint32_t)(pair[i] >> 32) | c[1], c[2], c[3]};
                encrypt(one, key);
                check_equal(a[i], one[0] | (uint64_t)one[1] << 32);
                check_equal(b[i], one[2] | (uint64_t)one[3] << 32);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_answers),
        cmocka_unit_test(test_runs_of_counters),
        cmocka_unit_test(test_lists_of_counters),
    };
    return check_main(tests);
}
