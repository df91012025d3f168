/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule of passing, on errors made by formula. */
#include "../../src/convergence/convergence_priv.h"

#include "../check.h"

/* error = h^p (1 + c h^q), h = 2^-3 .. 2^-8 */
static struct fpk_order_study made(double claimed, double p, double c, double q)
{
    struct fpk_order_study s = {.claimed = claimed};
    for (int i = 0; i < FPK_CONVERGENCE_POINTS; i++) {
        s.h[i] = pow(2, -3 - i);
        s.error[i] = pow(s.h[i], p) * (1 + c * pow(s.h[i], q));
    }
    fpk_order_judge(&s, 1e-12);
    return s;
}

static void test_straight(void **state)
{
    (void)state;
    struct fpk_order_study s = made(1.5, 1.5, 0, 1);
    check_close(s.slope, 1.5, 1e-13);
    check_close(s.fine, 1.5, 1e-13);
    check_close(s.bend, 0, 1e-13);
    check_close(s.slope_se, 0, 1e-13);
    check_true(s.passed);
    check_true(made(1, 2, 0, 1).passed);    /* better than claimed */
    check_true(!made(1, 0.5, 0, 1).passed); /* by far not */
    check_true(!made(1, 0.9, 0, 1).passed); /* within .2, but straight: it will not get there */
}

/* 1 + 3 h bends towards its order and passes; 1/(1 + ...) away from it does not. */
static void test_bend(void **state)
{
    (void)state;
    struct fpk_order_study s = made(1, 1, -1.5, 1);
    check_true(s.slope < 1 - 4 * s.slope_se || s.bend > 0);
    check_true(s.bend > 0 && s.fine > s.slope && s.passed);
    /* too far off, though it bends as it should and is straight enough to be measured */
    s = made(1, 1, -1.5, 0.4);
    check_true(s.slope < 0.8 && s.slope_se <= 0.05 && s.bend >= 1 - s.fine && !s.passed);
    /* order .85 that begins steeply: the bend leads away from the claim of 1 */
    s = made(1, 0.85, 0.3, 1);
    check_true(s.bend < 0 && !s.passed);
    /* towards .9, half of whose gap to 1 never closes */
    s = made(1, 0.88, -0.3, 1);
    check_true(s.bend > 0 && s.bend < 1 - s.fine && !s.passed);
}

/* Scatter beyond a standard error of .05 of the slope is no measurement. */
static void test_scatter(void **state)
{
    (void)state;
    struct fpk_order_study s = made(1, 1, 0, 1);
    for (int i = 0; i < FPK_CONVERGENCE_POINTS; i++)
        s.error[i] *= i % 2 ? 1.3 : 1 / 1.3;
    fpk_order_judge(&s, 1e-12);
    check_between(s.slope, 0.8, 1.2);
    check_true(s.slope_se > 0.05 && !s.passed);
}

/* Nothing but rounding is an infinite order; two points above it are no measurement. */
static void test_floor(void **state)
{
    (void)state;
    struct fpk_order_study s = {.claimed = INFINITY, .h = {1, 1, 1, 1, 1, 1}};
    for (int i = 0; i < FPK_CONVERGENCE_POINTS; i++)
        s.error[i] = 1e-15;
    fpk_order_judge(&s, 1e-12);
    check_true(s.passed && isinf(s.slope));
    s.error[0] = s.error[1] = 1e-3;
    fpk_order_judge(&s, 1e-12);
    check_true(!s.passed && isnan(s.slope));
    s = made(INFINITY, 2, 0, 1);
    check_true(!s.passed);
}

/* Weighted by hand: points (0,0), (1,1), (2,0) with weights 1, 1, 2 have slope -1/5.5 ... */
static void test_weights(void **state)
{
    (void)state;
    const double h[3] = {1, 2, 4}, error[3] = {1, 2, 1}, weight[3] = {1, 1, 2};
    /* mean x = 5/4, mean y = 1/4: xx = 11/4, xy = 1 - 4 (5/4)(1/4) = -1/4 */
    check_close(fpk_line_fit(3, h, error, weight).slope, -1.0 / 11, 1e-15);
    struct fpk_order_study s = {.error = {1, 1, 1, 1, 1, 1}, .se = {0.5, 0.1}};
    double w[FPK_CONVERGENCE_POINTS];
    fpk_order_weights(&s, w);
    check_close(w[0], 4, 1e-15);
    check_close(w[1], 100, 1e-12);
    check_close(w[2], 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_straight), cmocka_unit_test(test_bend),
        cmocka_unit_test(test_scatter),  cmocka_unit_test(test_floor),
        cmocka_unit_test(test_weights),
    };
    return check_main(tests);
}
