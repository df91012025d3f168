/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_bvp_priv.h"

#include "models.h"

#include "../check.h"

TEST_FUNCTION(two, 2)

/* u'' + 2 u' = 4 e^{2x}: u = e^{2x}/2 + alpha + beta e^{-2x}, under each of the conditions. */
static void test_conditions(void **state)
{
    (void)state;
    double d = 1, v[34], slope[33], u[33], row[33], residual, rounding, e = exp(1);
    struct fpk_model model = ou_model(&d);
    struct fpk_bvp bvp;
    model.drift = two;
    check_ok(fpk_bvp_init(&bvp, &model, 0, 1, 32));
    for (int k = 0; k < 3; k++) {
        enum fpk_bvp_end end = k == 0   ? FPK_BVP_RISE
                               : k == 1 ? FPK_BVP_FLAT_LEFT
                                        : FPK_BVP_FLAT_RIGHT;
        double beta = k == 0   ? ((e * e - 1) / 2 - 7) / (1 - 1 / (e * e)) /* a rise of 7 */
                      : k == 1 ? 0.5                                       /* 1 - 2 beta = 0 */
                               : 0.5 * e * e * e * e;
        for (size_t i = 0; i < 33; i++)
            v[i] = 4 * exp(2 * bvp.nodes.x[i]);
        check_ok(fpk_bvp_solve(&bvp, end, k == 0 ? 7 : 0, v, slope, &residual));
        check_between(residual, 0, 1e-12);
        fpk_bvp_sum(&bvp, slope, false, u);
        for (double x = 0; x <= 1; x += 0.17) {
            double want = (exp(2 * x) - 1) / 2 + beta * expm1(-2 * x);
            check_close(fpk_bvp_at(&bvp, u, x, row, &rounding), want, 2e-13);
            check_between(rounding, 0, 1e-12);
        }
        fpk_bvp_sum(&bvp, slope, true, u);
        check_close(u[32], 0, 0);
        check_close(u[0], (1 - e * e) / 2 - beta * (exp(-2) - 1), 2e-13);
    }
    fpk_bvp_clear(&bvp);
}

/* The committor of dX = 2 dt + sqrt 2 dW and its mean time of exit, at the nodes. */
static void test_nodes(void **state)
{
    (void)state;
    double d = 1, v[34], q[33], residual, slope[33], mean[33], variance[33];
    struct fpk_model model = ou_model(&d);
    struct fpk_exit_time t = {v, slope, mean, variance, 0, 0};
    struct fpk_bvp bvp;
    model.drift = two;
    check_ok(fpk_bvp_init(&bvp, &model, -1, 2, 32));
    check_ok(fpk_bvp_committor(&bvp, v, q, &residual));
    check_ok(fpk_bvp_time(&bvp, (struct fpk_ends){FPK_ABSORBING, FPK_ABSORBING}, &t));
    for (size_t i = 0; i < 33; i++) {
        double x = bvp.nodes.x[i], up = expm1(-2 * (x + 1)) / expm1(-6);
        check_close(q[i], up, 1e-14);
        check_close(mean[i], (3 * up - 1 - x) / 2, 1e-14);
    }
    fpk_bvp_clear(&bvp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_nodes),
    };
    return check_main(tests);
}
