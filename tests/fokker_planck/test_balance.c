/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/generator.h"

#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

/* The stationary state of a potential is exp(-U/D) at the centres, however coarse the grid: 40
 * cells on [-6, 6] have Peclet numbers of hundreds. */
static void test_stationary_is_boltzmann(void **state)
{
    (void)state;
    double d = 0.1, top = INFINITY;
    struct fpk_model well = well_model(&d);
    for (size_t n = 40; n <= 2560; n *= 8) {
        struct fpk_grid grid;
        struct fpk_field field;
        check_ok(fpk_grid_init(&grid, -6, 6, n));
        check_ok(fpk_fokker_planck_stationary(&well, 0, grid, &field));
        check_close(fpk_field_mass(&field), 1, 1e-14);
        double sum = 0, h = fpk_grid_width(&grid);
        for (size_t i = 0; i < n; i++) {
            double x = fpk_grid_centre(&grid, i);
            sum += exp(-(x * x * (x * x / 4 - 0.5) + 0.25) / d) * h;
        }
        top = INFINITY;
        for (size_t i = 0; i < n; i++) {
            double x = fpk_grid_centre(&grid, i);
            double want = exp(-(x * x * (x * x / 4 - 0.5) + 0.25) / d) / sum;
            check_close(field.value[i], want, 2e-12 * want + 1e-300);
            top = fmin(top, field.value[i]);
        }
        check_true(top >= 0);
        fpk_field_clear(&field);
    }
}

/* So it is on meshes that are equal in another coordinate: q = p dx/du. */
static void test_boltzmann_on_meshes(void **state)
{
    (void)state;
    enum { N = 90 };
    double d = 0.3, x[N], stretch[N], u[N], first = NAN;
    struct fpk_model well = well_model(&d);
    const struct fpk_coordinate mesh[] = {{FPK_COORDINATE_GRADED, 0.4, 0.05},
                                          {FPK_COORDINATE_LOG, -4, 1},
                                          {FPK_COORDINATE_LOG, 4, -1}};
    for (size_t k = 0; k < 3; k++) {
        struct fpk_grid grid;
        struct fpk_generator gen;
        struct fpk_field field;
        check_ok(
            fpk_grid_init(&grid, fpk_coordinate_u(&mesh[k], -3), fpk_coordinate_u(&mesh[k], 3), N));
        check_ok(fpk_generator_init(&gen, grid));
        check_ok(fpk_field_init(&field, grid));
        gen.coordinate = mesh[k];
        check_ok(fpk_generator_set(&gen, &well, 0));
        check_ok(fpk_generator_stationary(&gen, &field));
        for (size_t i = 0; i < N; i++)
            u[i] = fpk_grid_centre(&grid, i);
        fpk_coordinate_x(&mesh[k], N, u, x, stretch);
        for (size_t i = 0; i < N; i++) {
            double ratio =
                field.value[i] / stretch[i] * exp((x[i] * x[i] * (x[i] * x[i] / 4 - 0.5)) / d);
            first = i ? first : ratio;
            check_relative(ratio, first, 1e-12);
        }
        fpk_field_clear(&field);
        fpk_generator_clear(&gen);
    }
}

/* g(x) = 1 + x^2/4, f = -2x: p_st = C/D exp(int f/D) = C (1 + x^2/4)^-10: 1/D gives -2 and
 * f/D = -4x/(1 + x^2/4)^2 integrates to 8/(1 + x^2/4). */
TEST_FUNCTION(steep, -2 * x)
TEST_FUNCTION(wide, 1 + x * x / 4)

static double wide_stationary(double x)
{
    double q = 1 + x * x / 4;
    return exp(8 / q) / (q * q);
}

static void test_multiplicative_noise(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "wide",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = steep,
                              .diffusion = wide};
    double worst[2];
    for (int k = 0; k < 2; k++) {
        struct fpk_grid grid;
        struct fpk_field field;
        size_t n = k ? 240 : 120;
        check_ok(fpk_grid_init(&grid, -6, 6, n));
        check_ok(fpk_fokker_planck_stationary(&model, 0, grid, &field));
        size_t mid = n / 2;
        worst[k] = 0;
        for (size_t i = 0; i < n; i++) {
            double want = wide_stationary(fpk_grid_centre(&grid, i)) /
                          wide_stationary(fpk_grid_centre(&grid, mid));
            worst[k] = fmax(worst[k], fabs(field.value[i] / field.value[mid] - want));
        }
        fpk_field_clear(&field);
    }
    check_close(worst[0], 0, 1e-5);
    check_between(worst[0] / worst[1], 14, 18); /* Simpson's rule: order 4 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stationary_is_boltzmann),
        cmocka_unit_test(test_boltzmann_on_meshes),
        cmocka_unit_test(test_multiplicative_noise),
    };
    return check_main(tests);
}
