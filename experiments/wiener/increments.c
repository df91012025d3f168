/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Increments over 16 equal intervals: their means, variances and covariances. Divided by their
 * standard errors these are 16, 16 and 120 independent standard normals if W is what it should be.
 */
#include "wiener.h"

#include "fpk/base/block.h"
#include "fpk/numeric/sum.h"
#include "fpk/wiener/normal.h"

#include <math.h>
#include <string.h>

struct sums {
    struct fpk_sum one[TIMES], two[TIMES][TIMES];
};

/* z [TIMES][n] <- the increments in units of sqrt(dt). */
static void add_block(struct sums *sums, size_t n, double (*z)[FPK_BLOCK])
{
    for (int j = 0; j < TIMES; j++) {
        fpk_sum_add(&sums->one[j], fpk_sum_block(n, z[j]));
        for (int k = 0; k <= j; k++)
            fpk_sum_add(&sums->two[j][k], fpk_dot_block(n, z[j], z[k]));
    }
}

static void judge(struct increments *inc, const struct sums *sums, double n,
                  double covariance[][TIMES])
{
    double mean[TIMES], variance[TIMES], cross[TIMES * TIMES];
    size_t m = 0;
    for (int j = 0; j < TIMES; j++) {
        mean[j] = fpk_sum_value(&sums->one[j]) / sqrt(n);
        for (int k = 0; k <= j; k++) {
            double c = fpk_sum_value(&sums->two[j][k]) / n;
            covariance[j][k] = covariance[k][j] = c;
            if (k == j)
                variance[j] = (c - 1) / sqrt(2 / n);
            else
                cross[m++] = c * sqrt(n);
        }
    }
    inc->mean = fpk_chi_square_scores((uint64_t)n, TIMES, mean);
    inc->variance = fpk_chi_square_scores((uint64_t)n, TIMES, variance);
    inc->independence = fpk_chi_square_scores((uint64_t)n, m, cross);
}

enum fpk_status wiener_increments(struct wiener *w, struct fpk_run *run)
{
    FPK_TRY(fpk_run_progress(run, 0.6, "increments"));
    struct increments *inc = &w->increments;
    struct sums sums = {0};
    static double z[TIMES][FPK_BLOCK];
    for (size_t begin = 0; begin < w->particles; begin += FPK_BLOCK) {
        size_t n = w->particles - begin < FPK_BLOCK ? w->particles - begin : FPK_BLOCK;
        for (int j = 0; j < TIMES; j++) {
            struct fpk_stream stream = {.seed = w->seed,
                                        .purpose = FPK_FOR_INCREMENT,
                                        .step = (uint64_t)j,
                                        .component = WALKS};
            fpk_normal_fill(stream, begin, n, z[j]);
        }
        add_block(&sums, n, z);
    }
    double step[TIMES][TIMES], dt = w->time / TIMES;
    judge(inc, &sums, (double)w->particles, step);
    for (int j = 0; j < TIMES; j++) {
        inc->time[j] = dt * (j + 1);
        for (int k = 0; k < TIMES; k++) {
            double sum = 0; /* cov of two sums of increments */
            for (int a = 0; a <= j; a++)
                for (int b = 0; b <= k; b++)
                    sum += step[a][b];
            inc->covariance[j][k] = dt * sum;
        }
    }
    return FPK_OK;
}
