/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "order.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_equal(check_known("lms", 1e-12), 96);
}

/* One evaluation: Euler in sigma/alpha, which is ddim with eta 0. Coefficients (of eps and of the
 * score) and end points on two modes. */
static void test_order_1_is_ddim(void **state)
{
    (void)state;
    static const char *const options[] = {"steps=50",
                                          "steps=10,spacing=trailing",
                                          "steps=1000",
                                          "schedule=cosine,steps=20",
                                          "schedule=vp,steps=30",
                                          "schedule=ve,steps=30",
                                          "schedule=sub-vp,steps=30"};
    struct fpk_mixture m1;
    check_ok(
        fpk_mixture_init(&m1, 1, 2, (double[]){.3, .7}, (double[]){-2, 1.5}, (double[]){.09, .25}));
    struct fpk_score score = fpk_score_exact(&m1);
    struct fpk_points a, b;
    check_ok(fpk_points_init(&a, 500, 1));
    check_ok(fpk_points_init(&b, 500, 1));
    for (int k = 0; k < 7; k++) {
        char text[64];
        snprintf(text, sizeof text, "order=1,%s", options[k]);
        struct fpk_plan lms = plan_of("lms", text), ddim = plan_of("ddim", options[k]);
        check_equal(lms.n, ddim.n);
        for (size_t i = 0; i < lms.n; i += 2) {
            const double *c = lms.instruction[i + 1].c, *d = ddim.instruction[i + 1].c;
            check_relative(c[0], d[0], 1e-13);
            check_relative(-lms.instruction[i].level.sigma * c[1], d[1], 1e-13);
        }
        check_ok(fpk_sampler_run(&lms, &score, NULL, 1, 0, &a, 1));
        check_ok(fpk_sampler_run(&ddim, &score, NULL, 1, 0, &b, 1));
        for (size_t i = 0; i < 500; i++)
            check_close(a.x[i], b.x[i], 1e-13 * fmax(1, lms.start_std));
        fpk_plan_clear(&lms);
        fpk_plan_clear(&ddim);
    }
    fpk_points_clear(&a);
    fpk_points_clear(&b);
    fpk_mixture_clear(&m1);
}

/* On equal steps the weights are those of Adams and Bashforth, whatever their number. */
static void test_weights_of_equal_steps(void **state)
{
    (void)state;
    static const double want[] = {55. / 24, -59. / 24, 37. / 24, -9. / 24};
    struct fpk_plan plan = plan_of("lms", "schedule=edm,spacing=uniform,sigma-max=10,steps=20");
    const struct fpk_instruction *mix = &plan.instruction[2 * 9 + 1];
    check_equal(mix->n_in, 5);
    for (int j = 0; j < 4; j++)
        check_close(mix->c[j + 1], -.5 * want[j], 1e-14);
    fpk_plan_clear(&plan);
}

/* Begun with lower orders from sigma 80 the order is reached, because eps hardly changes there;
 * from sigma 3 it is not: the first Euler step is of second order, once. Begun with Kutta's method
 * it is reached from anywhere. */
static void test_orders(void **state)
{
    (void)state;
    check_order("lms", "order=1,schedule=edm,spacing=karras", 1, 160);
    check_order("lms", "order=2,schedule=edm,spacing=karras", 2, 80);
    check_order("lms", "order=3,schedule=edm,spacing=karras,warm-up=rk4,sigma-max=3", 3, 160);
    check_order("lms", "order=4,schedule=edm,spacing=karras,warm-up=rk4,sigma-max=3", 4, 80);
    check_order("lms", "order=4,schedule=edm,spacing=karras,sigma-max=3", 2, 320);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_refused(try_plan(&plan, "lms", "zero-terminal-snr=true,steps=10,spacing=trailing"),
                  FPK_USAGE, "alpha 0");
    check_refused(try_plan(&plan, "lms", "schedule=flow,steps=10"), FPK_USAGE, "alpha 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_order_1_is_ddim),
        cmocka_unit_test(test_weights_of_equal_steps),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
