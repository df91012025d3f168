/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_priv.h"

#include "models.h"

#include "../check.h"

TEST_FUNCTION(itself, x)

/* Between reflecting walls psi_0 is sqrt(p_s), and ln sqrt(p_s) = -U/(2D) for additive noise. */
static void test_root(void **state)
{
    (void)state;
    double d = 0.3;
    struct fpk_model model = well_model(&d);
    struct fpk_spectral_modes modes;
    struct fpk_ends ends = {0};
    check_ok(fpk_spectral_modes_init(&modes, &model, FPK_NODES_LEGENDRE, -2, 2.2, ends, 64));
    check_equal(modes.n, 65);
    double ratio = 0;
    for (size_t i = 0; i < 65; i++) {
        double x = modes.nodes.x[i], root = exp(modes.log_root[i]);
        double psi = modes.vector[i] / sqrt(modes.nodes.weight[i]);
        check_close(fpk_spectral_log_root(&modes, x), modes.log_root[i], 0);
        ratio = ratio != 0 ? ratio : psi / root;
        check_close(psi / ratio, root, 1e-11);
    }
    for (double x = -2; x < 2.2; x += 0.13) {
        double change = fpk_spectral_log_root(&modes, x) - fpk_spectral_log_root(&modes, 0);
        check_close(change, -(x * x * x * x / 4 - x * x / 2) / (2 * d), 1e-14);
    }
    fpk_spectral_modes_clear(&modes);
}

/* dX = X dW: p_s = 1/x^2; and A has a column less for each end that absorbs. */
static void test_noise_of_x(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_spectral_modes modes;
    struct fpk_ends ends = {.left = FPK_ABSORBING, .right = FPK_ABSORBING};
    model.noise_kind = FPK_NOISE_SCALAR;
    model.drift = zero;
    model.diffusion = itself;
    check_ok(fpk_spectral_modes_init(&modes, &model, FPK_NODES_LEGENDRE, 1, 3, ends, 24));
    check_equal(modes.n, 23);
    for (size_t i = 0; i < 25; i++)
        check_close(modes.log_root[i], -log(modes.nodes.x[i]), 1e-14);
    check_close(fpk_spectral_log_root(&modes, 2.3), -log(2.3), 1e-14);
    for (size_t k = 0; k < 23; k++) {
        check_close(modes.vector[k * 25], 0, 0);
        check_close(modes.vector[k * 25 + 24], 0, 0);
    }
    fpk_spectral_modes_clear(&modes);
    check_refused(
        fpk_spectral_modes_init(&modes, &model, FPK_NODES_LEGENDRE, 0, 3, (struct fpk_ends){0}, 24),
        FPK_NUMERIC, "vanishes at x = 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_root),
        cmocka_unit_test(test_noise_of_x),
    };
    return check_main(tests);
}
