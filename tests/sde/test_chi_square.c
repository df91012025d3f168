/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sde/variates_priv.h"

#include "fpk/base/block.h"

#include "../check.h"

enum { BLOCKS = 96, CELLS = 20 };
static const double n_all = (double)BLOCKS * FPK_BLOCK;

static void draw(double freedom, double lambda, uint64_t block, double *x)
{
    struct fpk_exact_law law = {.freedom = freedom, .scale = 0.5, .ratio = lambda};
    struct fpk_noise noise = {.seed = 8, .first = block * FPK_BLOCK, .step = 3, .refine = 1};
    for (size_t i = 0; i < FPK_BLOCK; i++)
        x[i] = 1;
    fpk_sde_chi_square(&noise, &law, FPK_BLOCK, x);
}

/* Pearson's statistic on the cells between the quantiles, with x stretched by `stretch`. */
static double pearson(double freedom, double lambda, const double *quantile, double stretch)
{
    int count[CELLS] = {0};
    double statistic = 0, expected = n_all / CELLS;
    for (uint64_t b = 0; b < BLOCKS; b++) {
        double x[FPK_BLOCK];
        draw(freedom, lambda, b, x);
        for (size_t i = 0; i < FPK_BLOCK; i++) {
            int k = 0;
            while (k < CELLS - 1 && stretch * x[i] / 0.5 > quantile[k])
                k++;
            count[k]++;
        }
    }
    for (int k = 0; k < CELLS; k++)
        statistic += (count[k] - expected) * (count[k] - expected) / expected;
    return statistic;
}

/* The 1 - 1e-7 quantile of chi-square with 19 degrees of freedom is 69.8 (scipy.stats.chi2.isf):
 * 11 laws, family false-alarm rate about 1e-6. Each would be rejected if it were a little wider. */
static void test_laws(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/chi_square_noncentral.txt", "r");
    char line[600];
    int laws = 0;
    check_true(file && fgets(line, sizeof line, file));
    double freedom, lambda;
    while (fscanf(file, "%lf %lf", &freedom, &lambda) == 2) {
        double quantile[CELLS - 1];
        for (int k = 0; k < CELLS - 1; k++)
            check_equal(fscanf(file, "%lf", &quantile[k]), 1);
        check_between(pearson(freedom, lambda, quantile, 1), 0, 69.8);
        double wider = lambda > 100 ? 1.001 : freedom < 0.5 ? 1.3 : 1.03;
        check_true(pearson(freedom, lambda, quantile, wider) > 69.8);
        laws++;
    }
    check_equal(laws, 11);
    fclose(file);
}

/* freedom 0: at 0 with probability e^(-lambda/2), and 0 stays there. 4.9 standard errors: 1e-6. */
static void test_absorbed(void **state)
{
    (void)state;
    double p = exp(-1.5), count = 0;
    for (uint64_t b = 0; b < BLOCKS; b++) {
        double x[FPK_BLOCK];
        draw(0, 3, b, x);
        for (size_t i = 0; i < FPK_BLOCK; i++)
            count += x[i] == 0;
    }
    check_close(count, n_all * p, 4.9 * sqrt(n_all * p * (1 - p)));
    double x[FPK_BLOCK];
    draw(0, 0, 0, x);
    check_same_bits(x[FPK_BLOCK - 1], 0);
}

static void test_points_alone(void **state)
{
    (void)state;
    const double freedom[3] = {0.4, 1, 1.3};
    for (int k = 0; k < 3; k++) {
        struct fpk_exact_law law = {.freedom = freedom[k], .scale = 1, .ratio = 25};
        double all[FPK_BLOCK];
        draw(freedom[k], 25, 1, all);
        for (size_t i = 0; i < FPK_BLOCK; i++) {
            struct fpk_noise noise = {.seed = 8, .first = FPK_BLOCK + i, .step = 3, .refine = 1};
            double x = 1;
            fpk_sde_chi_square(&noise, &law, 1, &x);
            check_same_bits(0.5 * x, all[i]);
        }
    }
}

static void test_not_possible(void **state)
{
    (void)state;
    const double freedom[] = {0.5, 0.95, 1, 1.05, 1.5, 2.5}; /* 1 is where the way changes */
    for (size_t k = 0; k < sizeof freedom / sizeof *freedom; k++) {
        struct fpk_exact_law law = {.freedom = freedom[k], .scale = 1, .ratio = 2};
        struct fpk_noise_given given = {.ld = 2};
        struct fpk_noise noise = {.refine = 1};
        double x[2] = {-0.5, 1};
        fpk_sde_chi_square(&noise, &law, 2, x);
        check_true(isnan(x[0]) && x[1] > 0);
        noise.given = &given;
        fpk_sde_chi_square(&noise, &law, 2, x);
        check_true(isnan(x[1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_absorbed),
        cmocka_unit_test(test_points_alone),
        cmocka_unit_test(test_not_possible),
    };
    return check_main(tests);
}
