/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate.h"

static void check_noise(const char *drift, const char *diffusion, enum fpk_noise_kind want)
{
    struct fpk_model m;
    check_ok(fpk_model_from_drift(&m, drift, diffusion, NULL));
    if (m.noise_kind != want)
        check_fail("diffusion \"%s\": got %s, want %s", diffusion,
                   fpk_noise_kind_name(m.noise_kind), fpk_noise_kind_name(want));
    check_true((m.diffusion_x == NULL) == (want == FPK_NOISE_ADDITIVE));
    fpk_model_clear(&m);
}

static void test_by_shape(void **state)
{
    (void)state;
    check_noise("-x", "0.5", FPK_NOISE_ADDITIVE);
    check_noise("-x", "x", FPK_NOISE_SCALAR);
    check_noise("y; -x", "0.7, 0; 0, 1", FPK_NOISE_ADDITIVE);
    check_noise("y; -x", "exp(-t)", FPK_NOISE_ADDITIVE);
    check_noise("y; -x", "x - x + 1, 2; 3, 0*y", FPK_NOISE_ADDITIVE);
    check_noise("y; -x", "0; x*y", FPK_NOISE_SCALAR);
    check_noise("y; -x", "y; -x", FPK_NOISE_SCALAR);
    check_noise("y; -x", "x, 0; 0, sin(y)*t", FPK_NOISE_DIAGONAL);
    check_noise("x; y; z", "x, 0, 0; 0, 2, 0; 0, 0, abs(z)", FPK_NOISE_DIAGONAL);
}

/* Textbook cases (Kloeden, Platen 1992, section 10.3): columns along one gradient, linear noise by
 * matrices that commute or do not, the noise of a rotation. */
static void test_by_commutators(void **state)
{
    (void)state;
    check_noise("y; -x", "x, y; y, x", FPK_NOISE_COMMUTATIVE);
    check_noise("y; -x", "x, y; y, 0", FPK_NOISE_COMMUTATIVE);
    check_noise("y; -x", "x, -y; y, x", FPK_NOISE_COMMUTATIVE);
    check_noise("y; -x", "x, y; x, y", FPK_NOISE_GENERAL);
    check_noise("y; -x", "y, x; x, 0", FPK_NOISE_GENERAL);
    check_noise("y; -x", "x, 0; 0, x", FPK_NOISE_GENERAL);
    check_noise("y; -x", "x*y, 2*x*y; x, 2*x", FPK_NOISE_COMMUTATIVE);
    check_noise("y; -x", "log(x), 3*log(x); sqrt(y), 3*sqrt(y)", FPK_NOISE_COMMUTATIVE);
    check_noise("y; -x", "1, 0; 0, x", FPK_NOISE_GENERAL);
    check_noise("x; y; z", "x, 0, 0; 0, y, 0; 0, x, z", FPK_NOISE_GENERAL);
    check_noise("x; y; z", "exp(x+y+z), 2*exp(x+y+z); 1, 2; 3, 6", FPK_NOISE_COMMUTATIVE);
    check_noise("y; -x", "x", FPK_NOISE_GENERAL);
}

/* What cannot be seen is not claimed: kinks, formulas that are finite nowhere near, and derivatives
 * that round to 0 at all points. */
static void test_in_doubt(void **state)
{
    (void)state;
    check_noise("y; -x", "abs(x)*y, 2*abs(x)*y; 0, 0", FPK_NOISE_GENERAL);
    check_noise("y; -x", "log(x - 9)*y, 2*log(x - 9)*y; 0, 0", FPK_NOISE_GENERAL);
    check_noise("y; -x", "1, 0; 0, 1 + tanh(100*(x - 5))", FPK_NOISE_GENERAL);
    check_noise("y; -x", "1, 0; 0, 1 + exp(-(x - 40)^2)", FPK_NOISE_GENERAL);
    check_noise("y; -x", "1, 0; 0, exp(-(x - 40)^2)", FPK_NOISE_GENERAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_shape),
        cmocka_unit_test(test_by_commutators),
        cmocka_unit_test(test_in_doubt),
    };
    return check_main(tests);
}
