/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ode.c, and what is built with it: probability-flow-euler, -heun, -rk4, flow-euler, flow-heun. */
#include "order.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_equal(check_known("probability-flow-euler", 1e-12), 40);
    check_equal(check_known("probability-flow-heun", 1e-12), 80);
    check_equal(check_known("probability-flow-rk4", 1e-12), 80);
    check_equal(check_known("flow-euler", 1e-13), 8);
    check_equal(check_known("flow-heun", 1e-13), 8);
}

/* Equal steps on the twin of the linear schedule: t_i = (S - i)/S, dt = 1/S, to the bit. */
static void test_euler_coefficients_to_the_bit(void **state)
{
    (void)state;
    struct fpk_process vp = fpk_process_vp_linear();
    static const int steps[] = {1, 7, 50, 1000};
    for (int k = 0; k < 4; k++) {
        char options[32];
        snprintf(options, sizeof options, "steps=%d", steps[k]);
        struct fpk_plan plan = plan_of("probability-flow-euler", options);
        double dt = 1 / (double)steps[k];
        for (int i = 0; i < steps[k]; i++) {
            double t = (double)(steps[k] - i) / (double)steps[k];
            const struct fpk_instruction *mix = &plan.instruction[2 * i + 1];
            check_same_bits(mix->c[0], 1 + fpk_process_shrink(&vp, t) * dt);
            check_same_bits(mix->c[1], .5 * fpk_process_g2(&vp, t) * dt);
            check_same_bits(plan.instruction[2 * i].level.t, t);
        }
        fpk_plan_clear(&plan);
    }
}

/* W2 to Gaussian data with eigenvalues 4, 1, .25, .01 (Pierret & Galerne 2025, arXiv:2405.14250),
 * three digits as recorded; a grid of N points has N - 1 steps. Their Heun asks the score at t = 0
 * too. */
static void test_gaussian_with_four_eigenvalues(void **state)
{
    (void)state;
    static const double eigenvalue[] = {4, 1, .25, .01};
    static const char *const method[] = {"probability-flow-euler", "probability-flow-heun"};
    static const int N[] = {50, 250, 500, 1000};
    static const double want[2][4] = {{2.34e-2, 4.80e-3, 2.45e-3, 1.28e-3},
                                      {4.43e-3, 2.44e-4, 1.45e-4, 1.32e-4}};
    for (int k = 0; k < 8; k++) {
        char options[64];
        snprintf(options, sizeof options, "steps=%d%s", N[k % 4] - 1, k < 4 ? "" : ",final=same");
        struct fpk_plan plan = plan_of(method[k / 4], options);
        double sum = 0;
        for (int e = 0; e < 4; e++) {
            double mean = 0, variance = 1;
            gaussian_law(&plan, 0, eigenvalue[e], &mean, &variance);
            double off = sqrt(variance) - sqrt(eigenvalue[e]);
            sum += off * off;
        }
        check_relative(sqrt(sum), want[k / 4][k % 4], 5e-3);
        fpk_plan_clear(&plan);
    }
}

static void test_orders(void **state)
{
    (void)state;
    check_order("probability-flow-euler", "", 1, 100);
    check_order("probability-flow-heun", "", 2, 100);
    check_order("probability-flow-heun", "final=same", 2, 100);
    check_order("probability-flow-rk4", "final=same", 4, 100);
    check_order("probability-flow-rk4", "", 2, 100);
    check_order("probability-flow-rk4", "final=same,schedule=sub-vp", 4, 200);
    check_order("probability-flow-heun", "final=same,schedule=sub-vp", 2, 200);
    check_order("flow-euler", "", 1, 80);
    check_order("flow-heun", "", 2, 80);
    check_order("flow-heun", "final=same", 2, 80);
    check_order("flow-heun", "shift=3", 2, 80);
    check_order("probability-flow-rk4", "final=same,schedule=flow", 4, 40);
}

/* A shift is a list of times: t -> 3 t/(1 + 2 t). */
static void test_shift(void **state)
{
    (void)state;
    struct fpk_plan a = plan_of("flow-heun", "steps=4,shift=3");
    struct fpk_plan b = plan_of("flow-heun", "times=1;0.9;0.75;0.5");
    check_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++) {
        check_close(a.instruction[i].level.t, b.instruction[i].level.t, 1e-15);
        check_close(a.instruction[i].level.alpha, b.instruction[i].level.alpha, 1e-15);
        check_close(a.instruction[i].level.sigma, b.instruction[i].level.sigma, 1e-15);
        for (int j = 0; j < a.instruction[i].n_in; j++)
            check_close(a.instruction[i].c[j], b.instruction[i].c[j], 1e-15);
    }
    check_close(a.first.alpha, 0, 0);
    check_equal(a.instruction[0].head, FPK_HEAD_FLOW);
    fpk_plan_clear(&a);
    fpk_plan_clear(&b);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_refused(try_plan(&plan, "flow-euler", "spacing=logsnr,steps=5"), FPK_USAGE, "alpha 0");
    check_refused(try_plan(&plan, "probability-flow-heun", "times=0.5;0.7"), FPK_USAGE,
                  "must decrease");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_euler_coefficients_to_the_bit),
        cmocka_unit_test(test_gaussian_with_four_eigenvalues),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_shift),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
