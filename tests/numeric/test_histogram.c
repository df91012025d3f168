/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/histogram.h"

#include "../../src/numeric/histogram_kernel.h"

#include "../isa.h"

#include <float.h>

/* The slot of one number, written out apart: bins above, bins + 1 below, bins + 2 NaN. */
static size_t slot_of(double lo, double hi, size_t bins, double x)
{
    if (x != x)
        return bins + 2;
    if (x < lo || x >= hi)
        return x < lo ? bins + 1 : bins;
    double scale = (double)bins / (hi - lo), q = floor((x - lo) * scale);
    return q > (double)(bins - 1) ? bins - 1 : (size_t)q;
}

static double next(uint64_t *state)
{
    *state = 6364136223846793005u * *state + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static const struct {
    double lo, hi;
    size_t bins;
} ranges[] = {
    {-4, 4, 256},         {0, 1, 10},     {-1, 1, 1},        {.1, .7, 49},  {1e-300, 2e-300, 7},
    {-1e307, 1e307, 100}, {-3, 1e9, 509}, {1, 1 + 4e-16, 3}, {0, 3, 65535}, {1.0 / 3, 2.0 / 3, 510},
    {-1e-320, 2e-307, 5}};
enum { RANGES = sizeof ranges / sizeof *ranges };

/* Every number within 40 doubles of every edge (of the first 300), and the odd ones: each copy of
 * both kernels gives the slot of the definition. */
static size_t edge_cases(size_t r, double *x)
{
    double lo = ranges[r].lo, hi = ranges[r].hi;
    size_t n = 0, bins = ranges[r].bins;
    const double odd[] = {NAN, INFINITY, -INFINITY, DBL_MAX, -DBL_MAX, 0.0, -0.0, DBL_TRUE_MIN};
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++)
        x[n++] = odd[k];
    for (size_t k = 0; k <= bins && k <= 300; k++) {
        double e = k == bins ? hi : lo + (double)k * ((hi - lo) / (double)bins), up = e, down = e;
        x[n++] = e;
        for (int i = 0; i < 40; i++) {
            x[n++] = up = nextafter(up, INFINITY);
            x[n++] = down = nextafter(down, -INFINITY);
        }
    }
    return n;
}

enum { ROOM = 301 * 81 + 8 };

static void check_slots(int isa, size_t r, size_t n, const double *x)
{
    static uint16_t slot16[ROOM];
    static uint32_t slot32[ROOM];
    double lo = ranges[r].lo, hi = ranges[r].hi;
    size_t bins = ranges[r].bins;
    struct fpk_slots s = {lo, hi, (double)bins / (hi - lo), (double)bins};
#if defined(FPK_MULTI_ISA)
    if (isa == FPK_ISA_AVX512) {
        fpk_slot16_kernel_avx512(&s, n, x, slot16);
        fpk_slot32_kernel_avx512(&s, n, x, slot32);
    } else if (isa == FPK_ISA_AVX2) {
        fpk_slot16_kernel_avx2(&s, n, x, slot16);
        fpk_slot32_kernel_avx2(&s, n, x, slot32);
    } else
#endif
    {
        fpk_slot16_kernel_sse2(&s, n, x, slot16);
        fpk_slot32_kernel_sse2(&s, n, x, slot32);
    }
    for (size_t i = 0; i < n; i++) {
        size_t want = slot_of(lo, hi, bins, x[i]);
        if (slot32[i] != want || (bins <= 509 && slot16[i] != want))
            check_fail("range %zu, x = %a on %s: slots %d and %u, want %zu", r, x[i],
                       fpk_isa_name((enum fpk_isa)isa), slot16[i], slot32[i], want);
    }
}

static void test_slots(void **state)
{
    (void)state;
    static double x[ROOM];
    for (size_t r = 0; r < RANGES; r++) {
        size_t n = edge_cases(r, x);
        for (int isa = FPK_ISA_SSE2; isa <= FPK_ISA_AVX512; isa++)
            if (check_isa_runs(isa))
                check_slots(isa, r, n, x);
    }
}

