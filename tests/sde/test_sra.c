/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sde/runge_kutta_priv.h"

#include "models.h"
#include "taylor.h"

/* Conditions of strong order 1.5 for additive noise (Roessler 2010, theorem 5.1). */
static void check_conditions(const struct fpk_sra *t)
{
    double sum[8] = {0};
    for (size_t i = 0; i < t->s; i++) {
        double a = 0, b = 0;
        for (size_t j = 0; j < t->s; j++) {
            a += t->A0[i][j];
            b += t->B0[i][j];
            check_true(j < i || (t->A0[i][j] == 0 && t->B0[i][j] == 0));
        }
        check_close(a, t->c0[i], 1e-15);
        double term[8] = {t->alpha[i],
                          t->beta1[i],
                          t->beta2[i],
                          t->alpha[i] * b,
                          t->alpha[i] * a,
                          t->alpha[i] * b * b,
                          t->beta1[i] * t->c1[i],
                          t->beta2[i] * t->c1[i]};
        for (int k = 0; k < 8; k++)
            sum[k] += term[k];
    }
    const double want[8] = {1, 1, 0, 1, 0.5, 1.5, 1, -1};
    for (int k = 0; k < 8; k++)
        check_close(sum[k], want[k], 1e-15);
}

static void test_conditions(void **state)
{
    (void)state;
    check_conditions(&fpk_sra1_table);
    check_conditions(&fpk_sra3_table);
    check_conditions(&fpk_sriw1_table.additive);
    const struct fpk_sra *t = &fpk_sra3_table; /* third order of the drift alone */
    double squares = 0, chain = 0;
    for (size_t i = 0; i < 3; i++) {
        squares += t->alpha[i] * t->c0[i] * t->c0[i];
        for (size_t j = 0; j < i; j++)
            chain += t->alpha[i] * t->A0[i][j] * t->c0[j];
    }
    check_close(squares, 1.0 / 3, 1e-15);
    check_close(chain, 1.0 / 6, 1e-15);
}

static double swirl(size_t i, const double *y)
{
    double t = y[0], u = y[1], v = y[2];
    return i == 0 ? 1 + u - u * v * v / 2 + t * v : v * (u - t) + u * u;
}

/* Two noises into both components, changing with time. */
static double stirring(size_t i, size_t j, const double *y)
{
    static const double at_0[2][2] = {{0.7, -0.4}, {0.3, 1.1}}, rate[2][2] = {{0.5, 1}, {-1, 0.25}};
    return at_0[i][j] + rate[i][j] * y[0] + y[0] * y[0];
}

static void test_local_error(void **state)
{
    (void)state;
    const struct taylor_system s = {
        .dim = 2, .noise = 2, .kind = FPK_NOISE_ADDITIVE, .f = swirl, .g = stirring};
    const double y[3] = {0.25, 0.75, -0.5};
    taylor_check(&fpk_sra1, &s, 1.5, y);
    taylor_check(&fpk_sra3, &s, 1.5, y);
    taylor_check(&fpk_sriw1, &s, 1.5, y);
}

/* Linear and constant: X' - X is known in closed form for given z, a; one step of sra1 on
 * dX = -X dt + dW: (1 - h + h^2/2) x + dW - U (h - ...): alpha_2 B0_21 = 1. */
static void test_linear(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    double z[2] = {0.3, -1.7}, a[2] = {-0.8, 0.4}, x[2], h = 0.125, root = sqrt(0.125);
    struct fpk_noise_given given = {.ld = 2, .z = z, .a = a};
    const double y[3] = {0, 1.5, 0};
    taylor_step(&fpk_sra1, &model, y, h, 2, &given, x);
    for (int i = 0; i < 2; i++) {
        double u = root * (z[i] / 2 + a[i] / sqrt(12));
        check_close(x[i], (1 - h + h * h / 2) * 1.5 + root * z[i] - h * u, 1e-15);
    }
}

/* No noise at all: the Runge-Kutta method of the drift, 1 - h + h^2/2 - h^3/6 for sra3. */
static void test_no_noise(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    model.noise = 0;
    model.diffusion = NULL;
    const double y[3] = {0, 2, 0}, h = 0.25;
    double x[1];
    taylor_step(&fpk_sra3, &model, y, h, 1, NULL, x);
    check_close(x[0], 2 * (1 - h + h * h / 2 - h * h * h / 6), 1e-15);
    taylor_step(&fpk_sra1, &model, y, h, 1, NULL, x);
    check_close(x[0], 2 * (1 - h + h * h / 2), 1e-15);
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_model model = linear_model();
    struct fpk_conversion conversion;
    check_refused(fpk_stepper_model(&fpk_sra1, &model, 0, 1, &conversion), FPK_USAGE,
                  "sra1 is for noise that is additive; that of model linear is scalar");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions), cmocka_unit_test(test_local_error),
        cmocka_unit_test(test_linear),     cmocka_unit_test(test_no_noise),
        cmocka_unit_test(test_refused),
    };
    return check_main(tests);
}
