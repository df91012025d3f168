/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/model/model.h"

#include "../check.h"

#define N 700

/* One formula as the diffusion of a plane stands on the diagonal, and so does its derivative. */
static void test_isotropic(void **state)
{
    (void)state;
    struct fpk_model m;
    static double x[2 * N], g[4 * N], g_x[8 * N];
    check_ok(fpk_model_from_drift(&m, "y; -x", "1 + x*y", NULL));
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i / 100 - 3;
        x[N + i] = 2 - (double)i / 200;
    }
    m.diffusion(0, N, x, g, m.ctx);
    m.diffusion_x(0, N, x, g_x, m.ctx);
    for (size_t i = 0; i < N; i++) {
        double a = x[i], b = x[N + i];
        const double want[4] = {1 + a * b, 0, 0, 1 + a * b};
        const double slope[8] = {b, a, 0, 0, 0, 0, b, a}; /* [dim][noise][dim] */
        for (size_t k = 0; k < 4; k++)
            check_close(g[k * N + i], want[k], 1e-15 * fabs(want[k]));
        for (size_t k = 0; k < 8; k++)
            check_same_bits(g_x[k * N + i], slope[k]);
    }
    fpk_model_clear(&m);
}

/* f = -grad U, and U itself, in three dimensions. */
static void test_potential(void **state)
{
    (void)state;
    struct fpk_model m;
    const double x[3] = {0.5, -2, 3};
    double u, f[3], f_x[9];
    check_ok(fpk_model_from_potential(&m, "x^2*y + z^2/2", 1, NULL));
    m.potential(0, 1, x, &u, m.ctx);
    m.drift(0, 1, x, f, m.ctx);
    m.drift_x(0, 1, x, f_x, m.ctx);
    check_close(u, 0.25 * -2 + 4.5, 1e-15);
    const double want[3] = {-2 * 0.5 * -2, -0.25, -3};
    const double slope[9] = {4, -1, 0, -1, 0, 0, 0, 0, -1};
    for (size_t k = 0; k < 3; k++)
        check_close(f[k], want[k], 1e-15);
    for (size_t k = 0; k < 9; k++)
        check_close(f_x[k], slope[k], 1e-15);
    fpk_model_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_isotropic),
        cmocka_unit_test(test_potential),
    };
    return check_main(tests);
}
