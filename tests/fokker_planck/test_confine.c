/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/confine_priv.h"

#include "models.h"

#include "../check.h"

TEST_FUNCTION(cubic_potential, x *x / 2 - x * x * x / 3)
TEST_FUNCTION(narrow_potential, 5e3 * (x - 3) * (x - 3))

/* U = x^2/2: U/D = 80 at sqrt(160 D); the ends are cells' faces beyond it. */
static void test_quadratic(void **state)
{
    (void)state;
    for (double d = 1e-6; d < 2e6; d *= 100) {
        struct fpk_model model = ou_model(&d);
        double a = -8, b = 8;
        check_ok(fpk_confine(&model, true, true, &a, &b));
        check_between(b / sqrt(160 * d), 1, 1.3);
        check_close(a, -b, 1e-9 * b);
    }
}

/* From the top of a cubic potential the motion escapes: to the left of it, it is confined. */
static void test_one_side(void **state)
{
    (void)state;
    double d = 0.1, a = -8, b = 1;
    struct fpk_model model = ou_model(&d);
    model.potential = cubic_potential;
    check_ok(fpk_confine(&model, true, false, &a, &b));
    check_close(b, 1, 0);
    double u = a * a / 2 - a * a * a / 3;
    check_between(u / d, 80, 100);
    b = 8;
    check_refused(fpk_confine(&model, true, true, &a, &b), FPK_NUMERIC, "not confined");
}

/* A well of width 1e-3 away from the middle of the first look. */
static void test_narrow_well(void **state)
{
    (void)state;
    double d = 0.01, a = -8, b = 8;
    struct fpk_model model = ou_model(&d);
    model.potential = narrow_potential;
    check_ok(fpk_confine(&model, true, true, &a, &b));
    double reach = sqrt(80 * d / 5e3);
    check_between((b - 3) / reach, 1, 1.3);
    check_between((3 - a) / reach, 1, 1.3);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    model.autonomous = false;
    check_refused(fpk_stationary_model(&model, "x is computed"), FPK_USAGE,
                  "x is computed for coefficients that do not depend on time");
    model.dim = 2;
    check_refused(fpk_stationary_model(&model, "x is computed"), FPK_USAGE, "has 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quadratic),
        cmocka_unit_test(test_one_side),
        cmocka_unit_test(test_narrow_well),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
