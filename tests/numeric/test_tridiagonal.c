/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/tridiagonal.h"

#include "../check.h"

#define N 500

/* A mass-conserving Fokker-Planck step, I - dt G, columns of G summing to 0: column dominant. */
static void matrix(double *lower, double *diag, double *upper)
{
    for (int i = 0; i < N; i++) {
        double x = -3 + 6.0 * i / N, up = 40 + 9 * x, down = 40 - 9 * x;
        diag[i] = 1 + (i + 1 < N ? up : 0) + (i > 0 ? down : 0);
        if (i + 1 < N)
            lower[i + 1] = -up;
        if (i > 0)
            upper[i - 1] = -down;
    }
    lower[0] = upper[N - 1] = NAN; /* unused by contract */
}

static void test_solution_and_mass(void **state)
{
    (void)state;
    double lower[N], diag[N], upper[N], b[N], x[N], back[N];
    matrix(lower, diag, upper);
    double mass = 0, after = 0;
    for (int i = 0; i < N; i++) {
        b[i] = x[i] = 1.0 / (1 + (i - 200.0) * (i - 200.0));
        mass += b[i];
    }
    struct fpk_tridiagonal f;
    check_ok(fpk_tridiagonal_init(&f, N, lower, diag, upper));
    fpk_tridiagonal_solve(&f, x);
    fpk_tridiagonal_apply(N, lower, diag, upper, x, back);
    for (int i = 0; i < N; i++) {
        check_close(back[i], b[i], 1e-13);
        check_true(x[i] > 0); /* the inverse of an M-matrix is positive */
        after += x[i];
    }
    check_close(after, mass, 1e-13);
    fpk_tridiagonal_clear(&f);
}

/* -x'' = 1 on n + 1 intervals with zero ends: x_i = i (n + 1 - i) / 2 in units of h^2, exactly. */
static void test_small_orders(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 40; n++) {
        double lower[40], diag[40], upper[40], x[40];
        for (size_t i = 0; i < n; i++) {
            lower[i] = upper[i] = -1;
            diag[i] = 2;
            x[i] = 1;
        }
        struct fpk_tridiagonal f;
        check_ok(fpk_tridiagonal_init(&f, n, lower, diag, upper));
        fpk_tridiagonal_solve(&f, x);
        for (size_t i = 0; i < n; i++)
            check_relative(x[i], (double)((i + 1) * (n - i)) / 2, 1e-13);
        fpk_tridiagonal_clear(&f);
    }
}

static void test_refuses_a_zero_pivot(void **state)
{
    (void)state;
    double lower[3] = {0, 1, 1}, diag[3] = {1, 1, 1}, upper[3] = {1, 1, 0};
    struct fpk_tridiagonal f;
    check_refused(fpk_tridiagonal_init(&f, 3, lower, diag, upper), FPK_NUMERIC, "row 1");
    diag[1] = NAN;
    check_refused(fpk_tridiagonal_init(&f, 3, lower, diag, upper), FPK_NUMERIC, "pivot");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_solution_and_mass),
        cmocka_unit_test(test_small_orders),
        cmocka_unit_test(test_refuses_a_zero_pivot),
    };
    return check_main(tests);
}
