/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "fpk/wiener/normal.h"

#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* numpy.quantile, linear, of the sorted a. */
static double linear_quantile(const double *a, size_t n, double q)
{
    double place = q * (double)(n - 1);
    size_t k = (size_t)place;
    return k + 1 < n ? a[k] + (place - (double)k) * (a[k + 1] - a[k]) : a[k];
}

static void check_dim(size_t dim, double q, double bound)
{
    enum { N = 300, MOST = 40 };
    struct fpk_mixture mixture;
    double mean[MOST] = {0}, one[MOST * MOST] = {0};
    for (size_t d = 0; d < dim; d++)
        one[d * dim + d] = 1;
    check_ok(fpk_mixture_init(&mixture, dim, 1, &(double){1}, mean, one));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "threshold", 2));
    plan.start_std = 1.5;
    check_ok(fpk_plan_add(
        &plan,
        (struct fpk_instruction){.op = FPK_THRESHOLD, .n_in = 1, .quantile = q, .bound = bound}));
    struct fpk_points points;
    double x[MOST][N];
    check_ok(fpk_points_init(&points, N, dim));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 4, 0, &points, 1));
    for (uint32_t d = 0; d < dim; d++)
        fpk_normal_fill((struct fpk_stream){4, FPK_FOR_START, 0, d, 0}, 0, N, x[d]);
    for (size_t i = 0; i < N; i++) {
        double size[MOST];
        for (size_t d = 0; d < dim; d++)
            size[d] = fabs(1.5 * x[d][i]);
        qsort(size, dim, sizeof size[0], by_size);
        double s = fmax(linear_quantile(size, dim, q), bound);
        for (size_t d = 0; d < dim; d++)
            check_close(fpk_points_get(&points, i, d), fmin(fmax(1.5 * x[d][i], -s), s) * bound / s,
                        1e-14);
    }
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

/* Dimensions of all residues of a heap, quantiles at, near and far from the ends. */
static void test_against_sorting(void **state)
{
    (void)state;
    static const double q[] = {0, .3, .5, .9, .995, 1}, bound[] = {1, .2, 2};
    for (size_t dim = 1; dim <= 40; dim += dim < 9 ? 1 : 31)
        for (size_t k = 0; k < 6; k++)
            check_dim(dim, q[k], bound[k % 3]);
}

/* Below the bound nothing changes; by hand above it: |x| = 1, 2, 3, 4 and quantile 2/3 give 3. */
static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    double one[16] = {1, [5] = 1, [10] = 1, [15] = 1};
    check_ok(fpk_mixture_init(&mixture, 4, 1, &(double){1}, (double[4]){0}, one));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_start start = {.kind = FPK_START_POINTS};
    const double x[4] = {-3, 1, 4, -2};
    check_ok(fpk_points_init(&start.points, 1, 4));
    for (uint32_t d = 0; d < 4; d++)
        fpk_points_block(&start.points, 0)[d] = x[d];
    for (int k = 0; k < 2; k++) {
        struct fpk_plan plan;
        struct fpk_points points;
        check_ok(fpk_plan_init(&plan, "threshold", 1));
        check_ok(fpk_plan_add(
            &plan, (struct fpk_instruction){
                       .op = FPK_THRESHOLD, .n_in = 1, .quantile = 2. / 3, .bound = k ? 5 : 1.5}));
        check_ok(fpk_points_init(&points, 1, 4));
        check_ok(fpk_sampler_run(&plan, &score, &start, 4, 0, &points, 1));
        const double want[4] = {-1.5, .5, 1.5, -1};
        for (uint32_t d = 0; d < 4; d++)
            check_close(fpk_points_get(&points, 0, d), k ? x[d] : want[d], 1e-14);
        fpk_points_clear(&points);
        fpk_plan_clear(&plan);
    }
    fpk_start_clear(&start);
    fpk_mixture_clear(&mixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_sorting),
        cmocka_unit_test(test_by_hand),
    };
    return check_main(tests);
}
