/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sde/runge_kutta_priv.h"

#include "models.h"
#include "taylor.h"

enum { S = 4 };

static double dot(const double *a, const double *b)
{
    return (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3]);
}

static void times(const double A[S][S], const double *v, double *out)
{
    for (int i = 0; i < S; i++)
        out[i] = dot(A[i], v);
}

/* The conditions of strong order 1.5 (Roessler 2010, section 5): for each of the
 * four sums over beta what it gives with 1, B1 1, A1 1, (B1 1)^2, B1 (B1 1). */
static void test_conditions(void **state)
{
    (void)state;
    const struct fpk_sriw *t = &fpk_sriw1_table;
    const double one_[S] = {1, 1, 1, 1};
    double a0[S], b0[S], b0b0[S], a1[S], b1[S], b1b1[S], chain[S], mixed[S];
    times(t->A0, one_, a0);
    times(t->B0, one_, b0);
    times(t->A1, one_, a1);
    times(t->B1, one_, b1);
    times(t->B1, b1, chain);
    times(t->A1, b0, mixed);
    for (int i = 0; i < S; i++) {
        b0b0[i] = b0[i] * b0[i];
        b1b1[i] = b1[i] * b1[i];
        check_close(t->c0[i], a0[i], 1e-15);
        check_close(t->c1[i], a1[i], 1e-15);
    }
    check_close(dot(t->alpha, one_), 1, 1e-15);
    check_close(dot(t->alpha, a0), 0.5, 1e-15);
    check_close(dot(t->alpha, b0), 1, 1e-15);
    check_close(dot(t->alpha, b0b0), 1.5, 1e-15);
    const double *const beta[4] = {t->beta1, t->beta2, t->beta3, t->beta4};
    const double *const with[5] = {one_, b1, a1, b1b1, chain};
    const double want[4][5] = {
        {1, 0, 1, 1, 0}, {0, 1, 0, 0, 0}, {0, 0, -1, -1, 0}, {0, 0, 0, 2, 1}};
    for (int k = 0; k < 4; k++)
        for (int c = 0; c < 5; c++)
            check_close(dot(beta[k], with[c]), want[k][c], 1e-14);
    check_close(dot(t->beta1, mixed) / 2 + dot(t->beta3, mixed) / 3, 0, 1e-15);
}

static double drift_1(size_t i, const double *y)
{
    (void)i;
    return 1 + y[0] * y[1] - y[1] * y[1] / 2;
}

static double diffusion_1(size_t i, size_t j, const double *y)
{
    (void)i, (void)j;
    return 1 + y[0] / 2 + y[1] * y[1] / 4 - y[0] * y[1];
}

static double drift_2(size_t i, const double *y)
{
    return i == 0 ? y[2] - y[1] * y[1] / 2 : y[0] - y[1] * y[2];
}

static double diagonal(size_t i, size_t j, const double *y)
{
    double x = y[1 + i];
    return i == j ? 1 + 0.5 * x - (i == 0 ? 0.25 : -0.5) * x * x + y[0] : 0;
}

/* One noise into two components that see each other. */
static double scalar(size_t i, size_t j, const double *y)
{
    (void)j;
    return i == 0 ? 1 + y[1] * y[2] / 2 : y[1] - y[2] * y[2] / 4 + y[0];
}

static void test_local_error(void **state)
{
    (void)state;
    const double y[3] = {0.25, 0.75, -0.5};
    const struct taylor_system line = {1, 1, FPK_NOISE_SCALAR, drift_1, diffusion_1};
    const struct taylor_system pair = {2, 2, FPK_NOISE_DIAGONAL, drift_2, diagonal};
    const struct taylor_system driven = {2, 1, FPK_NOISE_SCALAR, drift_2, scalar};
    taylor_check(&fpk_sriw1, &line, 1.5, y);
    taylor_check(&fpk_sriw1, &pair, 1.5, y);
    taylor_check(&fpk_sriw1, &driven, 1.5, y);
}

static double cubic(size_t i, size_t j, const double *y)
{
    (void)i, (void)j;
    return 1 + y[1] / 2 - y[1] * y[1] / 4 + y[1] * y[1] * y[1] / 5;
}

static double mean(const double *y)
{
    return y[1];
}

static double square(const double *y)
{
    return y[1] * y[1];
}

/* E phi(X') - (phi + h L phi + h^2/2 L^2 phi), L = L^0, by quadrature over z and a. */
static double weak_error(const struct taylor_system *s, double (*phi)(const double *),
                         const double *y, double h)
{
    double z[25], a[25], weight[25], x[25];
    struct fpk_model model = taylor_model(s);
    size_t n = taylor_rule(1, true, z, a, weight), word[2] = {0, 0};
    struct fpk_noise_given given = {.ld = n, .z = z, .a = a};
    taylor_step(&fpk_sriw1, &model, y, h, n, &given, x);
    double sum = 0;
    for (size_t p = 0; p < n; p++) {
        double at[3] = {y[0] + h, x[p], 0};
        sum += weight[p] * phi(at);
    }
    struct taylor_base base = {.kind = 'p', .phi = phi};
    return sum - (phi(y) + h * taylor_value(s, base, 1, word, y) +
                  h * h / 2 * taylor_value(s, base, 2, word, y));
}

/* Weak order 1.5 where g is curved. */
static void test_weak_error(void **state)
{
    (void)state;
    const double y[3] = {0.25, 0.75, 0};
    const struct taylor_system s = {1, 1, FPK_NOISE_SCALAR, drift_1, cubic};
    double (*const phi[2])(const double *) = {mean, square};
    for (int k = 0; k < 2; k++) {
        double coarse = weak_error(&s, phi[k], y, 0x1p-11);
        double fine = weak_error(&s, phi[k], y, 0x1p-12);
        check_close(log2(fabs(coarse / fine)), k == 0 ? 3 : 2.5, 0.05);
    }
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_model model = linear_model();
    struct fpk_conversion conversion;
    model.noise_kind = FPK_NOISE_GENERAL;
    check_refused(fpk_stepper_model(&fpk_sriw1, &model, 0, 1, &conversion), FPK_USAGE,
                  "sriw1 is for noise that is additive, scalar, diagonal");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_local_error),
        cmocka_unit_test(test_weak_error),
        cmocka_unit_test(test_refused),
    };
    return check_main(tests);
}
