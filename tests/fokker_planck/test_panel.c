/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/panel_priv.h"

#include "models.h"

#include "../check.h"

#define N FPK_PANEL_NODES

/* Running integrals of x^k from 0.5 are exact for k < N. */
static void test_running_integrals(void **state)
{
    (void)state;
    struct fpk_panel_rule rule;
    struct fpk_panel panel;
    double d = 1, v[N], out[N];
    struct fpk_model model = ou_model(&d);
    fpk_panel_rule_init(&rule);
    check_ok(fpk_panel_set(&panel, &rule, &model, 1, 0.5, 1.25));
    for (int k = 0; k < N; k++) {
        for (int i = 0; i < N; i++)
            v[i] = pow(panel.x[i], k);
        double whole = fpk_panel_integrate(&panel, &rule, v, out);
        check_close(whole, (pow(1.25, k + 1) - pow(0.5, k + 1)) / (k + 1), 2e-15);
        for (int i = 0; i < N; i++)
            check_close(out[i], (pow(panel.x[i], k + 1) - pow(0.5, k + 1)) / (k + 1), 2e-15);
    }
}

/* Phi of OU is x^2/(2 D), from the potential and from the drift, and seen in the mirror. */
static void test_scale(void **state)
{
    (void)state;
    struct fpk_panel_rule rule;
    struct fpk_panel panel;
    double d = 0.3;
    fpk_panel_rule_init(&rule);
    for (int way = 0; way < 4; way++) {
        struct fpk_model model = ou_model(&d);
        model.potential = way & 1 ? NULL : model.potential;
        double sign = way & 2 ? -1 : 1;
        check_ok(fpk_panel_set(&panel, &rule, &model, sign, 0.5, 1.25));
        for (int i = 0; i < N; i++) {
            double want = (panel.x[i] * panel.x[i] - 0.25) / (2 * d);
            check_between(sign * panel.x[i], 0.5, 1.25);
            check_close(panel.phi[i], want, 1e-14);
            check_relative(panel.gain[i], exp(want), 1e-14);
            check_close(panel.d[i], d, 1e-15);
        }
        check_close(panel.phi_end, (1.25 * 1.25 - 0.25) / (2 * d), 1e-14);
    }
}

TEST_FUNCTION(pole, x < 0.8 ? -x : INFINITY)

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_panel_rule rule;
    struct fpk_panel panel;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    fpk_panel_rule_init(&rule);
    model.potential = pole;
    check_refused(fpk_panel_set(&panel, &rule, &model, 1, 0.5, 1.25), FPK_NUMERIC, "the potential");
    model.potential = NULL;
    model.drift = pole;
    check_refused(fpk_panel_set(&panel, &rule, &model, 1, 0.5, 1.25), FPK_NUMERIC, "the drift");
    model.diffusion = zero;
    check_refused(fpk_panel_set(&panel, &rule, &model, 1, 0.5, 1.25), FPK_NUMERIC, "no noise");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_running_integrals),
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
