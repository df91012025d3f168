/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics with fixed seeds. Every bound is at a false-alarm rate of 1e-6 (two-sided 4.9 sigma
 * where the statistic is normal); about 60 are asked, so a right generator with a fresh seed would
 * fail this file once in 16 000 times. */
#include "fpk/wiener/normal.h"

#include "fpk/numeric/elementary.h"

#include "../isa.h"

#define N     (1u << 22)
#define SIGMA 4.9

static double *z;

static struct fpk_stream stream_of(uint64_t seed)
{
    return (struct fpk_stream){.seed = seed, .purpose = FPK_FOR_TEST, .step = 3, .component = 1};
}

/* Against docs/random.md done again in exact arithmetic. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/random_known.txt", "r");
    check_true(file != NULL);
    char line[256];
    int n = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        char *p = line;
        uint64_t seed = strtoull(p, &p, 10), purpose = strtoull(p, &p, 10);
        uint64_t particle = strtoull(p, &p, 10), step = strtoull(p, &p, 10);
        uint64_t component = strtoull(p, &p, 10), draw = strtoull(p, &p, 10);
        double normal = strtod(p, &p), uniform = strtod(p, &p), got;
        struct fpk_stream s = {seed, (enum fpk_purpose)purpose, step, (uint32_t)component,
                               (uint32_t)draw};
        fpk_normal_fill(s, particle, 1, &got);
        check_relative(got, normal, 5e-16);
        fpk_uniform_fill(s, particle, 1, &got);
        check_same_bits(got, uniform);
        n++;
    }
    fclose(file);
    check_equal(n, 210);
}

/* A range equals its parts, wherever it begins, across passes and where the pair number outgrows 32
 * bits. */
static void test_ranges(void **state)
{
    (void)state;
    const uint64_t starts[] = {
        0, 5, 511, 12345677, ((uint64_t)1 << 33) - 700, ((uint64_t)1 << 48) - 3000};
    double whole[3000], part[3000];
    for (size_t k = 0; k < sizeof starts / sizeof starts[0]; k++) {
        struct fpk_stream s = stream_of(k);
        fpk_normal_fill(s, starts[k], 3000, whole);
        for (size_t i = 0, m = 1; i < 3000; i += m, m = m * 3 % 601 + 1) {
            m = m < 3000 - i ? m : 3000 - i;
            fpk_normal_fill(s, starts[k] + i, m, part);
            check_true(memcmp(part, whole + i, m * sizeof *part) == 0);
        }
        fpk_uniform_fill(s, starts[k], 3000, whole);
        for (size_t i = 0; i < 3000; i += 7) {
            fpk_uniform_fill(s, starts[k] + i, 1, part);
            check_same_bits(part[0], whole[i]);
        }
        fpk_normal_fill(s, starts[k], 0, part);
    }
}

/* Scattered pairs are the numbers of fpk_normal_fill, at any size and above 32 bits. */
static void test_pairs(void **state)
{
    (void)state;
    static uint64_t pair[700];
    static double z1[700], z2[700];
    struct fpk_stream s = stream_of(9);
    s.step = ((uint64_t)1 << 40) - 3;
    for (size_t n = 0; n <= 700; n = n * 2 + 1) {
        for (size_t i = 0; i < n; i++)
            pair[i] = (i * 0x9e3779b97f4a7c15u + n) >> (17 + i % 40);
        fpk_normal_pairs(s, n, pair, z1, z2);
        for (size_t i = 0; i < n; i++) {
            double want[2];
            fpk_normal_fill(s, pair[i] / 8 * 16 + pair[i] % 8, 1, want);
            fpk_normal_fill(s, pair[i] / 8 * 16 + pair[i] % 8 + 8, 1, want + 1);
            check_same_bits(z1[i], want[0]);
            check_same_bits(z2[i], want[1]);
        }
    }
    pair[0] = ((uint64_t)1 << 48) - 1; /* particles beyond 2^48 of fpk_normal_fill */
    pair[1] = pair[0] - ((uint64_t)1 << 47);
    fpk_normal_pairs(s, 2, pair, z1, z2);
    check_true(z1[0] != z1[1] && z2[0] != z2[1]);
}

static void test_hash(void **state)
{
    (void)state;
    fpk_normal_fill(stream_of(1), 17, 65536, z);
    check_hash("random_hashes.txt", "fpk_normal_fill", check_hash_of(z, 65536), (int)fpk_isa());
}

/* E z^k for k = 1..6 and their variances: 1, 2, 15, 96, 945, 10170. */
static void test_moments(void **state)
{
    (void)state;
    const double mean[] = {0, 1, 0, 3, 0, 15}, variance[] = {1, 2, 15, 96, 945, 10170};
    double sum[6] = {0};
    fpk_normal_fill(stream_of(1), 0, N, z);
    for (size_t i = 0; i < N; i++) {
        double power = 1;
        for (int k = 0; k < 6; k++)
            sum[k] += power *= z[i];
    }
    for (int k = 0; k < 6; k++)
        check_close(sum[k] / N, mean[k], SIGMA * sqrt(variance[k] / N));
}

