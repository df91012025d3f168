/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/score/spline_priv.h"

#include "../check.h"

static void make(struct fpk_spline *s, size_t n, const double *x, const double *value)
{
    check_ok(fpk_spline_init(s, n));
    s->n = n;
    memcpy(s->x, x, n * sizeof *x);
    memcpy(s->value, value, n * sizeof *value);
    fpk_spline_fit(s);
}

static double cubic(double x)
{
    return ((0.5 * x - 1) * x + 2) * x - 3;
}

static double cubic_x(double x)
{
    return (1.5 * x - 2) * x + 2;
}

/* One cubic is its own spline, on unequal intervals too, from the fewest points on; beyond the
 * points the straight line. */
static void test_cubic(void **state)
{
    (void)state;
    const double x[] = {-2, -1.5, 0.25, 0.3, 1.7, 4};
    for (size_t n = FPK_SPLINE_LEAST; n <= 6; n++) {
        double value[6], last = x[n - 1];
        struct fpk_spline s;
        for (size_t i = 0; i < n; i++)
            value[i] = cubic(x[i]);
        make(&s, n, x, value);
        for (double v = -3; v <= 5; v += 0.0625) {
            double f, f_x, side = v < -2 ? -2 : v > last ? last : v;
            fpk_spline_read(n, x, value, s.slope, 1, &v, &f, &f_x);
            check_close(f, cubic(side) + cubic_x(side) * (v - side), 1e-12);
            check_close(f_x, cubic_x(side), 1e-12);
        }
        fpk_spline_clear(&s);
    }
}

/* Against scipy 1.10's CubicSpline(x, value), which solves for second derivatives. */
static void test_scipy(void **state)
{
    (void)state;
    const double x[] = {-1, -0.25, 0, 0.75, 2, 2.5}, value[] = {1, -2, 0.5, 3, -1, 4};
    const double at[] = {-0.9, -0.1, 0.3, 1.7, 2.4};
    const double want[] = {-1.3428875792614694, -0.47164132786273794, 2.5138661693397983,
                           -1.094339127191347, 2.3812034315553885};
    const double want_x[] = {-19.292165112520205, 10.170314061917196, 4.387834887479797,
                             -2.1645858510506013, 14.448803182891954};
    struct fpk_spline s;
    double f[5], f_x[5];
    make(&s, 6, x, value);
    fpk_spline_read(6, x, value, s.slope, 5, at, f, f_x);
    for (int i = 0; i < 5; i++) {
        check_relative(f[i], want[i], 1e-13);
        check_relative(f_x[i], want_x[i], 1e-13);
    }
    fpk_spline_clear(&s);
}

/* At a point the value is the given one, to the bit; NaN stays NaN. */
static void test_points(void **state)
{
    (void)state;
    const double x[] = {-1, -0.25, 0, 0.75}, value[] = {0.1, -2, 1e-300, 3}, bad = NAN;
    struct fpk_spline s;
    double f[4], f_x;
    make(&s, 4, x, value);
    fpk_spline_read(4, x, value, s.slope, 4, x, f, NULL);
    for (int i = 0; i < 4; i++)
        check_same_bits(f[i], value[i]);
    fpk_spline_read(4, x, value, s.slope, 1, &bad, f, &f_x);
    check_true(isnan(f[0]) && isnan(f_x));
    fpk_spline_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cubic),
        cmocka_unit_test(test_scipy),
        cmocka_unit_test(test_points),
    };
    return check_main(tests);
}
