/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/walk.h"

#include "fpk/base/block.h"
#include "fpk/numeric/sum.h"

#include "../check.h"

#include <stdlib.h>

/* Against mpmath at 40 digits, from n = 1 to 2^24 and down to 1e-307. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/walk_known.txt", "r");
    check_true(file != NULL);
    char line[128];
    double *pmf = NULL, worst = 0;
    size_t have = 0;
    int n_line = 0;
    while (fgets(line, sizeof line, file)) {
        char *p = line;
        if (line[0] == '#')
            continue;
        size_t n = (size_t)strtoull(p, &p, 10);
        long long k = strtoll(p, &p, 10);
        double want = strtod(p, &p);
        n_line++;
        if (k < 0) {
            check_close(fpk_walk_distance(n), want, 2e-16);
            continue;
        }
        if (have != n) {
            fpk_release(&pmf);
            check_ok(fpk_allocate(&pmf, n + 1));
            fpk_walk_law(have = n, pmf);
        }
        check_relative(pmf[k], want, 1e-15);
        worst = fmax(worst, fabs(pmf[k] / want - 1));
    }
    fclose(file);
    fpk_release(&pmf);
    print_message("worst relative error %.2g\n", worst);
    check_equal(n_line, 140);
}

/* Pascal's triangle halved is the law; it is whole, symmetric, has variance n, and jumps as far
 * from Phi as its largest value halved, or a little more. */
static void test_two_ways(void **state)
{
    (void)state;
    static double pascal[1101] = {1}, pmf[1101], moment[1101];
    fpk_walk_law(0, pmf);
    check_same_bits(pmf[0], 1);
    check_same_bits(fpk_walk_distance(0), 0.5);
    for (size_t n = 1; n <= 1100; n++) {
        for (size_t k = n; k > 0; k--)
            pascal[k] = (pascal[k] + pascal[k - 1]) / 2;
        pascal[0] /= 2;
        if (n > 70 && n % 103 != 0 && n != 1100)
            continue;
        fpk_walk_law(n, pmf);
        for (size_t k = 0; k <= n; k++) {
            check_close(pmf[k], pascal[k], 1e-13 * pascal[k] + 1e-320);
            check_same_bits(pmf[k], pmf[n - k]);
            double s = 2 * (double)k - (double)n;
            moment[k] = s * s * pmf[k];
        }
        check_relative(fpk_sum_block(n + 1, pmf), 1, 2e-15);
        check_relative(fpk_sum_block(n + 1, moment), (double)n, 4e-15);
        check_between(fpk_walk_distance(n) * sqrt(2 * FPK_PI * (double)n), 1 - 0.5 / (double)n,
                      1 + 0.1 / (double)n);
    }
}

/* Where the law underflows it is subnormal and then zero, on both sides. */
static void test_tails(void **state)
{
    (void)state;
    double *pmf = NULL;
    size_t n = 100000;
    check_ok(fpk_allocate(&pmf, n + 1));
    for (size_t k = 0; k <= n; k++)
        pmf[k] = NAN;
    fpk_walk_law(n, pmf);
    check_same_bits(pmf[0], 0);
    check_same_bits(pmf[n], 0);
    for (size_t k = 0; k < n / 2; k++) {
        check_true(pmf[k] <= pmf[k + 1] && pmf[k] >= 0);
        check_true(pmf[k] < 0x1p-1022 || pmf[k] < pmf[k + 1]);
    }
    fpk_release(&pmf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_two_ways),
        cmocka_unit_test(test_tails),
    };
    return check_main(tests);
}
