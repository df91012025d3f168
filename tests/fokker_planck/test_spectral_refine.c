/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_priv.h"

#include "../check.h"

#include <math.h>

/* value[0] = 1 + (32/order)^8 falls to the truth; value[1] = 2 + rounding that grows from a floor;
 * value[2] crosses the truth by chance between the first two orders. */
static enum fpk_status play(size_t order, void *ctx, double *value, double *floor, double *scale)
{
    size_t *calls = ctx;
    double n = (double)order;
    (*calls)++;
    FPK_CHECK(order <= 512, FPK_NUMERIC, "no such order");
    value[0] = 1 + pow(32 / n, 8);
    value[1] = 2 + (order > 64 ? 1e-13 * n : 0);
    value[2] = order <= 64 ? 5 : order == 128 ? 4 : 4 + 1e-12;
    floor[0] = floor[2] = 1e-12;
    floor[1] = 1e-12 * n / 32;
    scale[0] = scale[1] = scale[2] = 1;
    return FPK_OK;
}

static void test_orders(void **state)
{
    (void)state;
    size_t calls = 0, order;
    double value[3], error[3];
    bool converged;
    check_ok(fpk_spectral_refine(32, 256, 1e-3, 3, play, &calls, value, error, &order, &converged));
    check_true(converged);
    check_equal(calls, 4);
    check_equal(order, 256);
    check_close(value[0], 1, error[0]);
    check_close(error[0], pow(2, -16), 2e-7);
    check_close(value[1], 2, 0); /* the later ones have more rounding: */
    check_close(error[1], 256e-13, 1e-15);
    check_close(value[2], 4, error[2]); /* the small first change did not deceive */
    check_ok(fpk_spectral_refine(32, 128, 1e-3, 3, play, &calls, value, error, &order, &converged));
    check_true(!converged);
}

/* No digit left after the second order: no bound is given, whatever the change. */
static enum fpk_status lose(size_t order, void *ctx, double *value, double *floor, double *scale)
{
    (void)ctx;
    value[0] = 1;
    floor[0] = order > 64 ? INFINITY : 1e-3;
    scale[0] = 1;
    return FPK_OK;
}

static void test_lost(void **state)
{
    (void)state;
    size_t order;
    double value, error;
    bool converged;
    check_ok(fpk_spectral_refine(32, 256, 1e-6, 1, lose, NULL, &value, &error, &order, &converged));
    check_true(!converged && isinf(error));
}

static void test_failure(void **state)
{
    (void)state;
    size_t calls = 0, order;
    double value[3], error[3];
    bool converged;
    check_refused(
        fpk_spectral_refine(256, 1024, 1e-30, 3, play, &calls, value, error, &order, &converged),
        FPK_NUMERIC, "no such order");
    check_equal(calls, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_lost),
        cmocka_unit_test(test_failure),
    };
    return check_main(tests);
}
