/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests cells.c, tally.c and interpolant.c. */
#include "fpk/compare/cells.h"

#include "draws.h"

#include <omp.h>

static void test_count(void **state)
{
    (void)state;
    check_equal(fpk_cells_count(10000), 49);
    check_equal(fpk_cells_count(1000000), 313);
    check_equal(fpk_cells_count(10000000), 788);
    check_equal(fpk_cells_count(100), 5); /* 20 in each */
    check_equal(fpk_cells_count(7), 2);
}

/* Against the closed form: probabilities at the edges, their error below its estimate (which is of
 * a lower order), equal cells, and refinement by 2 dividing the estimate by 2^8. */
static void test_density_cells(void **state)
{
    (void)state;
    double previous = 0;
    for (size_t nodes = 31; nodes <= 121; nodes = 2 * nodes - 1) {
        struct fpk_density d;
        struct fpk_cells cells;
        normal_density(&d, nodes, 3, 0.5);
        check_ok(fpk_cells_of_density(&cells, &d, 100));
        double chi2 = 0, sum = 0, last = 0;
        for (size_t k = 0; k < 100; k++) {
            double next = k < 99 ? fpk_normal_cdf((cells.edge[k] - 3) / 0.5) : 1;
            double e = cells.probability[k] - (next - last);
            chi2 += e * e / 0.01;
            sum += cells.probability[k];
            last = next;
            check_close(cells.probability[k], 0.01, 1e-12);
        }
        check_close(sum, 1, 1e-14);
        check_between(cells.error_chi2, chi2, INFINITY);
        if (previous > 0) /* the square of an estimate of order 8: 2^16 within a factor 4 */
            check_between(previous / cells.error_chi2, 0x1p14, 0x1p18);
        previous = cells.error_chi2;
        fpk_cells_clear(&cells);
        fpk_density_clear(&d);
    }
}

static void test_cdf_cells(void **state)
{
    (void)state;
    struct fpk_cells cells;
    check_ok(fpk_cells_of_cdf(&cells, normal_cdf, NULL, -40, 40, 1000));
    for (size_t k = 0; k < 999; k++)
        check_close(cells.edge[k], fpk_normal_quantile((double)(k + 1) / 1000), 1e-14);
    for (size_t k = 0; k < 1000; k++)
        check_close(cells.probability[k], 0.001, 1e-15);
    check_close(cells.error_chi2, 0, 0);
    fpk_cells_clear(&cells);
}

/* An atom of weight .3 at 0 inside N(0,1). */
static void atom_cdf(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    normal_cdf(n, x, cdf, tail, ctx);
    for (size_t i = 0; i < n; i++) {
        cdf[i] = 0.7 * cdf[i] + (x[i] >= 0 ? 0.3 : 0);
        tail[i] = 1 - cdf[i];
    }
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_cells cells;
    struct fpk_density d;
    check_refused(fpk_cells_of_cdf(&cells, atom_cdf, NULL, -40, 40, 20), FPK_NUMERIC, "jump");
    check_refused(fpk_cells_of_cdf(&cells, normal_cdf, NULL, 1, -1, 20), FPK_USAGE, "increasing");
    normal_density(&d, 101, 0, 1);
    check_refused(fpk_cells_of_density(&cells, &d, 1), FPK_USAGE, "at least 2 cells");
    d.pdf[50] = NAN;
    check_refused(fpk_cells_of_density(&cells, &d, 20), FPK_NUMERIC, "not finite at node 50");
    d.pdf[50] = d.pdf[49];
    d.cdf[20] = 0.5;
    check_refused(fpk_cells_of_density(&cells, &d, 20), FPK_NUMERIC, "the cdf falls");
    fpk_density_clear(&d);
    normal_density(&d, 7, 0, 1);
    check_refused(fpk_cells_of_density(&cells, &d, 2), FPK_USAGE, "too coarse");
    fpk_density_clear(&d);
}

static void test_tally(void **state)
{
    (void)state;
    enum { N = 5000, CELLS = 37 };
    struct fpk_cells cells;
    struct fpk_points points;
    uint64_t count[CELLS], naive[CELLS] = {0};
    check_ok(fpk_cells_of_cdf(&cells, normal_cdf, NULL, -40, 40, CELLS));
    check_ok(fpk_points_init(&points, N, 1));
    draw_normals(1, N, points.x);
    points.x[17] = cells.edge[4]; /* an edge belongs to the cell below it */
    for (size_t i = 0; i < N; i++) {
        size_t k = 0;
        while (k < CELLS - 1 && points.x[i] > cells.edge[k])
            k++;
        naive[k]++;
    }
    int before = omp_get_max_threads();
    for (int threads = 1; threads <= 3; threads++) {
        omp_set_num_threads(threads);
        check_ok(fpk_cells_tally(&cells, &points, count));
        check_true(memcmp(count, naive, sizeof count) == 0);
    }
    omp_set_num_threads(before);
    points.x[99] = NAN;
    points.x[98] = -INFINITY;
    check_refused(fpk_cells_tally(&cells, &points, count), FPK_USAGE,
                  "2 of 5000 points are not finite (the first is point 98, -inf)");
    points.dim = 2;
    check_refused(fpk_cells_tally(&cells, &points, count), FPK_USAGE, "cells are for one");
    points.dim = 1;
    fpk_points_clear(&points);
    fpk_cells_clear(&cells);
}

/* chi2 of a shifted normal on many cells is near the continuous exp(shift^2) - 1; the bound by the
 * total variation, 2 Phi(shift/2) - 1, holds. */
static void test_chi2_of_another(void **state)
{
    (void)state;
    struct fpk_density d, other;
    struct fpk_cells cells;
    double chi2, shift = 0.05;
    normal_density(&d, 801, 0, 1);
    normal_density(&other, 801, shift, 1);
    check_ok(fpk_cells_of_density(&cells, &d, 300));
    check_ok(fpk_cells_chi2(&cells, &other, &chi2));
    check_relative(chi2, exp(shift * shift) - 1, 0.02);
    check_true(chi2 < exp(shift * shift) - 1); /* cells can only lose */
    double tv = 2 * fpk_normal_cdf(shift / 2) - 1;
    check_between(fpk_cells_chi2_from_tv(&cells, tv), chi2, 1e4 * chi2);
    check_ok(fpk_cells_chi2(&cells, &d, &chi2));
    check_close(chi2, 0, 1e-25);
    fpk_cells_clear(&cells);
    fpk_density_clear(&other);
    fpk_density_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count),     cmocka_unit_test(test_density_cells),
        cmocka_unit_test(test_cdf_cells), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_tally),     cmocka_unit_test(test_chi2_of_another),
    };
    return check_main(tests);
}
