/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "order.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_equal(check_known("plms", 1e-12), 144);
}

/* Where equal steps in t are equal steps in sigma/alpha the pseudo methods are the true ones. */
static void test_equal_steps_in_sigma_are_lms(void **state)
{
    (void)state;
    struct fpk_plan a = plan_of("plms", "schedule=edm,spacing=uniform,steps=20");
    struct fpk_plan b = plan_of("lms", "schedule=edm,spacing=uniform,steps=20,warm-up=rk4");
    check_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++) {
        check_equal(a.instruction[i].n_in, b.instruction[i].n_in);
        check_close(a.instruction[i].level.sigma, b.instruction[i].level.sigma, 1e-13);
        for (int j = 0; j < a.instruction[i].n_in; j++)
            check_close(a.instruction[i].c[j], b.instruction[i].c[j], 1e-13);
    }
    fpk_plan_clear(&a);
    fpk_plan_clear(&b);
}

static void test_evaluations(void **state)
{
    (void)state;
    static const char *const options[] = {"steps=10", "steps=10,warm-up=improved-euler",
                                          "steps=10,warm-up=lower-order", "steps=1",
                                          "steps=1,warm-up=improved-euler"};
    static const size_t want[] = {19, 11, 10, 1, 1};
    for (int k = 0; k < 5; k++) {
        struct fpk_plan plan = plan_of("plms", options[k]);
        check_equal(fpk_plan_evaluations(&plan), want[k]);
        fpk_plan_clear(&plan);
    }
}

/* The stages of a warm-up step lie between its ends, at fractional training times too. */
static void test_half_way_at_any_time(void **state)
{
    (void)state;
    static const char *const options[] = {"spacing=uniform,steps=700", "spacing=uniform,steps=3000",
                                          "spacing=logsnr,steps=3000", "steps=333"};
    for (int k = 0; k < 4; k++) {
        struct fpk_plan plan = plan_of("plms", options[k]);
        double now = plan.first.sigma / plan.first.alpha, next = 0, half = 0, t = 0;
        for (size_t i = 0; plan.instruction[i].step == 0; i++) {
            struct fpk_level level = plan.instruction[i].level;
            next = level.sigma / level.alpha;
            if (level.t < plan.first.t && half == 0) {
                half = next;
                t = level.t;
            }
        }
        double end = plan.instruction[plan.n - 1].level.t;
        check_true(t > end && next < half && half < now);
        /* beta hardly changes in a step: neither does the slope of log(sigma/alpha) */
        check_relative(log(half / next), log(now / half), 0.02);
        fpk_plan_clear(&plan);
    }
}

/* Weights of equal steps in t, applied to a transfer that is not linear in t, are of second order,
 * not of fourth; and of first where the steps run into t = 0, since sigma goes as the root of t
 * there. */
static void test_orders(void **state)
{
    (void)state;
    check_order("plms", "schedule=vp,truncate=0.05", 2, 80);
    check_order("plms", "schedule=vp,truncate=0.05,warm-up=improved-euler", 2, 80);
    check_order("plms", "schedule=vp,truncate=0.05,warm-up=lower-order", 2, 80);
    check_order("plms", "schedule=vp,truncate=0.05,order=2", 2, 80);
    check_order("plms", "schedule=vp,truncate=0.05,order=1", 1, 160);
    check_order("plms", "schedule=vp", 1, 320);
    check_order("plms", "schedule=edm,spacing=uniform,sigma-max=3", 4, 160);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers), cmocka_unit_test(test_equal_steps_in_sigma_are_lms),
        cmocka_unit_test(test_evaluations),   cmocka_unit_test(test_half_way_at_any_time),
        cmocka_unit_test(test_orders),
    };
    return check_main(tests);
}
