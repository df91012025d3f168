/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/chi_square.h"

#include "../check.h"

/* 200 numbers on five values, by hand: 100 wanted in each of the two cells (fpk_cells_count(200) =
 * 10 asks for 20): values {0, 1} and so on are joined until 20 are expected. */
static void test_joined_by_hand(void **state)
{
    (void)state;
    const double p[5] = {0.05, 0.3, 0.3, 0.3, 0.05};
    const uint64_t count[5] = {8, 70, 52, 58, 12};
    struct fpk_chi_square t;
    check_ok(fpk_chi_square_counts(5, count, p, &t));
    /* 0 and 1 join (10 < 20 expected); 2; 3 and 4 join, because 4 alone would expect 10 */
    check_equal(t.cells, 3);
    double want = 8.0 * 8 / 70 + 8.0 * 8 / 60 + 0.0;
    check_close(t.statistic, want, 1e-12);
    check_close(t.dof, 2, 0);
    check_close(t.least_expected, 60, 1e-12);
    check_close(t.p_value, exp(-want / 2), 1e-12); /* two degrees of freedom */
}

static void test_refusals(void **state)
{
    (void)state;
    const double p[3] = {0.5, 0.25, 0.25}, short_of[3] = {0.5, 0.25, 0.2};
    const double one[3] = {0.999999, 1e-6, 0};
    const uint64_t few[3] = {10, 5, 5}, many[3] = {500, 250, 250};
    struct fpk_chi_square t;
    check_refused(fpk_chi_square_counts(3, many, short_of, &t), FPK_USAGE, "not to 1");
    check_refused(fpk_chi_square_counts(3, few, p, &t), FPK_USAGE, "two cells");
    check_refused(fpk_chi_square_counts(3, many, one, &t), FPK_USAGE, "nearly all the mass");
}

static void test_scores(void **state)
{
    (void)state;
    const double z[2] = {1, -2}, broken[2] = {1, NAN};
    struct fpk_chi_square t = fpk_chi_square_scores(1000, 2, z);
    check_close(t.statistic, 5, 0);
    check_close(t.p_value, exp(-2.5), 1e-14);
    check_equal(t.n, 1000);
    check_true(isnan(fpk_chi_square_scores(9, 2, broken).p_value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_joined_by_hand),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_scores),
    };
    return check_main(tests);
}
