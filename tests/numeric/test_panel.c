/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/numeric/panel.h"

/* Interpolation reproduces a polynomial of degree 15; the high coefficients of P_14 are (0, 1, 0),
 * and a smooth bell has none. */
static void test_polynomials(void **state)
{
    (void)state;
    struct fpk_panel_rule rule;
    fpk_panel_init(&rule);
    double f[FPK_PANEL], p14[FPK_PANEL], high[3] = {0};
    for (int i = 0; i < FPK_PANEL; i++) {
        double x = rule.x[i], before = 1, p = x;
        for (int k = 2; k <= 14; k++) {
            double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
            before = p;
            p = next;
        }
        p14[i] = p;
        f[i] = 1 + x - 3 * x * x * x * x * x * x * x * x * x * x * x * x * x * x * x;
        for (int c = 0; c < 3; c++)
            high[c] += rule.high[c][i] * p14[i];
    }
    check_close(high[0], 0, 1e-13);
    check_close(high[1], 1, 1e-13);
    check_close(high[2], 0, 1e-13);
    check_close(fpk_panel_tail(&rule, p14), 1, 1e-13);
    for (double t = -1; t <= 1; t += .09) {
        double power = 1;
        for (int k = 0; k < 15; k++)
            power *= t;
        check_close(fpk_panel_interpolate(&rule, f, t), 1 + t - 3 * power, 1e-13);
    }
    check_same_bits(fpk_panel_interpolate(&rule, f, rule.x[5]), f[5]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_polynomials)};
    return check_main(tests);
}
