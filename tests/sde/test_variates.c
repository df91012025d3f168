/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gamma law itself is tested through chi-square's quantiles (test_chi_square.c). */
#include "../../src/sde/variates_priv.h"

#include "fpk/base/block.h"

#include "../check.h"

enum { BLOCKS = 96 };
static const double n_all = (double)BLOCKS * FPK_BLOCK;

typedef void fill(const struct fpk_noise *noise, size_t n, const double *parameter, double *out);

static void draw(fill *variate, double parameter, uint64_t block, double *out)
{
    struct fpk_noise noise = {.seed = 21, .first = block * FPK_BLOCK, .step = 1, .refine = 1};
    double all[FPK_BLOCK];
    for (size_t i = 0; i < FPK_BLOCK; i++)
        all[i] = parameter;
    variate(&noise, FPK_BLOCK, all, out);
}

/* Mean a and variance a, of which the sample's has the variance (6 a + 2 a^2)/n. Bounds: 4.9
 * standard errors, 1e-6 each. */
static void test_gamma_moments(void **state)
{
    (void)state;
    const double shape[6] = {0.05, 0.5, 1, 2.5, 100, 1e8};
    for (int k = 0; k < 6; k++) {
        double a = shape[k], sum = 0, square = 0;
        for (uint64_t b = 0; b < BLOCKS; b++) {
            double x[FPK_BLOCK];
            draw(fpk_sde_gamma, a, b, x);
            for (size_t i = 0; i < FPK_BLOCK; i++) {
                sum += x[i] - a;
                square += (x[i] - a) * (x[i] - a);
            }
        }
        check_close(sum / n_all, 0, 4.9 * sqrt(a / n_all));
        check_close(square / n_all, a, 4.9 * sqrt((6 * a + 2 * a * a) / n_all));
    }
}

static double log_pmf(double mean, double k)
{
    return k * log(mean) - mean - lgamma(k + 1);
}

static void test_log_poisson(void **state)
{
    (void)state;
    for (double k = 0; k < 60; k++)
        for (double mean = 0.7; mean < 100; mean *= 1.7)
            check_close(fpk_sde_log_poisson(mean, k), log_pmf(mean, k), 4e-12);
}

/* Cells of at least 1/30 of the law each; Pearson's statistic over its 1e-7 quantile by Wilson and
 * Hilferty's cube of a normal (5.2 standard deviations), a little above the true one. */
static double excess(double mean)
{
    enum { MOST = 64 };
    double low = floor(fmax(0, mean - 12 * sqrt(mean) - 5)), expected[MOST] = {0}, p = 0;
    double high = ceil(mean + 12 * sqrt(mean) + 25), statistic = 0;
    static int cell[2000];
    int count[MOST] = {0}, cells = 1;
    for (double k = low; k < high; k++) {
        cell[(int)(k - low)] = cells - 1;
        expected[cells - 1] += exp(log_pmf(mean, k));
        p += exp(log_pmf(mean, k));
        if (expected[cells - 1] > 1.0 / 30 && 1 - p > 1.0 / 30)
            cells++;
    }
    for (uint64_t b = 0; b < BLOCKS; b++) {
        double x[FPK_BLOCK];
        draw(fpk_sde_poisson, mean, b, x);
        for (size_t i = 0; i < FPK_BLOCK; i++) {
            check_true(x[i] >= low && x[i] < high && x[i] == floor(x[i]));
            count[cell[(int)(x[i] - low)]]++;
        }
    }
    for (int k = 0; k < cells; k++)
        statistic += pow(count[k] - n_all * expected[k], 2) / (n_all * expected[k]);
    double dof = cells - 1, root = 2 / (9 * dof);
    return statistic / (dof * pow(1 - root + 5.2 * sqrt(root), 3));
}

static void test_poisson_law(void **state)
{
    (void)state;
    const double mean[7] = {0.3, 2, 9.9, 10, 12.5, 150, 3000};
    for (int k = 0; k < 7; k++)
        check_between(excess(mean[k]), 0, 1);
}

/* Means far beyond the table of the test above: mean and variance, 4.9 standard errors. */
static void test_poisson_large(void **state)
{
    (void)state;
    for (double mean = 1e6; mean < 1e13; mean *= 1e3) {
        double sum = 0, square = 0;
        for (uint64_t b = 0; b < BLOCKS; b++) {
            double x[FPK_BLOCK];
            draw(fpk_sde_poisson, mean, b, x);
            for (size_t i = 0; i < FPK_BLOCK; i++) {
                sum += x[i] - mean;
                square += (x[i] - mean) * (x[i] - mean);
            }
        }
        check_close(sum / n_all, 0, 4.9 * sqrt(mean / n_all));
        check_relative(square / n_all, mean, 4.9 * sqrt(2 / n_all));
    }
}

static void test_ends(void **state)
{
    (void)state;
    struct fpk_noise noise = {.refine = 1};
    double bad[4] = {-1, NAN, INFINITY, 0}, out[4];
    fpk_sde_gamma(&noise, 4, bad, out);
    check_true(isnan(out[0]) && isnan(out[1]) && isnan(out[2]));
    check_same_bits(out[3], 0);
    fpk_sde_poisson(&noise, 4, bad, out);
    check_true(isnan(out[0]) && isnan(out[1]) && isnan(out[2]));
    check_same_bits(out[3], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gamma_moments), cmocka_unit_test(test_log_poisson),
        cmocka_unit_test(test_poisson_law),   cmocka_unit_test(test_poisson_large),
        cmocka_unit_test(test_ends),
    };
    return check_main(tests);
}
