/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every method of the list against its own claimed orders, on dX = -X dt + dW (additive noise). */
#include "fpk/sde/ensemble.h"

#include "models.h"

#include "../check.h"

#define Z 4.9 /* two-sided false-alarm rate 1e-6 per comparison of a normal figure */

/* Error of the variance at t = 1 from delta:0, no random numbers: a transition with linear m takes
 * v to m_x^2 v + s^2; the exact v is (1 - e^-2)/2. */
static double variance_error(const struct fpk_stepper *stepper, uint64_t n_step)
{
    struct fpk_model model = ou_model();
    double v = 0, x = 0, m, m_x, s;
    for (uint64_t k = 0; k < n_step; k++) {
        struct fpk_step_law store;
        struct fpk_transition tr;
        double t = fpk_step_time(0, 1, n_step, k);
        check_ok(fpk_sde_transition(stepper, &model, t, 1.0 / (double)n_step, &store, &tr));
        tr.eval(1, &x, &m, &m_x, &s, tr.ctx);
        v = m_x * m_x * v + s * s;
    }
    return fabs(v - (1 - exp(-2)) / 2);
}

static void test_weak(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t i = 0; i < n; i++) {
        double claim = all[i]->order[FPK_NOISE_ADDITIVE].weak;
        if (isinf(claim)) {
            check_close(variance_error(all[i], 3), 0, 1e-15);
            continue;
        }
        double coarse = variance_error(all[i], 256), fine = variance_error(all[i], 1024);
        check_close(log2(coarse / fine) / 2, claim, 0.02);
    }
}

/* Mean square of X_h - X_{h/2} at t = 1 on one path. */
static double refinement(const struct fpk_stepper *stepper, uint64_t n_step, size_t particles)
{
    struct fpk_model model = ou_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "delta:0"));
    struct fpk_ensemble e = {.model = &model,
                             .stepper = stepper,
                             .start = &start,
                             .t1 = 1,
                             .n_step = n_step,
                             .refine = 2,
                             .seed = 21,
                             .particles = particles};
    struct fpk_ensemble_result coarse, fine;
    check_ok(fpk_ensemble_result_init(&coarse, &e));
    check_ok(fpk_ensemble_run(&e, &coarse));
    e.n_step *= 2;
    e.refine = 1;
    check_ok(fpk_ensemble_result_init(&fine, &e));
    check_ok(fpk_ensemble_run(&e, &fine));
    double sum = 0;
    for (size_t i = 0; i < particles; i++) {
        double d = coarse.points.x[i] - fine.points.x[i];
        sum += d * d;
    }
    fpk_ensemble_result_clear(&coarse);
    fpk_ensemble_result_clear(&fine);
    fpk_start_clear(&start);
    return sum / (double)particles;
}

/* The difference is Gaussian, so each mean square has relative standard error sqrt(2/n) = .01 and
 * the order over 4 halvings log2(...)/8 one of .0026: the bound .05 is dominated by what 8 steps
 * still miss of the asymptotic order. */
static void test_strong(void **state)
{
    (void)state;
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t i = 0; i < n; i++) {
        double coarse = refinement(all[i], 8, 20000), fine = refinement(all[i], 128, 20000);
        check_close(log2(coarse / fine) / 8, all[i]->order[FPK_NOISE_ADDITIVE].strong, 0.05);
    }
}

/* E (X_h - X_{h/2})^2 by Euler in closed form: both are linear in the increments. */
static double euler_refinement(int n_step)
{
    double h = 1.0 / n_step, sum = 0;
    for (int i = 0; i < 2 * n_step; i++) {
        double coarse = pow(1 - h, n_step - 1 - i / 2), fine = pow(1 - h / 2, 2 * n_step - 1 - i);
        sum += (coarse - fine) * (coarse - fine) * h / 2;
    }
    return sum;
}

static void test_strong_euler_closed_form(void **state)
{
    (void)state;
    for (int n_step = 8; n_step <= 128; n_step *= 4)
        check_relative(refinement(&fpk_euler_maruyama, (uint64_t)n_step, 20000),
                       euler_refinement(n_step), Z * sqrt(2.0 / 20000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weak),
        cmocka_unit_test(test_strong),
        cmocka_unit_test(test_strong_euler_closed_form),
    };
    return check_main(tests);
}
