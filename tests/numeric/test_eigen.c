/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/dense.h"

#include "../check.h"

/* The second-difference matrix (2, -1) of size n has eigenvalues 2 - 2 cos(k pi/(n+1)). Bound: n
 * |A| 2^-52, a few rounded rotations meet every entry in each of the n rows. */
static void test_known(void **state)
{
    (void)state;
    enum { N = 12 };
    double a[N * N] = {0}, q[N * N], v[N], back[N * N];
    for (int i = 0; i < N; i++) {
        a[i * N + i] = 2;
        if (i > 0)
            a[i * N + i - 1] = a[(i - 1) * N + i] = -1;
    }
    memcpy(back, a, sizeof a);
    fpk_symmetric_eigen(N, a, q, v);
    for (int k = 1; k <= N; k++) {
        double want = 2 - 2 * cos(k * 3.14159265358979323846 / (N + 1)), near = INFINITY;
        for (int j = 0; j < N; j++)
            near = fmin(near, fabs(v[j] - want));
        check_close(near, 0, N * 4 * 0x1p-52);
    }
    for (int i = 0; i < N; i++) /* A q_j = v_j q_j */
        for (int j = 0; j < N; j++) {
            double s = 0;
            for (int k = 0; k < N; k++)
                s += back[i * N + k] * q[k * N + j];
            check_close(s, v[j] * q[i * N + j], N * 4 * 0x1p-52);
        }
}

/* A diagonal matrix is left alone, whatever its scales. */
static void test_diagonal(void **state)
{
    (void)state;
    double a[9] = {1e-30, 0, 0, 0, 1, 0, 0, 0, 1e30}, q[9], v[3];
    fpk_symmetric_eigen(3, a, q, v);
    check_same_bits(v[0], 1e-30);
    check_same_bits(v[2], 1e30);
    for (int i = 0; i < 9; i++)
        check_same_bits(q[i], i % 4 == 0);
}

/* Graded: the small eigenvalue keeps its relative accuracy (det = 1e-12 - 1e-14). */
static void test_graded(void **state)
{
    (void)state;
    double a[4] = {1, 1e-7, 1e-7, 1e-12}, q[4], v[2];
    fpk_symmetric_eigen(2, a, q, v);
    check_relative(fmin(v[0], v[1]) * fmax(v[0], v[1]), 0.99e-12, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_diagonal),
        cmocka_unit_test(test_graded),
    };
    return check_main(tests);
}
