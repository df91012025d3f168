/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "square.h"

/* U^2: two branches that meet at 0, mean 1, variance 2. */
static void test_branches_and_moments(void **state)
{
    (void)state;
    struct fpk_pushed square;
    double mass, mean, variance;
    square_init(&square, 1);
    check_equal(square.n, SQUARE_PANELS);
    check_equal(square.n_branch, 2);
    check_equal(square.n_atom, 0);
    check_close(square.branch[0].low, 0, 1e-14);
    check_close(square.branch[1].low, 0, 1e-14);
    check_close(square.branch[0].sign, -1, 0);
    check_close(square.branch[1].sign, 1, 0);
    check_close(square.branch[0].mass, .5, 1e-13);
    check_close(square.branch[1].mass, .5, 1e-13);
    check_close(square.branch[1].high, 144, 1e-10);
    fpk_pushed_moments(&square, &mass, &mean, &variance);
    check_close(mass, 1, 1e-13);
    check_close(mean, 1, 1e-13);
    check_close(variance, 2, 1e-12);
    for (size_t i = 1; i < square.n_knot; i++) {
        check_true(square.knot[i].x > square.knot[i - 1].x);
        check_true(square.knot[i].cdf >= square.knot[i - 1].cdf);
    }
    fpk_pushed_clear(&square);
}

/* Points alone; two of them apart by rounding are one. */
static void test_points(void **state)
{
    (void)state;
    struct fpk_pushed law;
    static const double x[4] = {3, -1, 3 + 1e-15, 0}, mass[4] = {.25, .25, .125, .375};
    double all, mean, variance;
    check_ok(fpk_pushed_init(
        &law, &(struct fpk_panels_view){.n_point = 4, .point = x, .point_mass = mass}));
    check_equal(law.n_atom, 3);
    check_close(law.atom_mass[2], .375, 0);
    check_close(law.atom[0], -1, 0);
    fpk_pushed_moments(&law, &all, &mean, &variance);
    check_close(all, 1, 0);
    check_close(mean, .875, 1e-15);
    check_close(variance, .25 + 9 * .375 - .875 * .875, 1e-14);
    fpk_pushed_clear(&law);
    check_refused(fpk_pushed_init(&law, &(struct fpk_panels_view){.n = 0}), FPK_NUMERIC,
                  "without mass");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_branches_and_moments),
        cmocka_unit_test(test_points),
    };
    return check_main(tests);
}
