/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../distribution/square.h"

#include "fpk/compare/chi_square.h"
#include "fpk/wiener/normal.h"

#include <stdlib.h>

enum { N = 20000 };

/* Squares of normals, times `scale`. */
static void squares(struct fpk_points *points, double scale)
{
    check_ok(fpk_points_init(points, N, 1));
    for (size_t i = 0; i < N; i += 1000)
        fpk_normal_fill((struct fpk_stream){.seed = 3, .purpose = FPK_FOR_TEST}, i, 1000,
                        points->x + i);
    for (size_t i = 0; i < N; i++)
        points->x[i] *= scale * points->x[i];
}

/* U^2, whose density has a pole: its own points are accepted, those 10 % larger are not. */
static void test_folded(void **state)
{
    (void)state;
    struct fpk_pushed fine, coarse;
    struct fpk_points points;
    struct fpk_chi_square test;
    square_init(&fine, 1);
    square_init(&coarse, 1);
    struct fpk_side law = {.pushed = &fine, .pushed_coarse = &coarse};
    squares(&points, 1);
    check_ok(fpk_chi_square_side(&law, &points, &test));
    check_between(test.p_value, 1e-3, 1); /* one false alarm in 1000 seeds */
    check_close(test.law_shift, 0, 1e-12);
    fpk_points_clear(&points);
    squares(&points, 1.1);
    check_ok(fpk_chi_square_side(&law, &points, &test));
    check_between(test.p_value, 0, 1e-6); /* the level of a verdict */
    fpk_pushed_clear(&coarse);
    square_init(&coarse, 1.02); /* a law that knows itself no better says so */
    check_ok(fpk_chi_square_side(&law, &points, &test));
    check_true(test.law_shift > test.law_allowed);
    fpk_points_clear(&points);
    fpk_pushed_clear(&fine);
    fpk_pushed_clear(&coarse);
}

/* A closed form. */
static void test_mixture(void **state)
{
    (void)state;
    struct fpk_mixture normal;
    struct fpk_points points;
    struct fpk_chi_square test;
    double one = 1, mean = 0;
    check_ok(fpk_mixture_init(&normal, 1, 1, &one, &mean, &one));
    check_ok(fpk_points_init(&points, N, 1));
    for (size_t i = 0; i < N; i += 1000)
        fpk_normal_fill((struct fpk_stream){.seed = 4, .purpose = FPK_FOR_TEST}, i, 1000,
                        points.x + i);
    check_ok(fpk_chi_square_side(&(struct fpk_side){.mixture = &normal}, &points, &test));
    check_between(test.p_value, 1e-3, 1);
    fpk_points_clear(&points);
    fpk_mixture_clear(&normal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folded),
        cmocka_unit_test(test_mixture),
    };
    return check_main(tests);
}
