/* SPDX-License-Identifier: GPL-3.0-or-later */
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
        double x[2] = {1.25, -0.5}, y[2], begin[2], middle[2];
        increment(&models[i], STEP_T, x, begin);
        for (int d = 0; d < 2; d++)
            y[d] = x[d] + begin[d] / 2;
        increment(&models[i], STEP_T + STEP_DT / 2, y, middle);
        take_step(&fpk_midpoint, &models[i], 0, 1, x, &given);
        check_close(x[0], 1.25 + middle[0], 1e-14);
        check_close(x[1], -0.5 + middle[1], 1e-14);
    }
}

static void test_points_alone(void **state)
{
    (void)state;
    struct fpk_model general = general_model(), additive = additive_model();
    struct fpk_model diagonal = diagonal_model();
    check_points_alone(&fpk_midpoint, &general);
    check_points_alone(&fpk_midpoint, &additive);
    check_points_alone(&fpk_midpoint, &diagonal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_points_alone),
    };
    return check_main(tests);
}
