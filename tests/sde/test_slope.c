/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sde/step_priv.h"

#include "models.h"

#include "../check.h"

static void wrong(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 42;
}

/* x^3 by differences; a known derivative is taken at its word. */
static void test_slope(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    double x[4] = {0, -1.5, 20, 1e-3}, slope[4];
    fpk_sde_slope(&model, 0, 4, x, slope);
    for (int i = 0; i < 4; i++)
        check_close(slope[i], 3 * x[i] * x[i], 1e-9 * fmax(1, 3 * x[i] * x[i]));
    model.drift_x = wrong;
    fpk_sde_slope(&model, 0, 4, x, slope);
    check_same_bits(slope[3], 42);
}

static void test_rows(void **state)
{
    (void)state;
    check_equal(fpk_sde_rows(0), 0);
    check_equal(fpk_sde_rows(1), 1);
    check_equal(fpk_sde_rows(FPK_BLOCK), 1);
    check_equal(fpk_sde_rows(FPK_BLOCK + 1), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slope),
        cmocka_unit_test(test_rows),
    };
    return check_main(tests);
}