/* Counted at once, in pieces that take either path, and merged: all the same, nothing lost. */
static void test_counts(void **state)
{
    (void)state;
    enum { N = 20011 };
    static double x[N];
    uint64_t seed = 5;
    for (size_t r = 0; r < RANGES; r++) {
        double lo = ranges[r].lo, hi = ranges[r].hi;
        size_t bins = ranges[r].bins;
        struct fpk_histogram whole, pieces, part;
        uint64_t *want = NULL;
        check_ok(fpk_histogram_init(&whole, lo, hi, bins));
        check_ok(fpk_histogram_init(&pieces, lo, hi, bins));
        check_ok(fpk_allocate(&want, bins + 3));
        for (size_t i = 0; i < N; i++) {
            x[i] = i % 97 == 3 ? NAN : lo + (hi - lo) * (1.2 * next(&seed) - .1);
            want[slot_of(lo, hi, bins, x[i])]++;
        }
        fpk_histogram_add(&whole, N, x);
        for (size_t at = 0, m = 1; at < N; at += m, m = 2 * m + 1) {
            check_ok(fpk_histogram_init(&part, lo, hi, bins));
            fpk_histogram_add(&part, m < N - at ? m : N - at, x + at);
            fpk_histogram_merge(&pieces, &part);
            fpk_histogram_clear(&part);
        }
        for (size_t k = 0; k < bins; k++) {
            check_equal(whole.count[k], want[k]);
            check_equal(pieces.count[k], want[k]);
        }
        check_equal(whole.above, want[bins]);
        check_equal(whole.below, want[bins + 1]);
        check_equal(whole.nans, want[bins + 2]);
        check_equal(pieces.above + 3 * pieces.below + 7 * pieces.nans,
                    whole.above + 3 * whole.below + 7 * whole.nans);
        check_equal(fpk_histogram_total(&whole), N);
        fpk_release(&want);
        fpk_histogram_clear(&whole);
        fpk_histogram_clear(&pieces);
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The number of rank ceil(p n) of the sorted numbers lies between the ends that are given. */
static void test_quantile(void **state)
{
    (void)state;
    enum { N = 1000 };
    double x[N], low, high;
    uint64_t seed = 9;
    struct fpk_histogram h;
    check_ok(fpk_histogram_init(&h, .05, .93, 37));
    for (size_t i = 0; i < N; i++)
        x[i] = next(&seed);
    fpk_histogram_add(&h, N, x);
    h.nans += 4; /* no part of the numbers */
    qsort(x, N, sizeof *x, compare);
    for (int k = 0; k <= N; k++) {
        double p = (double)k / N, q = fpk_histogram_quantile(&h, p, &low, &high);
        double exact = x[(size_t)fmax(ceil(p * N), 1) - 1];
        check_true(low <= exact && exact <= high);
        check_true(isfinite(low) && isfinite(high) ? low <= q && q <= high : isnan(q));
        check_true(isfinite(low) == (exact >= .05) || isfinite(high) == (exact < .93));
    }
    check_true(isnan(fpk_histogram_quantile(&h, 1.5, &low, &high)));
    check_true(isnan(fpk_histogram_quantile(&h, NAN, &low, &high)));
    fpk_histogram_clear(&h);
}

/* Ten numbers by hand: 4 in [0, 1), 6 in [1, 2). */
static void test_quantile_by_hand(void **state)
{
    (void)state;
    double x[] = {.1, .2, .3, .4, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6}, low, high;
    struct fpk_histogram h;
    check_ok(fpk_histogram_init(&h, 0, 2, 2));
    check_true(isnan(fpk_histogram_quantile(&h, .5, &low, &high)));
    fpk_histogram_add(&h, 10, x);
    check_close(fpk_histogram_quantile(&h, .2, &low, &high), .5, 1e-15);
    check_close(fpk_histogram_quantile(&h, .4, &low, &high), 1, 1e-15);
    check_close(fpk_histogram_quantile(&h, .45, &low, &high), 1 + .5 / 6, 1e-15);
    check_close(low, 1, 0); /* rank 5, ceil(4.5) */
    check_close(fpk_histogram_quantile(&h, .7, &low, &high), 1.5, 1e-15);
    check_close(low, 1, 0);
    check_close(high, 2, 0);
    check_close(fpk_histogram_quantile(&h, 0, &low, &high), 0, 0);
    check_close(fpk_histogram_quantile(&h, 1, &low, &high), 2, 0);
    fpk_histogram_clear(&h);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_histogram h;
    check_refused(fpk_histogram_init(&h, 1, 1, 5), FPK_USAGE, "must be finite and increase");
    check_refused(fpk_histogram_init(&h, NAN, 1, 5), FPK_USAGE, "must be finite and increase");
    check_refused(fpk_histogram_init(&h, 0, INFINITY, 5), FPK_USAGE, "must be finite");
    check_refused(fpk_histogram_init(&h, 0, 1, 0), FPK_USAGE, "1 to 2^24");
    check_refused(fpk_histogram_init(&h, 0, 1, 1 << 25), FPK_USAGE, "1 to 2^24");
    check_refused(fpk_histogram_init(&h, -DBL_MAX, DBL_MAX, 5), FPK_USAGE, "too wide");
    check_refused(fpk_histogram_init(&h, 0, 1e-310, 256), FPK_USAGE, "too narrow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots),    cmocka_unit_test(test_counts),
        cmocka_unit_test(test_quantile), cmocka_unit_test(test_quantile_by_hand),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
