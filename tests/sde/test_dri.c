/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sde/runge_kutta_priv.h"

#include "models.h"
#include "taylor.h"

/* Every entry of the table against its closed form. */
static void test_table(void **state)
{
    (void)state;
    const struct fpk_dri *t = &fpk_dri1_table;
    check_relative(t->B0[1][0], (6 - sqrt(6)) / 10, 2e-16);
    check_relative(t->B0[2][0], (3 + 2 * sqrt(6)) / 5, 2e-16);
    check_relative(t->B1[1][0], 3 * sqrt(38.0 / 491), 2e-16);
    check_relative(t->B2[2][0], 214.0 / 513 * sqrt(1105.0 / 991), 4e-16);
    check_relative(t->B2[2][1], 491.0 / 513 * sqrt(221.0 / 4955), 4e-16);
    check_relative(t->beta2[1], sqrt(491.0 / 38) / 6, 2e-16);
    check_relative(t->beta4[2], sqrt(4955.0 / 221) / 8, 2e-16);
    double sum[4] = {0};
    for (int i = 0; i < 3; i++) {
        sum[0] += t->beta1[i];
        sum[1] += t->beta2[i];
        sum[2] += t->beta3[i];
        sum[3] += t->beta4[i];
        check_same_bits(t->c0[i], t->A0[i][0] + t->A0[i][1]);
        check_same_bits(t->c1[i], t->A1[i][0]);
        check_same_bits(t->B2[1][i], -t->B2[2][i]);
    }
    check_close(sum[0], 1, 1e-15);
    check_close(sum[1], 0, 0);
    check_close(sum[2], 0, 1e-15);
    check_close(sum[3], 0, 0);
}

/* All values of three-point and two-point variables, [noise][n] each. Returns n. */
static size_t enumerate(size_t noise, double *three, double *two, double *weight)
{
    size_t n = 1;
    for (size_t k = 0; k < noise; k++)
        n *= k + 1 < noise ? 6 : 3;
    for (size_t p = 0; p < n; p++) {
        size_t rest = p;
        weight[p] = 1;
        for (size_t k = 0; k < noise; k++, rest /= 3) {
            three[k * n + p] = ((double)(rest % 3) - 1) * sqrt(3);
            weight[p] *= rest % 3 == 1 ? 2.0 / 3 : 1.0 / 6;
        }
        for (size_t k = 0; k + 1 < noise; k++, rest /= 2) {
            two[k * n + p] = rest % 2 ? 1 : -1;
            weight[p] /= 2;
        }
    }
    return n;
}

static double mean(const double *y)
{
    return y[1];
}

static double product(const double *y)
{
    return y[1] * y[2];
}

static double square(const double *y)
{
    return y[1] * y[1];
}

static double cube(const double *y)
{
    return y[2] * y[2] * y[1];
}

static double fourth(const double *y)
{
    return y[1] * y[1] * y[2] * y[2];
}

/* E phi(X') - (phi + h L phi + h^2/2 L^2 phi), L = L^0. */
static double local_error(const struct taylor_system *s, double (*phi)(const double *),
                          const double *y, double h)
{
    enum { MOST = 108 };
    double three[3 * MOST], two[2 * MOST], weight[MOST], x[2 * MOST];
    size_t n = enumerate(s->noise, three, two, weight), word[2] = {0, 0};
    struct fpk_noise_given given = {.ld = n, .three = three, .two = two};
    struct fpk_model model = taylor_model(s);
    taylor_step(&fpk_dri1, &model, y, h, n, &given, x);
    double sum = 0;
    for (size_t p = 0; p < n; p++) {
        double at[3] = {y[0] + h, x[p], s->dim > 1 ? x[n + p] : 0};
        sum += weight[p] * phi(at);
    }
    struct taylor_base base = {.kind = 'p', .phi = phi};
    return sum - (phi(y) + h * taylor_value(s, base, 1, word, y) +
                  h * h / 2 * taylor_value(s, base, 2, word, y));
}

static double drift(size_t i, const double *y)
{
    double t = y[0], u = y[1], v = y[2];
    return i == 0 ? 0.5 + v - u * u / 2 + t * u : t - u * v + v;
}

/* Three noises that do not commute, two ways into each component. */
static double general(size_t i, size_t j, const double *y)
{
    double t = y[0], u = y[1], v = y[2];
    const double g[2][3] = {{1 + u / 2, v * v / 2 - 0.25, u * v + t}, {v - u, 0.5 + t * u, u * u}};
    return g[i][j];
}

static double diagonal(size_t i, size_t j, const double *y)
{
    double x = y[1 + i];
    return i == j ? 1 + 0.5 * x - (i == 0 ? 0.25 : -0.5) * x * x + y[0] * x : 0;
}

static double additive(size_t i, size_t j, const double *y)
{
    return (i == j ? 1 : -0.5) + (double)(j + 1) * y[0] * y[0] + (double)i * y[0];
}

/* Weak order 2: the error of one step is h^3 for every smooth phi. */
static void test_local_error(void **state)
{
    (void)state;
    const struct taylor_system systems[] = {
        {2, 3, FPK_NOISE_GENERAL, drift, general},   {2, 2, FPK_NOISE_GENERAL, drift, general},
        {2, 1, FPK_NOISE_SCALAR, drift, general},    {2, 2, FPK_NOISE_DIAGONAL, drift, diagonal},
        {2, 2, FPK_NOISE_ADDITIVE, drift, additive},
    };
    double (*const phi[])(const double *) = {mean, product, square, cube, fourth};
    const double y[3] = {0.25, 0.75, -0.5};
    for (size_t k = 0; k < sizeof systems / sizeof *systems; k++)
        for (size_t p = 0; p < 5; p++) {
            double coarse = local_error(&systems[k], phi[p], y, 0x1p-9);
            double fine = local_error(&systems[k], phi[p], y, 0x1p-10);
            check_close(log2(fabs(coarse / fine)), 3, 0.1);
        }
}

/* Diagonal noise without the stages that vanish is what general noise gives, to rounding. */
static void test_diagonal_is_general(void **state)
{
    (void)state;
    const double y[3] = {0.25, 0.75, -0.5};
    double three[4] = {sqrt(3), 0, -sqrt(3), sqrt(3)}, two[2] = {1, -1}, x[4], want[4];
    struct fpk_noise_given given = {.ld = 2, .three = three, .two = two};
    struct taylor_system s = {2, 2, FPK_NOISE_DIAGONAL, drift, diagonal};
    struct fpk_model model = taylor_model(&s);
    taylor_step(&fpk_dri1, &model, y, 0.1, 2, &given, x);
    model.noise_kind = FPK_NOISE_GENERAL;
    taylor_step(&fpk_dri1, &model, y, 0.1, 2, &given, want);
    for (int i = 0; i < 4; i++)
        check_close(x[i], want[i], 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_local_error),
        cmocka_unit_test(test_diagonal_is_general),
    };
    return check_main(tests);
}
