/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/chi_square.h"

#include "fpk/compare/ks.h"

#include "draws.h"

static void test_known_tails(void **state)
{
    (void)state;
    FILE *file = known_open();
    double v[6];
    int lines = 0;
    for (; known_next(file, "ncx2", v) == 4; lines++)
        check_relative(fpk_chi_square_tail(v[0], v[1], v[2]), v[3], 1e-11);
    check_equal(lines, 9);
    fclose(file);
}

static void test_known_critical(void **state)
{
    (void)state;
    FILE *file = known_open();
    double v[6];
    int lines = 0;
    for (; known_next(file, "critical", v) == 3; lines++)
        check_relative(fpk_chi_square_critical(v[0], v[1]), v[2], 1e-10);
    check_equal(lines, 15);
    fclose(file);
}

static void test_known_effects(void **state)
{
    (void)state;
    FILE *file = known_open();
    double v[6];
    int lines = 0;
    for (; known_next(file, "detects", v) == 5; lines++)
        check_relative(fpk_chi_square_detects((uint64_t)v[0], v[1], v[2], v[3]), v[4], 1e-5);
    check_equal(lines, 4);
    fclose(file);
}

/* 40, 30, 20, 30 in four cells of 1/4: X^2 = (100 + 0 + 100 + 0)/30; P(chi2_3 >= 20/3) = .0833. */
static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_cells cells;
    struct fpk_points points;
    struct fpk_chi_square test;
    check_ok(fpk_cells_of_cdf(&cells, normal_cdf, NULL, -40, 40, 4));
    check_ok(fpk_points_init(&points, 120, 1));
    double at[4] = {-1, -0.1, 0.1, 1};
    size_t count[4] = {40, 30, 20, 30}, i = 0;
    for (int k = 0; k < 4; k++)
        for (size_t j = 0; j < count[k]; j++)
            points.x[i++] = at[k];
    check_ok(fpk_chi_square_test(&cells, &points, 1e-4, &test));
    check_relative(test.statistic, 20.0 / 3, 1e-13);
    double q = erfc(sqrt(10.0 / 3)) + sqrt(40 / (3 * acos(-1))) * exp(-10.0 / 3);
    check_relative(test.p_value, q, 1e-12);
    check_close(test.dof, 3, 0);
    check_relative(test.least_expected, 30, 1e-13);
    check_relative(test.law_shift, 120e-4, 1e-12);
    check_relative(test.law_allowed, 0.1 * sqrt(6), 1e-12);
    points.n = 76;
    check_refused(fpk_chi_square_test(&cells, &points, 0, &test), FPK_USAGE,
                  "76 points in 4 cells: 19 expected");
    points.n = 120;
    points.x[0] = INFINITY;
    check_refused(fpk_chi_square_test(&cells, &points, 0, &test), FPK_USAGE, "1 of 120 points");
    check_refused(fpk_chi_square_test(&cells, &points, -1, &test), FPK_USAGE, "error of a law");
    fpk_points_clear(&points);
    fpk_cells_clear(&cells);
}

/* p-values of 1000 true nulls, 1000 points on 19 cells of a tabulated law each: uniform by KS. The
 * seeds are fixed; a right programme has p < 1e-4 for one choice of seeds in 1e4. */
static void test_null_is_uniform(void **state)
{
    (void)state;
    enum { SEEDS = 1000, N = 1000 };
    struct fpk_density d;
    struct fpk_points points;
    struct fpk_chi_square test;
    struct fpk_ks ks;
    double p[SEEDS];
    normal_density(&d, 401, 0, 1);
    check_ok(fpk_points_init(&points, N, 1));
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        draw_normals(seed + 1, N, points.x);
        check_ok(fpk_chi_square_density(&d, 0, &points, &test));
        p[seed] = test.p_value;
    }
    check_equal(test.cells, 19);
    check_ok(fpk_ks_uniform(SEEDS, p, &ks));
    check_between(ks.p_value, 1e-4, 1);
    fpk_points_clear(&points);
    fpk_density_clear(&d);
}

/* How many of `trials` samples of N(shift, 1) are rejected as N(0, 1). */
static int rejections(double shift, int trials, size_t n, struct fpk_cells *cells)
{
    struct fpk_points points;
    struct fpk_chi_square test;
    int rejected = 0;
    check_ok(fpk_points_init(&points, n, 1));
    for (int j = 0; j < trials; j++) {
        draw_normals(5000 + (uint64_t)j, n, points.x);
        for (size_t i = 0; i < n; i++)
            points.x[i] += shift;
        check_ok(fpk_chi_square_test(cells, &points, 0, &test));
        rejected += test.p_value <= 1e-6;
    }
    fpk_points_clear(&points);
    return rejected;
}

/* A fault of just the size that is said to be detected with probability .999 is: of 100 trials
 * more than 4 misses have probability 8e-8. At half that distance the power is that of the
 * noncentral law with lambda/4: rejections are binomial, 5.2 deviations (two-sided 2e-7). */
static void test_power(void **state)
{
    (void)state;
    enum { N = 10000, TRIALS = 100 };
    struct fpk_cells cells;
    struct fpk_density shifted;
    double chi2, low = 0, high = 1;
    check_ok(fpk_cells_of_cdf(&cells, normal_cdf, NULL, -40, 40, fpk_cells_count(N)));
    double dof = (double)cells.n - 1, want = fpk_chi_square_detects(N, dof, 1e-6, 0.999);
    for (int i = 0; i < 40; i++) { /* the shift whose chi distance on these cells is `want` */
        double shift = (low + high) / 2;
        normal_density(&shifted, 801, shift, 1);
        check_ok(fpk_cells_chi2(&cells, &shifted, &chi2));
        fpk_density_clear(&shifted);
        *(sqrt(chi2) < want ? &low : &high) = shift;
    }
    check_between(rejections(high, TRIALS, N, &cells), TRIALS - 4, TRIALS);
    normal_density(&shifted, 801, high / 2, 1);
    check_ok(fpk_cells_chi2(&cells, &shifted, &chi2));
    fpk_density_clear(&shifted);
    double critical = fpk_chi_square_critical(dof, 1e-6);
    double power = fpk_chi_square_tail(critical, dof, N * chi2);
    check_between(power, 0.01, 0.5);
    check_close(rejections(high / 2, TRIALS, N, &cells), TRIALS * power,
                5.2 * sqrt(TRIALS * power * (1 - power)));
    fpk_cells_clear(&cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_tails),     cmocka_unit_test(test_known_critical),
        cmocka_unit_test(test_known_effects),   cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_null_is_uniform), cmocka_unit_test(test_power),
    };
    return check_main(tests);
}
