/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/order.h"

#include "../check.h"

static void test_exact_slopes(void **state)
{
    (void)state;
    double dt[4] = {0.1, 0.05, 0.025, 0.0125}, d[4];
    for (double order = 0.5; order <= 4; order += 0.5) {
        for (int i = 0; i < 4; i++)
            d[i] = 3 * pow(dt[i], order);
        struct fpk_order fit;
        check_ok(fpk_order_fit(4, dt, d, &fit));
        check_close(fit.order, order, 1e-13);
        check_relative(fit.constant, 3, 1e-12);
        check_close(fit.residual, 0, 1e-13);
        check_close(fit.order_se, 0, 1e-13);
        check_close(fit.d[3], d[3], 0);
    }
}

/* log dt = 0, 1, 2 and log d = 0, 1, 5: slope 5/2, residuals 1/2 -1 1/2, se = sqrt(1.5/1/2). */
static void test_scatter(void **state)
{
    (void)state;
    double dt[3] = {1, exp(1), exp(2)}, d[3] = {1, exp(1), exp(5)};
    struct fpk_order fit;
    check_ok(fpk_order_fit(3, dt, d, &fit));
    check_close(fit.order, 2.5, 1e-14);
    check_close(fit.order_se, sqrt(0.75), 1e-14);
    check_close(fit.residual, sqrt(0.5), 1e-14);
    check_ok(fpk_order_fit(2, dt, d, &fit));
    check_true(isnan(fit.order_se));
}

static void test_refusals(void **state)
{
    (void)state;
    double dt[3] = {1, 2, 4}, zero[3] = {1, 0, 1}, same[3] = {1, 1, 1};
    struct fpk_order fit;
    check_refused(fpk_order_fit(1, dt, dt, &fit), FPK_USAGE, "2 to 16 points");
    check_refused(fpk_order_fit(3, dt, zero, &fit), FPK_USAGE, "dt = 2, d = 0");
    check_refused(fpk_order_fit(3, same, dt, &fit), FPK_USAGE, "equal steps");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_slopes),
        cmocka_unit_test(test_scatter),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
