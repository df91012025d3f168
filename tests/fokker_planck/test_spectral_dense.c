/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/fokker_planck/spectral_priv.h"

#include "../check.h"

#include <math.h>

#define N 12

static void fill(double *a, size_t n, size_t m)
{
    for (size_t i = 0; i < n * m; i++)
        a[i] = sin(1.7 * (double)i * (double)i + 0.3);
}

/* A v_k has length sigma_k; the v_k are orthonormal; sum sigma^2 is the sum of squares. */
static void test_singular(void **state)
{
    (void)state;
    double a[(N + 1) * N], copy[(N + 1) * N], sigma[N], v[N * N], squares = 0, sum = 0;
    fill(a, N + 1, N);
    memcpy(copy, a, sizeof a);
    check_ok(fpk_dense_singular(N + 1, N, a, sigma, v));
    for (size_t k = 0; k < N; k++) {
        double length = 0;
        for (size_t i = 0; i <= N; i++) {
            double entry = 0;
            for (size_t j = 0; j < N; j++) {
                entry += copy[i * N + j] * v[k * N + j];
                squares += k == 0 ? copy[i * N + j] * copy[i * N + j] : 0;
            }
            length += entry * entry;
        }
        for (size_t l = 0; l < N; l++) {
            double product = 0;
            for (size_t j = 0; j < N; j++)
                product += v[k * N + j] * v[l * N + j];
            check_close(product, k == l, 1e-14);
        }
        check_close(sqrt(length), sigma[k], 1e-13);
        check_true(k == 0 || sigma[k] >= sigma[k - 1]);
        sum += sigma[k] * sigma[k];
    }
    check_relative(sum, squares, 1e-14);
    copy[3] = NAN;
    check_refused(fpk_dense_singular(N + 1, N, copy, sigma, v), FPK_NUMERIC, "entry 3");
}

static void test_solve(void **state)
{
    (void)state;
    double a[N * N], copy[N * N], b[2 * N];
    fill(a, N, N);
    for (size_t i = 0; i < N; i++)
        a[i * N + i] += 8; /* well conditioned */
    memcpy(copy, a, sizeof a);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < N; i++) {
            b[k * N + i] = 0;
            for (size_t j = 0; j < N; j++)
                b[k * N + i] += a[i * N + j] * (double)(j + k);
        }
    check_ok(fpk_dense_solve(N, a, 2, b));
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < N; i++)
            check_close(b[k * N + i], (double)(i + k), 1e-13);
    for (size_t j = 0; j < N; j++)
        copy[5 * N + j] = 0;
    check_refused(fpk_dense_solve(N, copy, 1, b), FPK_NUMERIC, "linear equations");
}

/* A rotation by a quarter beside 3 and -2. */
static void test_eigenvalues(void **state)
{
    (void)state;
    double a[16] = {0, -5, 0, 0, 5, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, -2}, re[4], im[4];
    check_ok(fpk_dense_eigenvalues(4, a, re, im));
    const double want_re[4] = {-2, 0, 0, 3}, want_im[4] = {0, 5, -5, 0};
    for (size_t k = 0; k < 4; k++) {
        check_close(re[k], want_re[k], 1e-14);
        check_close(im[k], want_im[k], 1e-14);
    }
}

/* e^a of a rotation by 40 rad, which is squared, beside a nilpotent block and e^-700. */
static void test_exponential(void **state)
{
    (void)state;
    double a[25] = {0, -40, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0,   0,
                    3, 0,   0, 0, 0, 0,  0, 0, 0, 0, 0, -700};
    double out[25], want[25] = {0};
    want[0] = want[6] = cos(40);
    want[1] = -sin(40);
    want[5] = sin(40);
    want[12] = want[18] = 1;
    want[13] = 3;
    check_ok(fpk_dense_exponential(5, a, out));
    for (int i = 0; i < 25; i++)
        check_close(out[i], want[i], 1e-13);
    a[7] = INFINITY;
    check_refused(fpk_dense_exponential(5, a, out), FPK_NUMERIC, "not finite");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_singular),
        cmocka_unit_test(test_solve),
        cmocka_unit_test(test_eigenvalues),
        cmocka_unit_test(test_exponential),
    };
    return check_main(tests);
}
