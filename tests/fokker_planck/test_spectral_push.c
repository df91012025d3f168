/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_evolve_priv.h"

#include "models.h"

#include "../check.h"

/* OU far from home, pushed to one time in one step, in two equal ones, and back: the density there,
 * its mass, and -p_t by a difference. */
static void test_steps(void **state)
{
    (void)state;
    double d = 0.05, p[65], rate[65], before[65];
    struct fpk_model model = ou_model(&d);
    struct fpk_ends ends = {0};
    struct fpk_spectral_modes modes;
    struct fpk_push push;
    check_ok(fpk_spectral_modes_flat(&modes, &model, -1, 4.5, ends, 64));
    for (size_t j = 0; j < 65; j++)
        p[j] = gauss(modes.nodes.x[j], 2, 0.09);
    check_ok(fpk_push_init(&push, &modes, p));
    for (int k = 0; k < 3; k++) {
        if (k == 1) {
            check_ok(fpk_push_to(&push, 0.1));
            check_ok(fpk_push_to(&push, 0.2));
        }
        check_ok(fpk_push_to(&push, 0.4));
        fpk_push_read(&push, false, 65, p);
        double e = exp(-0.4), mass = 0;
        for (size_t j = 0; j < 65; j++) {
            check_close(p[j], gauss(modes.nodes.x[j], 2 * e, 0.09 * e * e - d * expm1(-0.8)), 1e-7);
            mass += modes.nodes.weight[j] * p[j];
        }
        check_close(mass, 1, 1e-10);
        if (k == 0)
            check_ok(fpk_push_to(&push, 0.05)); /* and on again */
    }
    fpk_push_read(&push, true, 65, rate);
    check_ok(fpk_push_to(&push, 0.4 - 1e-4));
    fpk_push_read(&push, false, 65, before);
    check_ok(fpk_push_to(&push, 0.4 + 1e-4));
    fpk_push_read(&push, false, 65, p);
    for (size_t j = 0; j < 65; j++)
        check_close(rate[j], (before[j] - p[j]) / 2e-4, 1e-5);
    check_between(fpk_push_rounding(&push), 1e-13, 1e-12);
    fpk_push_clear(&push);
    fpk_spectral_modes_clear(&modes);
}

/* Absorbed at both ends of (0, 1): sin(pi x) decays at D pi^2. */
static void test_absorbed(void **state)
{
    (void)state;
    double d = 0.3, p[33];
    struct fpk_model model = ou_model(&d);
    struct fpk_ends ends = {FPK_ABSORBING, FPK_ABSORBING};
    struct fpk_spectral_modes modes;
    struct fpk_push push;
    model.drift = zero;
    check_ok(fpk_spectral_modes_flat(&modes, &model, 0, 1, ends, 32));
    for (size_t j = 0; j < 33; j++)
        p[j] = sin(FPK_PI * modes.nodes.x[j]);
    check_ok(fpk_push_init(&push, &modes, p));
    check_ok(fpk_push_to(&push, 0.5));
    fpk_push_read(&push, false, 33, p);
    for (size_t j = 0; j < 33; j++)
        check_close(p[j], sin(FPK_PI * modes.nodes.x[j]) * exp(-0.15 * FPK_PI * FPK_PI), 1e-13);
    fpk_push_read(&push, true, 33, p);
    for (size_t j = 0; j < 33; j++)
        check_close(p[j],
                    0.3 * FPK_PI * FPK_PI * sin(FPK_PI * modes.nodes.x[j]) *
                        exp(-0.15 * FPK_PI * FPK_PI),
                    1e-11);
    fpk_push_clear(&push);
    fpk_spectral_modes_clear(&modes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_absorbed),
    };
    return check_main(tests);
}
