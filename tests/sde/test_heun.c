/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests heun.c and stage.c. */
#include "step.h"

#include "models.h"

static const double z_given[3] = {0.7, -1.3, 2.1};
static const struct fpk_noise_given given = {.ld = 1, .z = z_given};

/* f(x, t) h + g(x, t) dW */
static void increment(const struct fpk_model *model, double t, const double *x, double *out)
{
    double g[6];
    model->drift(t, 1, x, out, NULL);
    model->diffusion(t, 1, x, g, NULL);
    for (size_t d = 0; d < 2; d++) {
        out[d] *= STEP_DT;
        for (size_t j = 0; j < model->noise; j++)
            out[d] += g[d * model->noise + j] * sqrt(STEP_DT) * z_given[j];
    }
}

static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_model models[5] = {general_model(), commuting_model(), diagonal_model(),
                                  scalar_model(), additive_model()};
    for (int i = 0; i < 5; i++) {
        models[i].convention = FPK_STRATONOVICH;
        double x[2] = {1.25, -0.5}, y[2], begin[2], end[2];
        increment(&models[i], STEP_T, x, begin);
        for (int d = 0; d < 2; d++)
            y[d] = x[d] + begin[d];
        increment(&models[i], STEP_T + STEP_DT, y, end);
        take_step(&fpk_heun, &models[i], 0, 1, x, &given);
        check_close(x[0], 1.25 + (begin[0] + end[0]) / 2, 1e-14);
        check_close(x[1], -0.5 + (begin[1] + end[1]) / 2, 1e-14);
    }
}

static void test_points_alone(void **state)
{
    (void)state;
    struct fpk_model general = general_model(), additive = additive_model();
    struct fpk_model diagonal = diagonal_model();
    check_points_alone(&fpk_heun, &general);
    check_points_alone(&fpk_heun, &additive);
    check_points_alone(&fpk_heun, &diagonal);
}

static void times_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    memcpy(out, x, n * sizeof *out);
}

/* dX = -X dt + X dW of Ito, read by a Stratonovich method: f = -3/2 x, and the step is the start
 * of exp(a), a = -3/2 h + dW, up to a^2. Without the conversion it would be -1 h. */
static void test_converts(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_conversion c;
    model.noise_kind = FPK_NOISE_SCALAR;
    model.diffusion = times_x;
    check_refused(fpk_stepper_model(&fpk_heun, &model, 0, 1, &c), FPK_USAGE,
                  "heun: model ou is in ito form and stratonovich form is needed");
    model.diffusion_x = one;
    double x = 2, a = -1.5 * STEP_DT + sqrt(STEP_DT) * z_given[0];
    take_step(&fpk_heun, &model, 0, 1, &x, &given);
    check_close(x, 2 * (1 + a + a * a / 2), 1e-15);
}

/* No noise at all: the trapezoidal rule of Heun for x' = -x. */
static void test_without_noise(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    model.noise = 0;
    model.diffusion = NULL;
    double x = 1;
    take_step(&fpk_heun, &model, 0, 1, &x, NULL);
    check_close(x, 1 - STEP_DT + STEP_DT * STEP_DT / 2, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_points_alone),
        cmocka_unit_test(test_converts),
        cmocka_unit_test(test_without_noise),
    };
    return check_main(tests);
}
