/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bells added up on equal points: every compiled copy gives the same bits, and what powers give. */
#include "../../src/law/spread_kernel.h"

#include "../check.h"
#include "../isa.h"

#include <math.h>

enum { N = 3, ROWS = 2, OUT = 64, TABLE = 40 };

typedef void spread_fn(size_t n, size_t rows, const double *start, const double *ratio,
                       const double *leap, const size_t *first, const size_t *shift,
                       const double *table, double *out);

#if defined(FPK_MULTI_ISA)
static spread_fn *const copy[] = {fpk_spread_kernel_sse2, fpk_spread_kernel_avx2,
                                  fpk_spread_kernel_avx512};
#else
static spread_fn *const copy[] = {fpk_spread_kernel_sse2, NULL, NULL};
#endif

static void test_copies(void **state)
{
    (void)state;
    static const double start[N] = {.7, 1.3, 2.1}, ratio[N] = {.8, 1.1, 1.4};
    static const size_t first[N] = {8, 16, 40}, shift[N] = {0, 11, 24};
    double leap[N], table[TABLE], plain[OUT] = {0}, same[OUT] = {0};
    for (size_t i = 0; i < TABLE; i++)
        table[i] = 1 + .03 * (double)(i * i % 17);
    for (size_t i = 0; i < N; i++) {
        leap[i] = pow(ratio[i], FPK_SPREAD);
        for (size_t q = 0; q < ROWS * FPK_SPREAD; q++)
            plain[first[i] + q] += start[i] * pow(ratio[i], (double)q) * table[shift[i] + q];
    }
    copy[0](N, ROWS, start, ratio, leap, first, shift, table, same);
    for (int isa = 0; isa < 3; isa++) {
        double out[OUT] = {0};
        if (!check_isa_runs(isa))
            continue;
        copy[isa](N, ROWS, start, ratio, leap, first, shift, table, out);
        for (size_t i = 0; i < OUT; i++) {
            check_same_bits(out[i], same[i]);
            check_close(out[i], plain[i], 1e-14 * plain[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copies)};
    return check_main(tests);
}
