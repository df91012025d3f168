/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_evolve_priv.h"

#include "models.h"

#include "../check.h"

/* Order 48 of the OU process: at time 0 the start itself, later N(e^-t, .25 e^-2t + D (1 - e^-2t)),
 * with the bounds that rounding is said to keep. */
static void test_normal(void **state)
{
    (void)state;
    double d = 0.3, psi[2 * 65], density[2], value[3], floor[3], rounding;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_evolve e;
    check_ok(fpk_start_parse(&start, "normal:1:0.5"));
    check_ok(fpk_evolve_start(&start));
    check_ok(fpk_evolve_init(&e, &model, false, -5, 6, (struct fpk_ends){0}, &start, 64));
    check_between(e.missed, 0, 1e-13);
    check_ok(fpk_evolve_to(&e, 0, false, psi, &rounding));
    check_ok(fpk_evolve_to(&e, 0.8, false, psi + 65, &rounding));
    double f = exp(-0.8), v = 0.25 * f * f - d * expm1(-1.6);
    for (double x = -2; x < 3; x += 0.3) {
        double gain = fpk_evolve_density(&e, 2, psi, x, density);
        check_close(density[0], gauss(x, 1, 0.25), 1e-5);
        check_close(density[1], gauss(x, f, v), 1e-11);
        check_between(gain * rounding, 1e-16, 1e-11);
    }
    fpk_evolve_moments(&e, psi + 65, rounding, value, floor);
    check_close(value[0], f, floor[0] + 1e-12);
    check_close(value[1], v, floor[1] + 1e-12);
    check_close(value[2], 1, floor[2]);
    fpk_evolve_clear(&e);
    fpk_start_clear(&start);
}

static void test_point(void **state)
{
    (void)state;
    double d = 0.3, psi[65], value[3], floor[3], rounding;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_evolve e;
    check_ok(fpk_start_parse(&start, "delta:1"));
    check_ok(fpk_evolve_init(&e, &model, false, -4, 4, (struct fpk_ends){0}, &start, 64));
    check_close(e.missed, 0, 0);
    check_ok(fpk_evolve_to(&e, 0.8, false, psi, &rounding));
    fpk_evolve_moments(&e, psi, rounding, value, floor);
    check_close(value[0], exp(-0.8), 1e-11);
    check_close(value[1], -d * expm1(-1.6), 1e-11);
    fpk_evolve_clear(&e);
    fpk_start_clear(&start);
}

static void test_too_wide(void **state)
{
    (void)state;
    double d = 1e-4;
    struct fpk_model model = ou_model(&d);
    struct fpk_start start;
    struct fpk_evolve e;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    check_refused(fpk_evolve_init(&e, &model, false, -4, 4, (struct fpk_ends){0}, &start, 32),
                  FPK_NUMERIC, "overflows");
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal),
        cmocka_unit_test(test_point),
        cmocka_unit_test(test_too_wide),
    };
    return check_main(tests);
}
