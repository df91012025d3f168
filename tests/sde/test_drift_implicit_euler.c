/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sde/ensemble.h"

#include "models.h"
#include "step.h"

static const double z_given[3] = {0.7, -1.3, 2.1};
static const struct fpk_noise_given given = {.ld = 1, .z = z_given};

/* X' = x + g(x, t) dW + h f(X', t + h), by iteration of the right-hand side, which contracts for
 * this h: no derivative is used. */
static void by_hand(const struct fpk_model *model, const double *x, double *want)
{
    double g[6], f[2], y[2];
    model->diffusion(STEP_T, 1, x, g, NULL);
    for (size_t d = 0; d < 2; d++) {
        y[d] = x[d];
        for (size_t j = 0; j < model->noise; j++)
            y[d] += sqrt(STEP_DT) * g[d * model->noise + j] * z_given[j];
        want[d] = y[d];
    }
    for (int k = 0; k < 100; k++) {
        model->drift(STEP_T + STEP_DT, 1, want, f, NULL);
        for (size_t d = 0; d < 2; d++)
            want[d] = y[d] + STEP_DT * f[d];
    }
}

static void test_by_hand(void **state)
{
    (void)state;
    for (int known = 0; known < 2; known++) {
        struct fpk_model models[3] = {general_model(), diagonal_model(), additive_model()};
        for (int i = 0; i < 3; i++) {
            double x[2] = {1.25, -0.5}, want[2];
            models[i].drift_x = known ? pair_drift_x : NULL;
            by_hand(&models[i], x, want);
            take_step(&fpk_drift_implicit_euler, &models[i], 0, 1, x, &given);
            check_close(x[0], want[0], 4e-15);
            check_close(x[1], want[1], 4e-15);
        }
    }
}

/* Conversion takes the known Jacobian away, but not the agreement with its Ito form. */
static void test_converts(void **state)
{
    (void)state;
    struct fpk_model model = scalar_model();
    struct fpk_conversion ito;
    double x[2] = {1.25, -0.5}, want[2];
    model.convention = FPK_STRATONOVICH;
    check_ok(fpk_model_convert(&ito, &model, FPK_ITO));
    double g[2], y[2], f[2];
    scalar_diffusion(STEP_T, 1, x, g, NULL);
    for (int d = 0; d < 2; d++)
        want[d] = y[d] = x[d] + sqrt(STEP_DT) * g[d] * z_given[0];
    for (int k = 0; k < 100; k++) {
        ito.model.drift(STEP_T + STEP_DT, 1, want, f, ito.model.ctx);
        for (int d = 0; d < 2; d++)
            want[d] = y[d] + STEP_DT * f[d];
    }
    take_step(&fpk_drift_implicit_euler, &model, 0, 1, x, &given);
    check_close(x[0], want[0], 4e-15);
    check_close(x[1], want[1], 4e-15);
}

static void test_points_alone(void **state)
{
    (void)state;
    struct fpk_model general = general_model(), additive = additive_model();
    struct fpk_model cubic = exploding_model();
    check_points_alone(&fpk_drift_implicit_euler, &general);
    check_points_alone(&fpk_drift_implicit_euler, &cubic);
    additive.drift_x = NULL;
    check_points_alone(&fpk_drift_implicit_euler, &additive);
}

/* dX = -1000 X dt + dW with h = 1/16: 63 times beyond where an explicit step grows. */
static void stiff(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -1000 * x[i];
}

static void test_stiff(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    model.drift = stiff;
    model.drift_x = NULL;
    double x = 3, z = z_given[0];
    take_step(&fpk_drift_implicit_euler, &model, 0, 1, &x, &given);
    check_relative(x, (3 + sqrt(STEP_DT) * z) / (1 + 1000 * STEP_DT), 1e-12);
}

static void falling_cubic(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -x[i] * x[i] * x[i];
}

/* x' = -x^3 from 10^4: the root of u + u^3/16 = 10^4 is far from the start; Newton's method needs
 * many moves and the residual says that it got there. A drift of 0 at 0 stays. */
static void test_far_start(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    double x[4] = {1e4, 0, -2, 1e-8}, start[4], zero[4] = {0};
    const struct fpk_noise_given still = {.ld = 4, .z = zero};
    memcpy(start, x, sizeof x);
    model.drift = falling_cubic;
    take_step(&fpk_drift_implicit_euler, &model, 0, 4, x, &still);
    for (int i = 0; i < 4; i++)
        check_close(x[i] + STEP_DT * x[i] * x[i] * x[i], start[i],
                    0x1p-52 * fabs(x[i]) * (1 + 3 * STEP_DT * x[i] * x[i]));
}

/* u = y + h (1 + u^2) has no real solution for y = 10: NaN, and the ensemble's sentence. */
static void rising(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 1 + x[i] * x[i];
}

static void test_no_solution(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    model.drift = rising;
    model.drift_x = NULL;
    check_ok(fpk_start_parse(&start, "delta:10"));
    struct fpk_ensemble e = {.model = &model,
                             .stepper = &fpk_drift_implicit_euler,
                             .start = &start,
                             .t1 = 1,
                             .n_step = 4,
                             .particles = 100};
    struct fpk_ensemble_result r;
    check_ok(fpk_ensemble_result_init(&r, &e));
    check_refused(fpk_ensemble_run(&e, &r), FPK_NUMERIC,
                  "x not finite at step 1, particle 0, t = 0.25, dt = 0.25 (drift-implicit-euler); "
                  "the implicit equation was not solved: try a smaller dt");
    fpk_ensemble_result_clear(&r);
    fpk_start_clear(&start);
}

static void test_refuses(void **state)
{
    (void)state;
    struct fpk_conversion c;
    struct fpk_model model = general_model();
    model.dim = 17;
    check_refused(fpk_stepper_model(&fpk_drift_implicit_euler, &model, 0, 1, &c), FPK_USAGE,
                  "at most 16 equations for each particle; model pair has 17");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),      cmocka_unit_test(test_converts),
        cmocka_unit_test(test_points_alone), cmocka_unit_test(test_stiff),
        cmocka_unit_test(test_far_start),    cmocka_unit_test(test_no_solution),
        cmocka_unit_test(test_refuses),
    };
    return check_main(tests);
}
