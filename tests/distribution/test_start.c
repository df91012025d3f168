/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/distribution/start.h"

#include "../check.h"

static void test_three_forms(void **state)
{
    (void)state;
    struct fpk_start s;
    check_ok(fpk_start_parse(&s, "normal:-1.5:0.25"));
    check_equal(s.kind, FPK_START_MIXTURE);
    check_same_bits(s.mixture.mean[0], -1.5);
    check_same_bits(s.mixture.covariance[0], 0.0625);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "delta:3e-2"));
    check_equal(s.kind, FPK_START_DELTA);
    check_same_bits(s.a, 0.03);
    check_same_bits(s.b, 0.03);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "uniform:-1:2"));
    check_equal(s.kind, FPK_START_UNIFORM);
    check_same_bits(s.a, -1);
    check_same_bits(s.b, 2);
    fpk_start_clear(&s);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_start s;
    check_refused(fpk_start_parse(&s, "gauss:0:1"), FPK_USAGE,
                  "normal:MEAN:STD, delta:x or uniform");
    check_refused(fpk_start_parse(&s, ""), FPK_USAGE, "not understood");
    check_refused(fpk_start_parse(&s, "normal"), FPK_USAGE, "not understood");
    check_refused(fpk_start_parse(&s, "normal:0"), FPK_USAGE, "has 1 numbers, this form takes 2");
    check_refused(fpk_start_parse(&s, "normal:0:1:2"), FPK_USAGE, "has 3 numbers");
    check_refused(fpk_start_parse(&s, "normal:0:x"), FPK_USAGE, "\"x\" is not a number");
    check_refused(fpk_start_parse(&s, "normal:0:0"), FPK_USAGE, "delta:x");
    check_refused(fpk_start_parse(&s, "normal:0:-1"), FPK_USAGE, "positive standard deviation");
    check_refused(fpk_start_parse(&s, "normal:0:1e999"), FPK_USAGE, "range of a double");
    check_refused(fpk_start_parse(&s, "normal:0:1e-200"), FPK_USAGE, "variance 0");
    check_refused(fpk_start_parse(&s, "delta:"), FPK_USAGE, "not a number");
    check_refused(fpk_start_parse(&s, "uniform:2:2"), FPK_USAGE, "first end below its second");
    check_refused(fpk_start_parse(&s, "uniform:-1e308:1e308"), FPK_USAGE, "finite length");
}

static void test_in_space(void **state)
{
    (void)state;
    struct fpk_start s;
    check_ok(fpk_start_parse(&s, "delta:1,-2,0.5"));
    check_equal(s.kind, FPK_START_POINTS);
    check_equal(fpk_start_dim(&s), 3);
    struct fpk_points p;
    check_ok(fpk_points_init(&p, 2000, 3));
    check_ok(fpk_start_sample(&s, 1, 5, &p));
    check_true(fpk_points_get(&p, 1999, 0) == 1 && fpk_points_get(&p, 7, 1) == -2);
    check_true(fpk_points_get(&p, 1100, 2) == 0.5);
    fpk_points_clear(&p);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "normal:1,-2:0.5,3"));
    check_equal(s.kind, FPK_START_MIXTURE);
    check_true(s.mixture.dim == 2 && s.mixture.n == 1 && s.mixture.mean[1] == -2);
    check_true(s.mixture.covariance[0] == 0.25 && s.mixture.covariance[1] == 0);
    check_same_bits(s.mixture.covariance[3], 9);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "normal:1,-2:0.5"));
    check_same_bits(s.mixture.covariance[3], 0.25);
    fpk_start_clear(&s);
    check_refused(fpk_start_parse(&s, "normal:1,2:1,2,3"), FPK_USAGE,
                  "2 means and 3 standard deviations");
    check_refused(fpk_start_parse(&s, "normal:1,2:1,0"), FPK_USAGE, "delta:x,y");
    check_refused(fpk_start_parse(&s, "normal:1:1,2"), FPK_USAGE, "1 means and 2");
    check_refused(fpk_start_parse(&s, "delta:1,,2"), FPK_USAGE, "\"\" is not a number");
    check_refused(fpk_start_parse(&s, "uniform:0,0:1,1"), FPK_USAGE, "on the line");
}

static void test_spread(void **state)
{
    (void)state;
    struct fpk_start s;
    check_ok(fpk_start_parse(&s, "delta:0.25"));
    check_ok(fpk_start_spread(&s, 1));
    check_equal(s.kind, FPK_START_DELTA);
    check_ok(fpk_start_spread(&s, 2));
    check_true(s.kind == FPK_START_POINTS && fpk_points_get(&s.points, 0, 1) == 0.25);
    check_ok(fpk_start_spread(&s, 2));
    check_refused(fpk_start_spread(&s, 3), FPK_USAGE, "it has 2 dimensions, the equation has 3");
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "normal:2:0.5"));
    check_ok(fpk_start_spread(&s, 3));
    check_true(s.mixture.dim == 3 && s.mixture.mean[2] == 2 && s.mixture.covariance[8] == 0.25);
    fpk_start_clear(&s);
    check_ok(fpk_start_parse(&s, "uniform:0:1"));
    check_refused(fpk_start_spread(&s, 2), FPK_USAGE, "it has 1 dimension, the equation has 2");
    check_equal(s.kind, FPK_START_UNIFORM);
    fpk_start_clear(&s);
}

static void test_moved_in(void **state)
{
    (void)state;
    struct fpk_start s;
    struct fpk_points p;
    check_ok(fpk_points_init(&p, 3, 1));
    memcpy(p.x, (double[]){2, -1, 0}, 3 * sizeof(double));
    check_ok(fpk_start_points(&s, &p));
    check_true(p.x == NULL);
    check_same_bits(s.points.x[0], 2);
    check_same_bits(s.sorted[0], -1);
    check_same_bits(s.sorted[2], 2);
    fpk_start_clear(&s);
    struct fpk_mixture m;
    check_ok(fpk_mixture_init(&m, 1, 1, (double[]){1}, (double[]){2}, (double[]){3}));
    fpk_start_mixture(&s, &m);
    check_true(m.weight == NULL && s.kind == FPK_START_MIXTURE);
    fpk_start_clear(&s);
    check_ok(fpk_points_init(&p, 3, 2));
    fpk_points_set(&p, 1, 1, NAN);
    check_refused(fpk_start_points(&s, &p), FPK_USAGE, "point 1, component 1 is not finite");
    check_true(p.x == NULL && s.points.x == NULL);
    check_ok(fpk_points_init(&p, 0, 1));
    check_refused(fpk_start_points(&s, &p), FPK_USAGE, "no points");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_forms), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_in_space),    cmocka_unit_test(test_spread),
        cmocka_unit_test(test_moved_in),
    };
    return check_main(tests);
}
