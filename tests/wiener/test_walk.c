/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics with fixed seeds; every bound at a false-alarm rate of 1e-6. */
#include "fpk/wiener/walk.h"

#include "../../src/wiener/philox_kernel.h"

#include "../isa.h"

static const struct fpk_stream stream = {.seed = 31,
                                         .purpose = FPK_FOR_TEST,
                                         .step = ((uint64_t)1 << 32) - 2,
                                         .component = 5,
                                         .draw = 6};

/* The walk of one walker, bit by bit, from docs/random.md. */
static double walk_of(uint64_t particle, uint64_t begin, uint64_t steps)
{
    uint64_t pair = particle / 16 * 8 + particle % 8, a[FPK_PAIRS_ROOM], b[FPK_PAIRS_ROOM];
    double s = 0;
    for (uint64_t i = begin; i < begin + steps; i++) {
        uint64_t step = stream.step + i / 64;
        uint32_t c[4] = {(uint32_t)pair, (uint32_t)(pair >> 32 | step >> 32 << 16), (uint32_t)step,
                         stream.component | stream.draw << 12 | (uint32_t)stream.purpose << 24};
        fpk_philox_kernel_sse2(1, c, stream.seed, a, b);
        s += (particle % 16 < 8 ? a[0] : b[0]) >> i % 64 & 1 ? 1 : -1;
    }
    return s;
}

static void test_bit_by_bit(void **state)
{
    (void)state;
    const uint64_t steps[] = {0, 1, 63, 64, 65, 300};
    const uint64_t starts[] = {0, 3, 505, ((uint64_t)1 << 33) - 20, ((uint64_t)1 << 48) - 40};
    double s[40];
    for (size_t k = 0; k < 6; k++)
        for (size_t f = 0; f < 5; f++) {
            fpk_walk(stream, 128 * f, steps[k], starts[f], 40, s);
            for (size_t i = 0; i < 40; i++)
                check_same_bits(s[i], walk_of(starts[f] + i, 128 * f, steps[k]));
        }
}

/* Ranges of steps add; ranges of walkers are parts of each other. */
static void test_ranges(void **state)
{
    (void)state;
    static double whole[1500], a[1500], b[1500];
    fpk_walk(stream, 64, 1000, 99, 1500, whole);
    fpk_walk(stream, 64, 704, 99, 1500, a);
    fpk_walk(stream, 768, 296, 99, 1500, b);
    for (int i = 0; i < 1500; i++)
        check_same_bits(a[i] + b[i], whole[i]);
    for (size_t i = 0, m = 1; i < 1500; i += m, m = m * 3 % 601 + 1) {
        m = m < 1500 - i ? m : 1500 - i;
        fpk_walk(stream, 64, 1000, 99 + i, m, a);
        check_true(memcmp(a, whole + i, m * sizeof *a) == 0);
    }
}

static void test_hash(void **state)
{
    (void)state;
    static double s[1024];
    fpk_walk(stream, 0, 12345, 7, 1024, s);
    check_hash("random_hashes.txt", "fpk_walk", check_hash_of(s, 1024), (int)fpk_isa());
}

/* S_100 of 2^18 walkers against its exact law: chi-square on the values -30 .. 30 and the two
 * tails, 33 cells of at least 400 expected; upper 1e-6 quantile on 32 degrees of freedom 85.2. A
 * bit that is one with probability .5017 makes the noncentrality 4 n 100 .0017^2 = 303, far above
 * the 116 that is seen with probability .999. */
static void test_law(void **state)
{
    (void)state;
    enum { STEPS = 100, N = 1 << 18, REACH = 15 };
    static double s[N], pmf[STEPS + 1];
    double count[2 * REACH + 3] = {0}, expected[2 * REACH + 3] = {0}, chi2 = 0;
    fpk_walk(stream, 0, STEPS, 0, N, s);
    fpk_walk_law(STEPS, pmf);
    for (int i = 0; i < N; i++)
        count[(int)fmax(-REACH - 1, fmin(REACH + 1, s[i] / 2)) + REACH + 1]++;
    for (int k = 0; k <= STEPS; k++)
        expected[(int)fmax(-REACH - 1, fmin(REACH + 1, k - STEPS / 2)) + REACH + 1] += N * pmf[k];
    for (int c = 0; c < 2 * REACH + 3; c++) {
        check_between(expected[c], 200, N);
        chi2 += (count[c] - expected[c]) * (count[c] - expected[c]) / expected[c];
    }
    print_message("chi-square %.1f on %d\n", chi2, 2 * REACH + 2);
    check_between(chi2, 7.04, 85.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bit_by_bit),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_law),
    };
    return check_main(tests);
}
