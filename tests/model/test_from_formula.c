/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

static void test_drift(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, "a*x - x^3", "sqrt(b + x^2)", "a=2,b=0.5"));
    check_close(at(&m, m.drift, 0, 0.5), 1 - 0.125, 0);
    check_close(at(&m, m.drift_x, 0, 0.5), 2 - 0.75, 0);
    check_close(at(&m, m.diffusion, 0, 0.5), sqrt(0.75), 1e-16);
    check_close(at(&m, m.diffusion_x, 0, 0.5), 0.5 / sqrt(0.75), 1e-16);
    check_true(m.potential == NULL && m.exact == NULL && m.autonomous && m.dim == 1);
    check_equal(m.noise_kind, FPK_NOISE_SCALAR);
    check_text(m.sentence, "dX = f dt + g dW with f = 2*x - x^3, g = sqrt(0.5 + x^2)");
    fpk_model_clear(&m);
}

static void test_potential(void **state)
{
    (void)state;
    struct fpk_model m;
    check_ok(fpk_model_from_potential(&m, "x^4/4 - x^2/2", 0.25, NULL));
    check_close(at(&m, m.drift, 0, 0.5), 0.5 - 0.125, 0);
    check_close(at(&m, m.drift_x, 0, 0.5), 1 - 0.75, 0);
    check_close(at(&m, m.potential, 0, 0.5), 0.015625 - 0.125, 0);
    check_same_bits(at(&m, m.diffusion, 0, 0.5), sqrt(0.5));
    check_equal(m.noise_kind, FPK_NOISE_ADDITIVE);
    check_true(m.diffusion_x == NULL);
    fpk_model_clear(&m);
}

static void check_kind(const char *drift, const char *diffusion, bool autonomous, bool additive)
{
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, drift, diffusion, NULL));
    if (m.autonomous != autonomous || (m.noise_kind == FPK_NOISE_ADDITIVE) != additive)
        check_fail("f = %s, g = %s: autonomous %d, additive %d", drift, diffusion, m.autonomous,
                   m.noise_kind == FPK_NOISE_ADDITIVE);
    check_true((m.diffusion_x == NULL) == additive);
    fpk_model_clear(&m);
}

static void test_what_it_depends_on(void **state)
{
    (void)state;
    check_kind("-x", "1", true, true);
    check_kind("-x + sin(t)", "1", false, true);
    check_kind("-x", "exp(-t)", false, true);
    check_kind("-x", "0*x + 1", true, true);
    check_kind("0", "x", true, false);
    check_kind("-x", "x*t", false, false);
    check_kind("-x", "0", true, true);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_model m;
    check_refused(fpk_model_from_drift(&m, "x - * 3", "1", NULL), FPK_USAGE,
                  "drift: at position 5 of \"x - * 3\"");
    check_true(m.drift == NULL && m.clear == NULL);
    check_refused(fpk_model_from_drift(&m, "-x", "2x", NULL), FPK_USAGE, "diffusion: at position");
    check_refused(fpk_model_from_drift(&m, "-x", "-0.7", NULL), FPK_USAGE,
                  "diffusion: -0.7 is negative; g multiplies dW, whose sign makes no difference: "
                  "write 0.7");
    check_refused(fpk_model_from_drift(&m, "-x", "1", "a=1"), FPK_USAGE, "parameter a is not used");
    check_refused(fpk_model_from_potential(&m, "x^", 1, NULL), FPK_USAGE, "potential: at position");
    check_refused(fpk_model_from_potential(&m, "x^2", 0, NULL), FPK_USAGE, "temperature of 0");
    check_refused(fpk_model_from_potential(&m, "x^2", -1, NULL), FPK_USAGE, "must be positive");
    check_refused(fpk_model_from_potential(&m, "x^2", NAN, NULL), FPK_USAGE, "must be positive");
    check_refused(fpk_model_from_potential(&m, "x^2", INFINITY, NULL), FPK_USAGE, "temperature");
    fpk_model_clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drift),
        cmocka_unit_test(test_potential),
        cmocka_unit_test(test_what_it_depends_on),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
