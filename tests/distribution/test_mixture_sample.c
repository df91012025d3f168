/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples against the law that they claim. Seeds are fixed, so each bound is a one-time event:
 * bounds of 5 standard errors (false alarm 6e-7 for a normal statistic). */
#include "reference.h"

#include "fpk/base/memory.h"
#include "fpk/wiener/normal.h"

#include <omp.h>

enum { N = 200000 };

/* Chi-square on 64 equiprobable cells, cell by the exact cdf (probability transform). With 63
 * degrees of freedom P(chi2 > 135.0) = 3e-7. */
static void test_cells(void **state)
{
    (void)state;
    struct fpk_mixture m;
    struct fpk_points p;
    make_m1(&m);
    check_ok(fpk_points_init(&p, N, 1));
    check_ok(fpk_mixture_sample(&m, 1, FPK_FOR_DATA, &p));
    long count[64] = {0};
    double u[FPK_BLOCK], chi2 = 0;
    for (size_t b = 0; b < fpk_points_blocks(&p); b++) {
        size_t n = fpk_points_block_size(&p, b);
        fpk_mixture_cdf(&m, n, fpk_points_block(&p, b), u);
        for (size_t i = 0; i < n; i++)
            count[u[i] < 1 ? (int)(64 * u[i]) : 63]++;
    }
    for (int c = 0; c < 64; c++)
        chi2 += ((double)count[c] - N / 64.0) * ((double)count[c] - N / 64.0) / (N / 64.0);
    check_between(chi2, 20, 135);
    fpk_points_clear(&p);
    fpk_mixture_clear(&m);
}

/* Mean within 5 sqrt(C_aa/N); covariance entries within 5 standard errors, the fourth moments taken
 * from the sample itself. */
static void test_moments_in_space(void **state)
{
    (void)state;
    FILE *file = open_reference(FPK_TEST_DATA "/mixture_space.txt");
    struct fpk_mixture m;
    struct fpk_points p;
    check_true(next_mixture(file, 3, &m));
    fclose(file);
    check_ok(fpk_points_init(&p, N, 3));
    check_ok(fpk_mixture_sample(&m, 2, FPK_FOR_DATA, &p));
    double mean[3], c[9];
    fpk_mixture_mean(&m, mean);
    fpk_mixture_covariance(&m, c);
    for (size_t a = 0; a < 3; a++) {
        double sum = 0;
        for (size_t i = 0; i < N; i++)
            sum += fpk_points_get(&p, i, a);
        check_close(sum / N, mean[a], 5 * sqrt(c[4 * a] / N));
        for (size_t b = 0; b < 3; b++) {
            double s = 0, s2 = 0;
            for (size_t i = 0; i < N; i++) {
                double v =
                    (fpk_points_get(&p, i, a) - mean[a]) * (fpk_points_get(&p, i, b) - mean[b]);
                s += v;
                s2 += v * v;
            }
            check_close(s / N, c[3 * a + b], 5 * sqrt((s2 / N - s / N * (s / N)) / N));
        }
    }
    fpk_points_clear(&p);
    fpk_mixture_clear(&m);
}

/* Particle i is the same whoever else is drawn, at any number of threads; other seeds and purposes
 * give others. */
static void test_addressable(void **state)
{
    (void)state;
    struct fpk_mixture m;
    struct fpk_points whole, part, other;
    make_m1(&m);
    check_ok(fpk_points_init(&whole, 5000, 1));
    check_ok(fpk_points_init(&part, 1500, 1));
    check_ok(fpk_points_init(&other, 5000, 1));
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    check_ok(fpk_mixture_sample(&m, 3, FPK_FOR_DATA, &whole));
    omp_set_num_threads(3);
    check_ok(fpk_mixture_sample(&m, 3, FPK_FOR_DATA, &other));
    check_true(memcmp(whole.x, other.x, 5000 * sizeof(double)) == 0);
    omp_set_num_threads(threads);
    check_ok(fpk_mixture_sample_range(&m, 3, FPK_FOR_DATA, 1777, &part));
    for (size_t i = 0; i < 1500; i++)
        check_same_bits(part.x[i], whole.x[1777 + i]);
    check_ok(fpk_mixture_sample(&m, 4, FPK_FOR_DATA, &other));
    check_true(other.x[0] != whole.x[0]);
    check_ok(fpk_mixture_sample(&m, 3, FPK_FOR_START, &other));
    check_true(other.x[0] != whole.x[0]);
    fpk_points_clear(&whole);
    fpk_points_clear(&part);
    fpk_points_clear(&other);
    fpk_mixture_clear(&m);
}

static void test_dimension_refused(void **state)
{
    (void)state;
    struct fpk_mixture m;
    struct fpk_points p;
    make_m1(&m);
    check_ok(fpk_points_init(&p, 10, 2));
    check_refused(fpk_mixture_sample(&m, 3, FPK_FOR_DATA, &p), FPK_USAGE, "1 dimensions");
    fpk_points_clear(&p);
    fpk_mixture_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_moments_in_space),
        cmocka_unit_test(test_addressable),
        cmocka_unit_test(test_dimension_refused),
    };
    return check_main(tests);
}
