/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/generator.h"

#include "fpk/fokker_planck/solve.h"

#include "models.h"

#include "../check.h"

/* The stationary state is the kernel of the operator. */
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

/* A ring may be cut anywhere: cells that lie k to the left see the same rates. */
TEST_FUNCTION(washboard_drift, sin(x) + 0.4)

static void test_ring_turns(void **state)
{
    (void)state;
    enum { N = 60, K = 17 };
    double d = 0.3, p[N], out[N], flux[N + 1], pi = 3.14159265358979312, h = 2 * pi / N, sum = 0;
    struct fpk_model model = ou_model(&d);
    struct fpk_generator here, there;
    struct fpk_grid grid;
    model.potential = NULL;
    model.drift = washboard_drift;
    check_ok(fpk_grid_init(&grid, -pi, pi, N));
    check_ok(fpk_generator_init(&here, grid));
    check_ok(fpk_grid_init(&grid, -pi - K * h, pi - K * h, N));
    check_ok(fpk_generator_init(&there, grid));
    here.ends = there.ends = (struct fpk_ends){FPK_PERIODIC, FPK_PERIODIC};
    check_ok(fpk_generator_set(&here, &model, 0));
    check_ok(fpk_generator_set(&there, &model, 0));
    for (size_t i = 0; i < N; i++) {
        check_relative(there.up[(i + K) % N], here.up[i], 1e-12);
        check_relative(there.down[(i + K) % N], here.down[i], 1e-12);
        p[i] = 2 + sin((double)i);
    }
    fpk_generator_apply(&here, p, out);
    fpk_generator_flux(&here, p, flux);
    check_same_bits(flux[0], flux[N]);
    check_close(flux[N], (here.up[N - 1] * p[N - 1] - here.down[0] * p[0]) * h, 1e-15);
    for (size_t i = 0; i < N; i++) {
        check_close(out[i], (flux[i] - flux[i + 1]) / h, 1e-12 * here.up[i]);
        sum += out[i];
    }
    check_close(sum, 0, 1e-11);
    here.ends.right = FPK_REFLECTING;
    check_refused(fpk_generator_set(&here, &model, 0), FPK_USAGE, "two periodic ends");
    here.ends.right = FPK_PERIODIC;
    here.grid.b = 3;
    check_refused(fpk_generator_set(&here, &model, 0), FPK_USAGE, "must be a period");
    here.grid.b = pi;
    here.coordinate = (struct fpk_coordinate){FPK_COORDINATE_GRADED, 0, 1};
    check_refused(fpk_generator_set(&here, &model, 0), FPK_USAGE, "equal cells");
    fpk_generator_clear(&here);
    fpk_generator_clear(&there);
}

/* What the ends take is what the mass loses. */
static void test_absorbing_ends_lose(void **state)
{
    (void)state;
    enum { N = 50 };
    double d = 0.5, p[N], out[N], flux[N + 1], lost = 0;
    struct fpk_model model = well_model(&d);
    struct fpk_generator gen;
    struct fpk_grid grid;
    check_ok(fpk_grid_init(&grid, -1.5, 1, N));
    check_ok(fpk_generator_init(&gen, grid));
    check_ok(fpk_generator_set(&gen, &model, 0));
    check_true(gen.down[0] == 0 && gen.up[N - 1] == 0);
    gen.ends = (struct fpk_ends){FPK_ABSORBING, FPK_NATURAL};
    check_ok(fpk_generator_set(&gen, &model, 0));
    check_true(gen.down[0] > 0 && gen.up[N - 1] == 0);
    gen.ends.right = FPK_ABSORBING;
    check_ok(fpk_generator_set(&gen, &model, 0));
    for (size_t i = 0; i < N; i++)
        p[i] = 1 + 0.5 * cos((double)i);
    fpk_generator_apply(&gen, p, out);
    fpk_generator_flux(&gen, p, flux);
    for (size_t i = 0; i < N; i++)
        lost -= out[i] * fpk_grid_width(&grid);
    check_true(flux[0] < 0 && flux[N] > 0);
    check_close(lost, flux[N] - flux[0], 1e-12 * lost);
    struct fpk_field field;
    check_ok(fpk_field_init(&field, grid));
    check_refused(fpk_generator_stationary(&gen, &field), FPK_USAGE, "absorbing end");
    fpk_field_clear(&field);
    fpk_generator_clear(&gen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stationary_is_kernel),
        cmocka_unit_test(test_upwind_limit),
        cmocka_unit_test(test_ring_turns),
        cmocka_unit_test(test_absorbing_ends_lose),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
