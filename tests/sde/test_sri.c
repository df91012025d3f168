/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests sri.c and, through it, runge_kutta.c. */
#include "../../src/sde/runge_kutta_priv.h"

#include "models.h"
#include "taylor.h"

static double drift(size_t i, const double *y)
{
    return i == 0 ? y[2] - y[1] * y[1] / 2 + y[0] : y[0] - y[1] * y[2];
}

static double diagonal(size_t i, size_t j, const double *y)
{
    double x = y[1 + i];
    return i == j ? 1 + 0.5 * x - (i == 0 ? 0.25 : -0.5) * x * x : 0;
}

static double scalar(size_t i, size_t j, const double *y)
{
    (void)j;
    return i == 0 ? 1 + y[1] * y[2] / 2 : y[1] - y[2] * y[2] / 4;
}

/* Stretching and turning, (x, y) and (-y, x), commute; neither is diagonal. */
static double commutative(size_t i, size_t j, const double *y)
{
    return j == 0 ? 0.5 * y[1 + i] : (i == 0 ? -y[2] : y[1]);
}

static void test_local_error(void **state)
{
    (void)state;
    const double y[3] = {0.25, 0.75, -0.5}, line[3] = {0.25, 0.75, 0};
    const struct taylor_system single = {1, 1, FPK_NOISE_SCALAR, drift, diagonal};
    const struct taylor_system driven = {2, 1, FPK_NOISE_SCALAR, drift, scalar};
    const struct taylor_system pair = {2, 2, FPK_NOISE_DIAGONAL, drift, diagonal};
    taylor_check(&fpk_sri1, &single, 1, line);
    taylor_check(&fpk_sri1, &driven, 1, y);
    taylor_check(&fpk_sri1, &pair, 1, y);
}

/* g of degree 2 has no error of its differences: Milstein's step, cross terms included. */
static void test_is_milstein(void **state)
{
    (void)state;
    const double y[3] = {0.25, 0.75, -0.5};
    const struct taylor_system systems[] = {
        {2, 1, FPK_NOISE_SCALAR, drift, scalar},
        {2, 2, FPK_NOISE_DIAGONAL, drift, diagonal},
        {2, 2, FPK_NOISE_COMMUTATIVE, drift, commutative},
    };
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < 2; i++) {
            double rms, mean;
            taylor_error(&fpk_sri1, &systems[k], false, i, y, 0.25, &rms, &mean);
            check_close(rms, 0, 1e-14);
        }
}

/* The joint evaluation of diagonal noise is what the general one gives, to rounding. */
static void test_diagonal_is_general(void **state)
{
    (void)state;
    const double y[3] = {0.25, 0.75, -0.5};
    double z[2] = {0.4, -1.1}, x[2], want[2];
    struct fpk_noise_given given = {.ld = 1, .z = z};
    struct taylor_system s = {2, 2, FPK_NOISE_DIAGONAL, drift, diagonal};
    struct fpk_model model = taylor_model(&s);
    taylor_step(&fpk_sri1, &model, y, 0.1, 1, &given, x);
    model.noise_kind = FPK_NOISE_GENERAL;
    taylor_step(&fpk_sri1, &model, y, 0.1, 1, &given, want);
    check_close(x[0], want[0], 1e-15);
    check_close(x[1], want[1], 1e-15);
}

/* With additive noise it is Euler-Maruyama, to rounding, and asks for no area. */
static void test_additive(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    double z[3] = {0.3, -1.7, 2}, x[3], want[3];
    struct fpk_noise_given given = {.ld = 3, .z = z};
    const double y[3] = {0, 1.5, 0};
    taylor_step(&fpk_sri1, &model, y, 0.125, 3, &given, x);
    taylor_step(&fpk_euler_maruyama, &model, y, 0.125, 3, &given, want);
    for (int i = 0; i < 3; i++)
        check_close(x[i], want[i], 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_local_error),
        cmocka_unit_test(test_is_milstein),
        cmocka_unit_test(test_diagonal_is_general),
        cmocka_unit_test(test_additive),
    };
    return check_main(tests);
}
