/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/spectrum.h"

#include "models.h"

#include "../check.h"

static void generator_on(struct fpk_generator *gen, const struct fpk_model *model, double a,
                         double b, size_t n)
{
    struct fpk_grid grid;
    check_ok(fpk_grid_init(&grid, a, b, n));
    check_ok(fpk_generator_init(gen, grid));
    check_ok(fpk_generator_set(gen, model, 0));
}

/* No drift: the rates are D/h^2 and the eigenvalues 4 D/h^2 sin^2(pi k/(2 n)), k = 0 ... n - 1. */
static void test_pure_diffusion(void **state)
{
    (void)state;
    double d = 0.7, value[50];
    struct fpk_model model = ou_model(&d);
    model.potential = zero;
    struct fpk_generator gen;
    for (size_t n = 2; n <= 50; n += 16) {
        generator_on(&gen, &model, -1, 2, n);
        check_ok(fpk_generator_eigenvalues(&gen, n, value));
        check_close(value[0], 0, 0);
        for (size_t k = 1; k < n; k++) {
            double h = 3.0 / (double)n, sine = sin(acos(-1) * (double)k / (2.0 * (double)n));
            check_relative(value[k], 4 * d / (h * h) * sine * sine, 1e-14 * (double)n);
        }
        fpk_generator_clear(&gen);
    }
}

/* Two cells: lambda = up + down, whatever their ratio. */
static void test_two_cells(void **state)
{
    (void)state;
    double value[2];
    struct fpk_generator gen;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    generator_on(&gen, &model, -1, 1, 2);
    const double up[] = {1, 1e-150, 1e150, 3}, down[] = {1, 1e-100, 1e-30, 1e-9};
    for (int i = 0; i < 4; i++) {
        gen.up[0] = up[i];
        gen.down[1] = down[i];
        check_ok(fpk_generator_eigenvalues(&gen, 2, value));
        check_relative(value[1], up[i] + down[i], 4e-15);
    }
    fpk_generator_clear(&gen);
}

/* Three cells a <-> b <-> c with rates far apart: lambda_1 lambda_2 is the sum over spanning trees,
 * lambda_1 + lambda_2 the trace; both without cancellation. */
static void test_three_cells(void **state)
{
    (void)state;
    double value[3];
    struct fpk_generator gen;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    generator_on(&gen, &model, -1, 1, 3);
    const double rate[][4] = {{1e-40, 1e5, 1e5, 1e-35}, {1e-80, 1e-70, 1, 2}, {3, 1e-60, 1e60, 5}};
    for (int i = 0; i < 3; i++) {
        double u0 = gen.up[0] = rate[i][0], d1 = gen.down[1] = rate[i][1];
        double u1 = gen.up[1] = rate[i][2], d2 = gen.down[2] = rate[i][3];
        check_ok(fpk_generator_eigenvalues(&gen, 3, value));
        check_relative(value[1] + value[2], u0 + d1 + u1 + d2, 1e-14);
        check_relative(value[1] * value[2], u0 * u1 + u0 * d2 + d1 * d2, 1e-14);
    }
    fpk_generator_clear(&gen);
}

/* A leak of one cell of three, and of both ends: the product of the eigenvalues is the determinant,
 * a sum over forests, their sum the trace. */
static void test_leaks(void **state)
{
    (void)state;
    double value[3], d = 1;
    struct fpk_generator gen;
    struct fpk_model model = ou_model(&d);
    generator_on(&gen, &model, -1, 1, 3);
    const double rate[][6] = {
        {1e-30, 2, 3, 1e-5, 5, 0}, {1e-7, 1e-3, 1e3, 1e8, 1, 1e-12}, {0, 1, 1, 1, 1, 1e-40}};
    for (int i = 0; i < 3; i++) {
        double l = gen.down[0] = rate[i][0], u0 = gen.up[0] = rate[i][1];
        double d1 = gen.down[1] = rate[i][2], u1 = gen.up[1] = rate[i][3];
        double d2 = gen.down[2] = rate[i][4], r = gen.up[2] = rate[i][5];
        check_ok(fpk_generator_eigenvalues(&gen, 3, value));
        double product = l * (d1 * d2 + (d1 + u1) * r) + u0 * u1 * r;
        check_relative(value[0] * value[1] * value[2], product, 1e-13);
        check_relative(value[0] + value[1] + value[2], l + u0 + d1 + u1 + d2 + r, 1e-14);
    }
    gen.ends.left = gen.ends.right = FPK_PERIODIC;
    check_refused(fpk_generator_eigenvalues(&gen, 3, value), FPK_USAGE, "on a ring");
    fpk_generator_clear(&gen);
}

static void test_refusals(void **state)
{
    (void)state;
    double value[9], d = 1;
    struct fpk_generator gen;
    struct fpk_model model = ou_model(&d);
    generator_on(&gen, &model, -1, 1, 8);
    check_refused(fpk_generator_eigenvalues(&gen, 0, value), FPK_USAGE, "0 eigenvalues");
    check_refused(fpk_generator_eigenvalues(&gen, 9, value), FPK_USAGE, "of 8 cells");
    gen.up[3] = 0;
    check_refused(fpk_generator_eigenvalues(&gen, 2, value), FPK_NUMERIC, "across x = 0 is 0");
    fpk_generator_clear(&gen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pure_diffusion), cmocka_unit_test(test_two_cells),
        cmocka_unit_test(test_three_cells),    cmocka_unit_test(test_leaks),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
