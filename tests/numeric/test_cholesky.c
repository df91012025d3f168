/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/dense.h"

#include "../check.h"

/* l l^T is c, entry by entry, and nothing stands above the diagonal. */
static void check_factor(size_t dim, const double *c)
{
    double l[64];
    fpk_matrix_cholesky(dim, c, l);
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++) {
            double sum = 0;
            for (size_t k = 0; k < dim; k++)
                sum += l[i * dim + k] * l[j * dim + k];
            check_close(sum, c[i * dim + j], 1e-14 * sqrt(c[i * dim + i] * c[j * dim + j]));
            check_true(j <= i || l[i * dim + j] == 0);
        }
}

static void test_known(void **state)
{
    (void)state;
    const double c[9] = {4, 12, -16, 12, 37, -43, -16, -43, 98};
    const double want[9] = {2, 0, 0, 6, 1, 0, -8, 5, 3};
    double l[9];
    fpk_matrix_cholesky(3, c, l);
    for (int i = 0; i < 9; i++)
        check_same_bits(l[i], want[i]);
    check_factor(3, c);
}

/* Noise that does not reach every direction: ranks 0, 1 and 2 of 3. */
static void test_singular(void **state)
{
    (void)state;
    const double zero[9] = {0}, velocity[4] = {0, 0, 0, 4};
    const double one[9] = {1, 2, 3, 2, 4, 6, 3, 6, 9};
    const double two[9] = {1, 1, 2, 1, 1, 2, 2, 2, 13};
    check_factor(3, zero);
    check_factor(2, velocity);
    check_factor(3, one);
    check_factor(3, two);
    const double g[2] = {0.1, 0.7}; /* products that round */
    const double third[4] = {g[0] * g[0], g[0] * g[1], g[0] * g[1], g[1] * g[1]};
    check_factor(2, third);
    double l[4];
    fpk_matrix_cholesky(2, third, l);
    check_same_bits(l[3], 0);
}

/* In place, and NaN where there is no factor to be had. */
static void test_in_place(void **state)
{
    (void)state;
    double c[4] = {4, 2, 2, 5};
    fpk_matrix_cholesky(2, c, c);
    check_true(c[0] == 2 && c[1] == 0 && c[2] == 1 && c[3] == 2);
    double bad[4] = {NAN, 0, 0, 1}, l[4];
    fpk_matrix_cholesky(2, bad, l);
    check_true(isnan(l[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_singular),
        cmocka_unit_test(test_in_place),
    };
    return check_main(tests);
}
