/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/dense.h"

#include "../check.h"

enum { MOST = 6, SQUARE = MOST * MOST };

static void read_all(FILE *file, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        check_equal(fscanf(file, "%lf", &out[i]), 1);
}

/* Against the largest entry: 1e-15 (1 + |A| h), |A| h at most 1003 in the table (a stiff matrix).
 * */
static void compare(const char *what, size_t n, const double *got, const double *want, double tol)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(want[i]));
    for (size_t i = 0; i < n; i++)
        if (!(fabs(got[i] - want[i]) <= tol * most))
            check_fail("%s %zu: got %.17g, want %.17g, tol %.3g", what, i, got[i], want[i],
                       tol * most);
}

static double size_of(size_t dim, const double *a)
{
    double most = 0;
    for (size_t i = 0; i < dim * dim; i++)
        most = fmax(most, fabs(a[i]));
    return most * (double)dim;
}

/* mpmath's exponentials of Van Loan's block matrices, another way altogether. */
static void test_known(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/matrix_flow.txt", "r");
    check_true(file != NULL);
    char line[200];
    check_true(fgets(line, sizeof line, file) && fgets(line, sizeof line, file));
    int cases = 0;
    size_t dim;
    double h;
    while (fscanf(file, "%zu %lf", &dim, &h) == 2) {
        double a[SQUARE], c[MOST], d[SQUARE], want[3][SQUARE], got[3][SQUARE];
        double work[FPK_MATRIX_WORK(MOST)];
        size_t n[] = {dim * dim, dim, dim * dim};
        check_true(dim <= MOST);
        read_all(file, n[0], a);
        read_all(file, n[1], c);
        read_all(file, n[2], d);
        fpk_matrix_flow(dim, a, c, d, h, got[0], got[1], got[2], work);
        const char *const what[] = {"exp(A h)", "shift", "covariance"};
        for (int k = 0; k < 3; k++) {
            read_all(file, n[k], want[k]);
            compare(what[k], n[k], got[k], want[k], 2e-15 * (1 + size_of(dim, a) * h));
        }
        cases++;
    }
    fclose(file);
    check_equal(cases, 12);
}

/* A short step keeps its digits: the noise of a velocity moves a position by h^3/3, the mean of a
 * position by h^2/2. */
static void test_short_step(void **state)
{
    (void)state;
    const double a[4] = {0, 1, 0, -1}, c[2] = {0, 1}, d[4] = {0, 0, 0, 1};
    double phi[4], shift[2], q[4], work[FPK_MATRIX_WORK(2)], h = 0x1p-20;
    fpk_matrix_flow(2, a, c, d, h, phi, shift, q, work);
    check_relative(q[0], h * h * h / 3 * (1 - 0.75 * h), 1e-11);
    check_relative(q[1], h * h / 2 * (1 - h), 1e-11);
    check_relative(shift[0], h * h / 2 * (1 - h / 3), 1e-11);
    check_relative(phi[1], -expm1(-h), 1e-15);
    fpk_matrix_flow(2, a, c, d, 0, phi, shift, q, work);
    check_true(phi[0] == 1 && phi[1] == 0 && shift[1] == 0 && q[3] == 0);
}

/* Parts may be left out; their absence changes no bit of the others. */
static void test_parts(void **state)
{
    (void)state;
    const double a[4] = {-1, 2, 0.5, -3}, c[2] = {1, -2}, d[4] = {2, 1, 1, 3};
    double phi[4], shift[2], q[4], alone[4], work[FPK_MATRIX_WORK(2)];
    fpk_matrix_flow(2, a, c, d, 1.5, phi, shift, q, work);
    fpk_matrix_flow(2, a, NULL, NULL, 1.5, alone, NULL, NULL, work);
    for (int i = 0; i < 4; i++)
        check_same_bits(alone[i], phi[i]);
    fpk_matrix_flow(2, a, NULL, d, 1.5, phi, NULL, alone, work);
    for (int i = 0; i < 4; i++)
        check_same_bits(alone[i], q[i]);
    check_same_bits(q[1], q[2]);
}

static void test_not_finite(void **state)
{
    (void)state;
    double a[1] = {NAN}, phi[1], work[FPK_MATRIX_WORK(1)];
    fpk_matrix_flow(1, a, NULL, NULL, 1, phi, NULL, NULL, work);
    check_true(isnan(phi[0]));
    a[0] = INFINITY;
    fpk_matrix_flow(1, a, NULL, NULL, 1, phi, NULL, NULL, work);
    check_true(!isfinite(phi[0]));
    a[0] = 1e6;
    fpk_matrix_flow(1, a, NULL, NULL, 1, phi, NULL, NULL, work);
    check_true(!isfinite(phi[0]));
    a[0] = -1e6;
    fpk_matrix_flow(1, a, NULL, NULL, 1, phi, NULL, NULL, work);
    check_close(phi[0], 0, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_short_step),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_not_finite),
    };
    return check_main(tests);
}
