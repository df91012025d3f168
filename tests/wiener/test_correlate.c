/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/correlate.h"

#include "fpk/wiener/normal.h"

#include "../check.h"

#define D 7

/* L L^T = R to d 1e-12, L lower triangular with nothing negative on its diagonal. */
static void check_factor(size_t d, const double *r, const double *l)
{
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j < d; j++) {
            double sum = 0;
            for (size_t k = 0; k < d; k++)
                sum += l[i * d + k] * l[j * d + k];
            check_close(sum, r[i * d + j], (double)d * 1e-12 * sqrt(r[i * d + i] * r[j * d + j]));
            check_true(j > i ? l[i * d + j] == 0 : i != j || l[i * d + i] >= 0);
        }
}

static void test_known(void **state)
{
    (void)state;
    const double r[9] = {4, 2, -2, 2, 10, 2, -2, 2, 6}, want[9] = {2, 0, 0, 1, 3, 0, -1, 1, 2};
    double l[9];
    check_ok(fpk_correlation_factor(3, r, l));
    for (int i = 0; i < 9; i++)
        check_same_bits(l[i], want[i]);
    double one = 9;
    check_ok(fpk_correlation_factor(1, &one, &one));
    check_same_bits(one, 3);
}

/* A A^T with A [D][rank] of random entries and scales over ten decades, every rank. */
static void test_ranks(void **state)
{
    (void)state;
    for (size_t rank = 0; rank <= D; rank++)
        for (uint64_t seed = 0; seed < 20; seed++) {
            double a[D * D], r[D * D] = {0}, l[D * D];
            size_t zero = 0;
            fpk_normal_fill((struct fpk_stream){.seed = seed, .purpose = FPK_FOR_TEST}, 0, D * D,
                            a);
            for (size_t i = 0; i < D; i++)
                for (size_t j = 0; j < D; j++)
                    for (size_t k = 0; k < rank; k++)
                        r[i * D + j] += a[i * D + k] * a[j * D + k] *
                                        pow(10, (double)((i * 3) % D + (j * 3) % D) - 6);
            check_ok(fpk_correlation_factor(D, r, l));
            check_factor(D, r, l);
            for (size_t j = 0; j < D; j++)
                zero += l[j * D + j] == 0;
            check_equal(zero, D - rank);
            check_ok(fpk_correlation_factor(D, r, r)); /* in place */
            check_true(memcmp(l, r, sizeof l) == 0);
        }
}

static void test_refusals(void **state)
{
    (void)state;
    double l[9];
    check_refused(fpk_correlation_factor(2, (double[]){1, .5, .4, 1}, l), FPK_USAGE,
                  "not symmetric, row 2 column 1 is 0.4");
    check_refused(fpk_correlation_factor(2, (double[]){1, 0, 0, -1}, l), FPK_USAGE,
                  "row 2 column 2, a variance, is -1");
    check_refused(fpk_correlation_factor(2, (double[]){1, NAN, 0, 1}, l), FPK_USAGE,
                  "row 1 column 2 is nan");
    check_refused(fpk_correlation_factor(2, (double[]){1, 0, 0, INFINITY}, l), FPK_USAGE,
                  "row 2 column 2 is inf");
    check_refused(fpk_correlation_factor(2, (double[]){1, 3, 3, 4}, l), FPK_USAGE,
                  "row 2 column 1 is 3, but its two variances, 4 and 1, allow no more than 2");
    check_refused(fpk_correlation_factor(2, (double[]){0, 1, 1, 4}, l), FPK_USAGE,
                  "row 2 column 1 is 1");
    /* every pair is possible, the three are not: variance of the third 1 - 2 .9^2/(1 + .1) */
    check_refused(fpk_correlation_factor(3, (double[]){1, .1, .9, .1, 1, .9, .9, .9, 1}, l),
                  FPK_USAGE, "row 3 column 3: of the variance 1, -0.473 is left");
    /* c < -1/2 among three: (1 - c)(1 + 2c)/(1 + c) is left of the third, -6e-9 */
    const double c = -.5 - 1e-9;
    check_refused(fpk_correlation_factor(3, (double[]){1, c, c, c, 1, c, c, c, 1}, l), FPK_USAGE,
                  "row 3 column 3: of the variance 1, -6e-09 is left");
    /* the second is the first, yet the third is more like one of them */
    check_refused(fpk_correlation_factor(3, (double[]){1, 1, .5, 1, 1, .6, .5, .6, 1}, l),
                  FPK_USAGE, "row 3 column 2: variable 2 has no variance left");
    check_ok(fpk_correlation_factor(3, (double[]){1, 1, .5, 1, 1, .5, .5, .5, 1}, l));
    check_ok(fpk_correlation_factor(3, (double[9]){0}, l));
}

/* Sums in index order, in place or not, across strips; and L L^T from 2^18 normals: correlations
 * within 4.9 standard errors (1e-6 each, three asked). */
static void test_correlate(void **state)
{
    (void)state;
    const double r[9] = {4, 2, -2, 2, 10, 2, -2, 2, 6};
    enum { N = (1 << 18) + 5 };
    static double z[3 * N], out[3 * N];
    double l[9], second[9] = {0};
    check_ok(fpk_correlation_factor(3, r, l));
    for (uint32_t k = 0; k < 3; k++)
        fpk_normal_fill((struct fpk_stream){.purpose = FPK_FOR_TEST, .component = k}, 0, N,
                        z + k * N);
    fpk_correlate(3, l, N, z, out);
    for (size_t p = 0; p < N; p++) {
        check_same_bits(out[p], l[0] * z[p]);
        check_same_bits(out[N + p], l[3] * z[p] + l[4] * z[N + p]);
        check_same_bits(out[2 * N + p], (l[6] * z[p] + l[7] * z[N + p]) + l[8] * z[2 * N + p]);
        for (int i = 0; i < 9; i++)
            second[i] += out[i / 3 * N + p] * out[i % 3 * N + p];
    }
    for (int i = 0; i < 9; i++) {
        double variance = r[i / 3 * 4] * r[i % 3 * 4] + r[i] * r[i];
        check_close(second[i] / N, r[i], 4.9 * sqrt(variance / N));
    }
    fpk_correlate(3, l, N, z, z);
    check_true(memcmp(z, out, sizeof z) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_correlate),
    };
    return check_main(tests);
}
