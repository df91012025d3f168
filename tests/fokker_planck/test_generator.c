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

/* And it is the kernel of the operator. */
static void test_stationary_is_kernel(void **state)
{
    (void)state;
    double d = 0.25;
    struct fpk_model well = well_model(&d);
    struct fpk_grid grid;
    struct fpk_generator gen;
    struct fpk_field field;
    double *out = NULL;
    check_ok(fpk_grid_init(&grid, -3, 3, 300));
    check_ok(fpk_generator_init(&gen, grid));
    check_ok(fpk_field_init(&field, grid));
    check_ok(fpk_allocate(&out, 300));
    check_ok(fpk_generator_set(&gen, &well, 0));
    check_ok(fpk_generator_stationary(&gen, &field));
    fpk_generator_apply(&gen, field.value, out);
    for (size_t i = 0; i < 300; i++)
        check_close(out[i], 0, 1e-15 * (gen.up[i] + gen.down[i]) * 8);
    /* Columns of A sum to zero: mass. */
    for (size_t i = 0; i < 300; i++)
        field.value[i] = 1 + (double)(i % 7);
    fpk_generator_apply(&gen, field.value, out);
    double sum = 0, size = 0;
    for (size_t i = 0; i < 300; i++) {
        sum += out[i];
        size += fabs(out[i]);
        check_true(gen.up[i] >= 0 && gen.down[i] >= 0);
    }
    check_close(sum, 0, 1e-14 * size);
    fpk_release(&out);
    fpk_field_clear(&field);
    fpk_generator_clear(&gen);
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

/* No noise at all: upwind rates f/h. */
static void test_upwind_limit(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "drain",
                              .dim = 1,
                              .noise = 1,
                              .autonomous = true,
                              .drift = minus_one,
                              .diffusion = zero};
    struct fpk_grid grid;
    struct fpk_generator gen;
    check_ok(fpk_grid_init(&grid, 0, 1, 10));
    check_ok(fpk_generator_init(&gen, grid));
    check_ok(fpk_generator_set(&gen, &model, 0));
    for (size_t i = 0; i < 10; i++) {
        check_close(gen.up[i], 0, 0);
        check_close(gen.down[i], i ? 10 : 0, 1e-13);
    }
    model.drift = zero;
    check_ok(fpk_generator_set(&gen, &model, 0));
    struct fpk_field field;
    check_ok(fpk_field_init(&field, grid));
    check_refused(fpk_generator_stationary(&gen, &field), FPK_NUMERIC, "not unique");
    fpk_field_clear(&field);
    fpk_generator_clear(&gen);
}

TEST_FUNCTION(pole, x < 0.5 ? -x : NAN)

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_grid grid;
    struct fpk_field field;
    check_ok(fpk_grid_init(&grid, -1, 1, 20));
    model.potential = NULL;
    model.drift = pole;
    check_refused(fpk_fokker_planck_stationary(&model, 3, grid, &field), FPK_NUMERIC,
                  "drift is not finite at x = 0.5, t = 3");
    model.drift = ou_drift;
    model.noise_kind = FPK_NOISE_SCALAR;
    model.convention = FPK_STRATONOVICH;
    check_refused(fpk_fokker_planck_stationary(&model, 0, grid, &field), FPK_USAGE, "Ito");
    model.dim = 2;
    check_refused(fpk_fokker_planck_stationary(&model, 0, grid, &field), FPK_USAGE,
                  "one dimension");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stationary_is_boltzmann),
        cmocka_unit_test(test_stationary_is_kernel),
        cmocka_unit_test(test_multiplicative_noise),
        cmocka_unit_test(test_upwind_limit),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