#define CELLS 1024

/* Cells of equal probability. Chi-square: 1023 degrees of freedom, upper 1e-6 quantile by Wilson
 * and Hilferty 1931. Kolmogorov: sqrt(N) max |F_N - F| over the cell ends, below 2.69. */
static void test_cells(void **state)
{
    (void)state;
    static double u[1024];
    static long count[CELLS];
    memset(count, 0, sizeof count);
    fpk_normal_fill(stream_of(2), 0, N, z);
    for (size_t i = 0; i < N; i += 1024) {
        fpk_normal_cdf_block(1024, z + i, u);
        for (int j = 0; j < 1024; j++)
            count[u[j] < 1 ? (int)(u[j] * CELLS) : CELLS - 1]++;
    }
    double chi2 = 0, below = 0, distance = 0, expected = (double)N / CELLS, dof = CELLS - 1;
    for (int c = 0; c < CELLS; c++) {
        double d = (double)count[c] - expected;
        chi2 += d * d / expected;
        below += d;
        distance = fmax(distance, fabs(below) / N);
    }
    double w = 1 - 2 / (9 * dof) + 4.76 * sqrt(2 / (9 * dof));
    check_between(chi2, dof - 4.9 * sqrt(2 * dof), dof * w * w * w);
    check_close(sqrt((double)N) * distance, 0, 2.69);
    print_message("chi-square %.1f on %.0f, Kolmogorov %.3f\n", chi2, dof,
                  sqrt((double)N) * distance);
}

/* Tail counts on either side against the exact expectation, square-root bound on counts of 100 or
 * more; beyond 5 sigma 1.2 are expected on each side and 10 or more have probability 6e-7. */
static void test_tails(void **state)
{
    (void)state;
    const double at[] = {1, 2, 3, 4, 5};
    fpk_normal_fill(stream_of(3), 0, N, z);
    for (int side = -1; side <= 1; side += 2) {
        for (int k = 0; k < 5; k++) {
            double count = 0, expected = N * fpk_normal_tail(at[k]);
            for (size_t i = 0; i < N; i++)
                count += side * z[i] > at[k];
            check_close(count, expected, k < 4 ? SIGMA * sqrt(expected) : 9 - expected);
        }
    }
}

static double correlation(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum / sqrt((double)n);
}

/* Neighbours: lags within a stream (1 and 8 are next in the group and in the pair), a seed and the
 * next, and streams that differ in one word of the counter; of numbers and of their squares. */
static void test_independence(void **state)
{
    (void)state;
    const size_t n = 1u << 18, lags[] = {1, 2, 7, 8, 9, 15, 16, 512, 1024};
    double *x = z, *y = z + 300000;
    struct fpk_stream s = stream_of(10), other[7];
    fpk_normal_fill(s, 0, n + 1024, x);
    for (size_t k = 0; k < sizeof lags / sizeof lags[0]; k++)
        check_close(correlation(x, x + lags[k], n), 0, SIGMA);
    for (int k = 0; k < 7; k++)
        other[k] = s;
    other[0].seed++;
    other[1].seed += (uint64_t)1 << 32;
    other[2].purpose = FPK_FOR_START;
    other[3].step++;
    other[4].step += (uint64_t)1 << 32;
    other[5].component++;
    other[6].draw++;
    for (int k = 0; k < 7; k++) {
        fpk_normal_fill(other[k], 0, n + 1024, y);
        for (size_t lag = 0; lag <= 16; lag += 8)
            check_close(correlation(x, y + lag, n), 0, SIGMA);
        double sum = 0;
        size_t equal = 0;
        for (size_t i = 0; i < n; i++) {
            sum += (x[i] * x[i] - 1) * (y[i] * y[i] - 1);
            equal += x[i] == y[i];
        }
        check_close(sum / (2 * sqrt((double)n)), 0, SIGMA);
        check_equal(equal, 0);
    }
}

static void test_uniform(void **state)
{
    (void)state;
    double sum = 0, squares = 0;
    fpk_uniform_fill(stream_of(4), 0, N, z);
    for (size_t i = 0; i < N; i++) {
        check_true(z[i] > 0 && z[i] < 1);
        sum += z[i] - 0.5;
        squares += (z[i] - 0.5) * (z[i] - 0.5) - 1.0 / 12;
    }
    check_close(sum / N, 0, SIGMA * sqrt(1.0 / 12 / N));
    check_close(squares / N, 0, SIGMA * sqrt(1.0 / 180 / N));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),   cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_pairs),   cmocka_unit_test(test_hash),
        cmocka_unit_test(test_moments), cmocka_unit_test(test_cells),
        cmocka_unit_test(test_tails),   cmocka_unit_test(test_independence),
        cmocka_unit_test(test_uniform),
    };
    if (fpk_allocate(&z, N) != FPK_OK)
        return 1;
    int failed =
        _cmocka_run_group_tests(__FILE__, tests, sizeof tests / sizeof tests[0], NULL, NULL);
    fpk_release(&z);
    return failed || fpk_memory_balance() != 0;
}
