/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step.h"

#include "models.h"

static const double z_given[3] = {0.7, -1.3, 2.1};

/* x + h f/(1 + h |f|) + sqrt(h) g z, by hand. */
static void test_by_hand(void **state)
{
    (void)state;
    struct fpk_model model = general_model();
    const struct fpk_noise_given given = {.ld = 1, .z = z_given};
    double x[2] = {1.5, -40}, f[2] = {STEP_T + 40, -60}, g[6];
    general_diffusion(STEP_T, 1, x, g, NULL);
    double tame = 1 + STEP_DT * hypot(f[0], f[1]), want[2];
    for (int d = 0; d < 2; d++) {
        want[d] = x[d] + STEP_DT * f[d] / tame;
        for (int j = 0; j < 3; j++)
            want[d] += sqrt(STEP_DT) * g[d * 3 + j] * z_given[j];
    }
    take_step(&fpk_tamed_euler, &model, 0, 1, x, &given);
    check_relative(x[0], want[0], 1e-15);
    check_relative(x[1], want[1], 1e-15);
}

static void test_points_alone(void **state)
{
    (void)state;
    struct fpk_model general = general_model(), additive = additive_model();
    struct fpk_model diagonal = diagonal_model();
    check_points_alone(&fpk_tamed_euler, &general);
    check_points_alone(&fpk_tamed_euler, &additive);
    check_points_alone(&fpk_tamed_euler, &diagonal);
}

/* No step of the drift is longer than 1, however large f is; a drift of 0 stays 0. */
static void test_tamed(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    double x[3] = {1e100, 0, -1e50}, z[3] = {0, 0, 0};
    const struct fpk_noise_given given = {.ld = 3, .z = z};
    take_step(&fpk_tamed_euler, &model, 0, 3, x, &given);
    check_same_bits(x[0], 1e100);
    check_same_bits(x[1], 0);
    check_same_bits(x[2], -1e50);
    struct fpk_model pair = additive_model(); /* f = (t - 1e200, 1e250): its square overflows */
    double y[2] = {1e50, 1e200}, none[3] = {0, 0, 0};
    const struct fpk_noise_given still = {.ld = 1, .z = none};
    take_step(&fpk_tamed_euler, &pair, 0, 1, y, &still);
    check_close(y[0], 1e50, 0);
    check_close(y[1], 1e200, 0);
}

/* The slope of the mean against differences of the mean, and the step against both. */
static void test_transition(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    struct fpk_step_law store;
    struct fpk_transition tr;
    check_ok(fpk_sde_transition(&fpk_tamed_euler, &model, 0, 0.125, &store, &tr));
    check_true(!tr.deterministic);
    for (double at = -3; at <= 3; at += 0.37) {
        double h = 1e-5, x[3] = {at - h, at, at + h}, m[3], m_x[3], s[3], f = at * at * at;
        tr.eval(3, x, m, m_x, s, tr.ctx);
        check_close(m[1], at + 0.125 * f / (1 + 0.125 * fabs(f)), 1e-14);
        check_close(m_x[1], (m[2] - m[0]) / (2 * h), 1e-7);
        check_close(s[1], sqrt(0.125), 1e-15);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_points_alone),
        cmocka_unit_test(test_tamed),
        cmocka_unit_test(test_transition),
    };
    return check_main(tests);
}
