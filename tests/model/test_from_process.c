/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

/* In 3-D: f = -b x componentwise, J = -b I, G = g I, whatever the block. */
static void test_three_dimensions(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_process(&m, fpk_process_vp_linear(), 3));
    check_true(m.dim == 3 && m.noise == 3 && m.noise_kind == FPK_NOISE_ADDITIVE);
    double x[3 * 5], f[3 * 5], j[9 * 5], g[9 * 5], beta = 0.1 + 19.9 * 0.5;
    for (int i = 0; i < 15; i++)
        x[i] = 0.3 * i - 2;
    m.drift(0.5, 5, x, f, m.ctx);
    m.drift_x(0.5, 5, x, j, m.ctx);
    m.diffusion(0.5, 5, x, g, m.ctx);
    for (int i = 0; i < 15; i++)
        check_close(f[i], -beta / 2 * x[i], 1e-14);
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < 5; i++) {
                check_close(j[(r * 3 + c) * 5 + i], r == c ? -beta / 2 : 0, 1e-15);
                check_close(g[(r * 3 + c) * 5 + i], r == c ? sqrt(beta) : 0, 1e-15);
            }
    fpk_model_clear(&m);
}

/* VP: alpha = exp(-int beta/2), sigma^2 = 1 - alpha^2; the twin ends at abar = e^-10.05. */
static void test_exact(void **state)
{
    (void)state;
    struct fpk_model m;
    struct fpk_exact_law law;
    check_ok(fpk_model_from_process(&m, fpk_process_vp_linear(), 1));
    check_true(m.exact(0, 1, &law, m.ctx));
    check_relative(law.alpha * law.alpha, 4.318575e-5, 1e-6);
    check_close(law.sigma * law.sigma + law.alpha * law.alpha, 1, 1e-15);
    check_same_bits(law.shift, 0);
    fpk_model_clear(&m);
    struct fpk_process ve = {.kind = FPK_VE, .low = 0.1, .high = 10};
    check_ok(fpk_model_from_process(&m, ve, 1));
    check_true(m.exact(0, 1, &law, m.ctx));
    check_same_bits(law.alpha, 1);
    check_relative(law.sigma * law.sigma, 100 - 0.01, 1e-14);
    fpk_model_clear(&m);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_model m;
    struct fpk_process p = {.kind = FPK_VE, .low = 1, .high = 0.5};
    check_refused(fpk_model_from_process(&m, p, 1), FPK_USAGE, "VE");
    check_refused(fpk_model_from_process(&m, fpk_process_vp_linear(), 0), FPK_USAGE, "dimension");
    struct fpk_process flow = {.kind = FPK_FLOW};
    check_refused(fpk_model_from_process(&m, flow, 1), FPK_USAGE, "no model of the process flow");
    check_true(m.clear == NULL);
    struct fpk_process constant = {.kind = FPK_VP, .low = 2, .high = 2};
    check_ok(fpk_model_from_process(&m, constant, 1));
    check_true(m.autonomous);
    fpk_model_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_dimensions),
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
