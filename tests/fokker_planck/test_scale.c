/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/scale_priv.h"

#include "models.h"

#include "../check.h"

#define PANELS 32

static struct fpk_scale on(const struct fpk_model *model, double sign, double a, double b)
{
    struct fpk_scale scale;
    struct fpk_coordinate linear = {FPK_COORDINATE_LINEAR, 0, 0};
    check_ok(fpk_scale_init(&scale, model, sign, &linear, a, b, PANELS));
    return scale;
}

/* OU: Phi = (x^2 - a^2)/(2 D) from the left end, (x^2 - b^2)/(2 D) in the mirror; at any point,
 * outside too, by potential and by drift. */
static void test_phi(void **state)
{
    (void)state;
    double d = 0.3;
    for (int by_drift = 0; by_drift < 2; by_drift++)
        for (int sign = -1; sign < 2; sign += 2) {
            struct fpk_model model = ou_model(&d);
            model.potential = by_drift ? NULL : model.potential;
            struct fpk_scale scale = on(&model, sign, -1, 3);
            double start = sign > 0 ? -1 : 3, phi, log_d;
            check_close(scale.edge[0], sign * start, 0);
            for (size_t i = 0; i < scale.n; i++) {
                double x = sign * scale.u[i];
                check_close(scale.phi[i], (x * x - start * start) / (2 * d), 1e-13);
            }
            for (double x = -5; x < 6; x += 0.37) {
                check_ok(fpk_scale_at(&scale, sign * x, &phi, &log_d));
                check_close(phi, (x * x - start * start) / (2 * d), 3e-13);
                check_close(log_d, log(d), 1e-15);
            }
            fpk_scale_clear(&scale);
        }
}

/* Without drift the integrals of e^{w x} from a node to the ends, as logarithms; with a drift mu,
 * int_x^b e^{Phi(y) - Phi(x)} dy = (1 - e^{-c (b - x)})/c, c = mu/D, also for c (b - x) of 800. */
TEST_FUNCTION(constant_drift, 800)

static void test_integrals(void **state)
{
    (void)state;
    double d = 1, node[8 * PANELS], edge[PANELS + 1], w[8 * PANELS];
    struct fpk_model model = ou_model(&d);
    model.potential = zero;
    struct fpk_scale scale = on(&model, 1, 0, 2);
    for (size_t i = 0; i < scale.n; i++)
        w[i] = 3 * scale.u[i];
    fpk_scale_suffix(&scale, 1, w, node, edge);
    for (size_t i = 0; i < scale.n; i++)
        check_relative(exp(node[i]), -expm1(w[i] - 6) * exp(6) / 3, 5e-13);
    check_relative(exp(edge[0]), (exp(6) - 1) / 3, 1e-14);
    check_true(edge[PANELS] == -INFINITY);
    fpk_scale_prefix(&scale, 1, w, node, edge);
    for (size_t i = 0; i < scale.n; i++)
        check_relative(exp(node[i]), expm1(w[i]) / 3, 5e-13);
    check_relative(exp(edge[PANELS]), (exp(6) - 1) / 3, 1e-14);
    check_relative(exp(fpk_scale_log_integral(&scale, w)), (exp(6) - 1) / 3, 1e-14);
    fpk_scale_clear(&scale);

    model.potential = NULL;
    model.drift = constant_drift;
    scale = on(&model, 1, 0, 1);
    fpk_scale_prefix(&scale, -1, NULL, node, edge); /* 25 a panel: 3 digits; 800 in all */
    check_close(edge[PANELS], -log(800), 1e-3);
    fpk_scale_suffix(&scale, -1, NULL, node, edge);
    check_close(edge[0], 800 - log(800), 1e-3);
    fpk_scale_clear(&scale);
}

/* A polynomial of degree 7 is met exactly between nodes; what is not positive is -inf. */
static void test_interpolation(void **state)
{
    (void)state;
    double d = 1, y[8 * PANELS];
    struct fpk_model model = ou_model(&d);
    struct fpk_scale scale = on(&model, 1, -1, 1);
    for (size_t i = 0; i < scale.n; i++)
        y[i] = log(2 + pow(scale.u[i], 7));
    for (double u = -1; u <= 1; u += 0.0371) {
        size_t k = fpk_scale_panel(&scale, u);
        check_true(scale.edge[k] <= u && u <= scale.edge[k + 1]);
        check_close(fpk_scale_interpolate(&scale, k, y, u), log(2 + pow(u, 7)), 1e-13);
    }
    for (size_t i = 0; i < 8; i++)
        y[i] = log(scale.u[i] + 1); /* 0 at the end */
    check_true(fpk_scale_interpolate(&scale, 0, y, -1.01) == -INFINITY);
    fpk_scale_clear(&scale);
    check_close(fpk_log_add(-INFINITY, -3), -3, 0);
    check_close(fpk_log_add(800, 800), 800 + log(2), 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phi),
        cmocka_unit_test(test_integrals),
        cmocka_unit_test(test_interpolation),
    };
    return check_main(tests);
}
