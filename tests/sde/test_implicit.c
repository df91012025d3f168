/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sde/step_priv.h"

#include "../check.h"

enum { DIM = 5, N = 7 };

/* f = M u + b(t), rows of M exchanged so that the elimination must pivot: (1 - h M) has zeros on
 * its diagonal. */
static void matrix(double t, double M[DIM][DIM], double b[DIM])
{
    for (int d = 0; d < DIM; d++) {
        b[d] = t - d;
        for (int k = 0; k < DIM; k++)
            M[d][k] = d == k ? 2 : ((d + 2) % DIM == k ? 3 : 0.1 * (d - k));
    }
}

static void linear(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    double M[DIM][DIM], b[DIM];
    matrix(t, M, b);
    for (size_t d = 0; d < DIM; d++)
        for (size_t i = 0; i < n; i++) {
            out[d * n + i] = b[d];
            for (size_t k = 0; k < DIM; k++)
                out[d * n + i] += M[d][k] * x[k * n + i];
        }
}

static void linear_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x;
    (void)ctx;
    double M[DIM][DIM], b[DIM];
    matrix(t, M, b);
    for (size_t d = 0; d < DIM; d++)
        for (size_t k = 0; k < DIM; k++)
            for (size_t i = 0; i < n; i++)
                out[(d * DIM + k) * n + i] = M[d][k];
}

/* h = 1/2: (1 - h M) has a zero diagonal. The residual is judged: by itself it needs no other
 * solver. Jacobian given, and by differences. */
static void test_linear(void **state)
{
    (void)state;
    for (int known = 0; known < 2; known++) {
        struct fpk_model model = {
            .name = "linear", .dim = DIM, .drift = linear, .drift_x = known ? linear_x : NULL};
        double y[DIM * N], u[DIM * N], f[DIM * N], *room = NULL;
        for (int k = 0; k < DIM * N; k++)
            u[k] = y[k] = (k * 11 % 17) / 4.0 - 2;
        check_ok(fpk_allocate(&room, fpk_sde_implicit_rows(&model) * FPK_BLOCK));
        struct fpk_implicit e = {.model = &model, .t = 0.3, .h = 0.5, .n = N, .y = y, .u = u};
        fpk_sde_implicit_solve(&e, room);
        linear(0.3, N, u, f, NULL);
        for (int k = 0; k < DIM * N; k++)
            check_close(u[k], y[k] + 0.5 * f[k], 1e-13);
        fpk_release(&room);
    }
}

/* Nothing is small beside a root at 0: what is left of the equation says that it was found. */
static void test_root_at_zero(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "linear", .dim = DIM, .drift = linear, .drift_x = linear_x};
    double M[DIM][DIM], b[DIM], y[DIM], u[DIM], *room = NULL;
    matrix(0.3, M, b);
    for (int d = 0; d < DIM; d++)
        u[d] = y[d] = -0.4 * b[d];
    check_ok(fpk_allocate(&room, fpk_sde_implicit_rows(&model) * FPK_BLOCK));
    struct fpk_implicit e = {.model = &model, .t = 0.3, .h = 0.4, .n = 1, .y = y, .u = u};
    fpk_sde_implicit_solve(&e, room);
    for (int d = 0; d < DIM; d++)
        check_close(u[d], 0, 1e-14);
    fpk_release(&room);
}

/* A guess that is not a number leads nowhere. */
static void test_not_found(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "linear", .dim = DIM, .drift = linear, .drift_x = NULL};
    double y[DIM] = {1, 2, 3, 4, 5}, u[DIM] = {0}, *room = NULL;
    u[2] = NAN;
    check_ok(fpk_allocate(&room, fpk_sde_implicit_rows(&model) * FPK_BLOCK));
    struct fpk_implicit e = {.model = &model, .h = 0.5, .n = 1, .y = y, .u = u};
    fpk_sde_implicit_solve(&e, room);
    check_true(isnan(u[0]));
    fpk_release(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_root_at_zero),
        cmocka_unit_test(test_not_found),
    };
    return check_main(tests);
}
