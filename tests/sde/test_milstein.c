/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step.h"

#include "models.h"

static const double z_given[3] = {0.7, -1.3, 2.1};
static const struct fpk_noise_given given = {.ld = 1, .z = z_given};

/* The scheme as it stands in the books: all ordered pairs (j, k), derivatives of g along its
 * columns by central differences (of polynomials of degree 2: exact but for rounding). */
static void by_hand(const struct fpk_model *model, const double *x, double *want)
{
    size_t noise = model->noise;
    double f[2], g[6], root = sqrt(STEP_DT);
    model->drift(STEP_T, 1, x, f, NULL);
    model->diffusion(STEP_T, 1, x, g, NULL);
    for (size_t d = 0; d < 2; d++)
        want[d] = x[d] + STEP_DT * f[d];
    for (size_t j = 0; j < noise; j++)
        for (size_t d = 0; d < 2; d++)
            want[d] += root * g[d * noise + j] * z_given[j];
    for (size_t j = 0; j < noise; j++) {
        double h = 0x1p-10, up[2], down[2], g_up[6], g_down[6];
        for (size_t d = 0; d < 2; d++) {
            up[d] = x[d] + h * g[d * noise + j];
            down[d] = x[d] - h * g[d * noise + j];
        }
        model->diffusion(STEP_T, 1, up, g_up, NULL);
        model->diffusion(STEP_T, 1, down, g_down, NULL);
        for (size_t k = 0; k < noise; k++)
            for (size_t d = 0; d < 2; d++) {
                double along = (g_up[d * noise + k] - g_down[d * noise + k]) / (2 * h);
                double pair = STEP_DT * (z_given[j] * z_given[k] - (j == k));
                want[d] += 0.5 * along * pair;
            }
    }
}

static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_model models[4] = {commuting_model(), diagonal_model(), scalar_model(),
                                  additive_model()};
    for (int i = 0; i < 4; i++) {
        double x[2] = {1.25, -0.5}, want[2];
        by_hand(&models[i], x, want);
        take_step(&fpk_milstein, &models[i], 0, 1, x, &given);
        check_close(x[0], want[0], 1e-12);
        check_close(x[1], want[1], 1e-12);
    }
}

static void test_points_alone(void **state)
{
    (void)state;
    struct fpk_model models[4] = {commuting_model(), diagonal_model(), scalar_model(),
                                  additive_model()};
    for (int i = 0; i < 4; i++)
        check_points_alone(&fpk_milstein, &models[i]);
}

/* Without x in g the second-order term vanishes: the bits of Euler-Maruyama. */
static void test_additive_is_euler(void **state)
{
    (void)state;
    struct fpk_model model = additive_model();
    double x[2] = {1.25, -0.5}, y[2] = {1.25, -0.5};
    take_step(&fpk_milstein, &model, 9, 1, x, NULL);
    take_step(&fpk_euler_maruyama, &model, 9, 1, y, NULL);
    check_same_bits(x[0], y[0]);
    check_same_bits(x[1], y[1]);
}

/* dX = 1.01 X dt + .87 X dW in Stratonovich's reading is Ito's with .87^2/2 more drift. */
static void times_sigma(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = LINEAR_SIGMA * x[i];
}

static void sigma(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = LINEAR_SIGMA;
}

static void test_converts(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    model.noise_kind = FPK_NOISE_SCALAR;
    model.convention = FPK_STRATONOVICH;
    model.diffusion = times_sigma;
    model.diffusion_x = sigma;
    double x = 2, s = LINEAR_SIGMA, z = z_given[0];
    take_step(&fpk_milstein, &model, 0, 1, &x, &given);
    check_close(x,
                2 * (1 + STEP_DT * (-1 + s * s / 2) + s * sqrt(STEP_DT) * z +
                     s * s / 2 * STEP_DT * (z * z - 1)),
                1e-15);
}

static void test_refuses(void **state)
{
    (void)state;
    struct fpk_conversion c;
    struct fpk_model general = general_model(), blind = scalar_model(), wide = scalar_model();
    check_refused(fpk_stepper_model(&fpk_milstein, &general, 0, 1, &c), FPK_USAGE,
                  "milstein is for noise that is additive, scalar, diagonal, commutative; that of "
                  "model pair is general");
    blind.diffusion_x = NULL;
    check_refused(fpk_stepper_model(&fpk_milstein, &blind, 0, 1, &c), FPK_USAGE,
                  "milstein needs the derivative of the diffusion, which model scalar does not");
    wide.dim = 100;
    check_refused(fpk_stepper_model(&fpk_milstein, &wide, 0, 1, &c), FPK_USAGE,
                  "all 10000 derivatives");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),           cmocka_unit_test(test_points_alone),
        cmocka_unit_test(test_additive_is_euler), cmocka_unit_test(test_converts),
        cmocka_unit_test(test_refuses),
    };
    return check_main(tests);
}
