/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests reconstruct.c and romberg.c, which solve.c stands on. */
#include "../../src/fokker_planck/solve_priv.h"

#include "../check.h"

/* Averages over [l, r] of the degree-7 polynomial 1 - 2x + x^7. */
static double average(double l, double r)
{
    double L = l, R = r;
    return ((R - R * R + pow(R, 8) / 8) - (L - L * L + pow(L, 8) / 8)) / (r - l);
}

/* Exact for polynomials of degree 7, at the ends of the grid too. */
static void test_polynomial(void **state)
{
    (void)state;
    struct fpk_grid grid, out;
    struct fpk_field field;
    double got[31];
    const struct fpk_mesh mesh = {0};
    check_ok(fpk_grid_init(&grid, -1, 2, 12));
    check_ok(fpk_grid_init(&out, -1, 2, 31));
    check_ok(fpk_field_init(&field, grid));
    for (size_t i = 0; i < 12; i++)
        field.value[i] = average(fpk_grid_face(&grid, i), fpk_grid_face(&grid, i + 1));
    for (double x = -1; x <= 2; x += 0.0625)
        check_close(fpk_reconstruct_point(&field, &mesh, x), 1 - 2 * x + pow(x, 7), 1e-10);
    check_close(fpk_reconstruct_point(&field, &mesh, 2.01), 0, 0);
    fpk_reconstruct_field(&field, &mesh, &out, got);
    for (size_t j = 0; j < 31; j++)
        check_close(got[j], average(fpk_grid_face(&out, j), fpk_grid_face(&out, j + 1)), 1e-11);
    fpk_field_clear(&field);
}

/* Nested grids: pairs of cells are averaged, nothing is interpolated. */
static void test_nested(void **state)
{
    (void)state;
    struct fpk_grid grid, out;
    struct fpk_field field;
    double got[96];
    const struct fpk_mesh mesh = {0};
    check_ok(fpk_grid_init(&grid, -0.3, 0.7, 192));
    check_ok(fpk_grid_init(&out, -0.3, 0.7, 96));
    check_ok(fpk_field_init(&field, grid));
    for (size_t i = 0; i < 192; i++)
        field.value[i] = (double)((i * 37) % 11);
    fpk_reconstruct_field(&field, &mesh, &out, got);
    for (size_t j = 0; j < 96; j++)
        check_same_bits(got[j], (field.value[2 * j] + field.value[2 * j + 1]) * 0.5);
    fpk_field_clear(&field);
}

/* T(h) = 5 + 3 h^2 - 2 h^3 + h^4 + h^5: five levels leave nothing. */
static void test_romberg(void **state)
{
    (void)state;
    struct fpk_romberg r;
    check_ok(fpk_romberg_init(&r, 1, 1, 2, 1));
    double h = 1, last = INFINITY;
    for (int k = 0; k < 6; k++, h /= 2) {
        fpk_romberg_slot(&r)[0] = 5 + h * h * (3 - 2 * h + h * h + h * h * h);
        fpk_romberg_add(&r);
        if (k)
            check_true(fabs(fpk_romberg_best(&r, 0) - 5) <= fpk_romberg_error(&r, 0) + 1e-14);
        check_true(fpk_romberg_error(&r, 0) <= last);
        last = fpk_romberg_error(&r, 0);
        if (k >= 4)
            check_close(fpk_romberg_best(&r, 0), 5, 1e-14);
        if (k == 3)
            check_true(fabs(fpk_romberg_best(&r, 0) - 5) > 1e-6);
    }
    fpk_romberg_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polynomial),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_romberg),
    };
    return check_main(tests);
}
