/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact.h"

static void test_known(void **state)
{
    (void)state;
    check_equal(check_known("dpm-solver++"), 75);
}

static void test_claims(void **state)
{
    (void)state;
    check_claims("dpm-solver++");
}

/* From a level where the data already bend the flow, the first step shows: orders 1, 2, 3 at the
 * start leave order 2, as does the published third term, whatever the start. */
#define FROM_INSIDE "schedule=vp spacing=logsnr sigma-max=1 truncate=0.01"

static void test_what_keeps_order_three(void **state)
{
    (void)state;
    struct fpk_mixture data[] = {gaussian_g1(), mixture_m1()};
    for (int k = 0; k < 2; k++) {
        const char *name = "dpm-solver++";
        double kept = slope_of(name, "order=3", FROM_INSIDE, 640, &data[k], false);
        double ramp = slope_of(name, "order=3 start-up=ramp", FROM_INSIDE, 640, &data[k], false);
        double half =
            slope_of(name, "order=3 third-term=published", FROM_INSIDE, 640, &data[k], false);
        check_between(kept, 2.75, 3.4);
        check_between(ramp, 1.8, 2.3);
        check_between(half, 1.8, 2.3);
        fpk_mixture_clear(&data[k]);
    }
}

/* Steps that are not of full order leave order 2 behind; the switches do what they say to the
 * plan. */
static void test_switches(void **state)
{
    (void)state;
    struct fpk_mixture data = gaussian_g1();
    double low =
        slope_of("dpm-solver++", "order=3 lower-order-final=true", FROM_NOISE, 640, &data, false);
    check_between(low, 1.8, 2.2);
    fpk_mixture_clear(&data);
    struct fpk_plan plan, whole;
    plan_of(&whole, "dpm-solver++", "steps=10 order=2");
    plan_of(&plan, "dpm-solver++", "steps=10 order=2 final=sigma-min");
    check_equal(plan.n, whole.n - 2);
    check_equal(plan.steps, 9);
    check_close(plan.instruction[plan.n - 1].level.t, 0, 0);
    fpk_plan_clear(&plan);
    plan_of(&plan, "dpm-solver++", "steps=10 order=2 final=sigma-min euler-at-final=true");
    check_equal(plan.instruction[plan.n - 1].n_in, 2);
    check_equal(plan.instruction[plan.n - 3].n_in, 3);
    fpk_plan_clear(&plan);
    plan_of(&plan, "dpm-solver++", "steps=10 order=3 final=sigma-min lower-order-final=true");
    check_equal(plan.instruction[plan.n - 1].n_in, 2);
    check_equal(plan.instruction[plan.n - 3].n_in, 3);
    check_equal(plan.instruction[plan.n - 5].n_in, 4);
    fpk_plan_clear(&plan);
    fpk_plan_clear(&whole);
}

/* To the clean end: x' = x0, with weight 1 and nothing of x, at any order. */
static void test_the_clean_end_is_the_estimate(void **state)
{
    (void)state;
    static const char *const option[] = {"order=1", "order=3", "order=3 variant=single-step"};
    for (int k = 0; k < 3; k++) {
        char text[96];
        snprintf(text, sizeof text, "steps=12 %s", option[k]);
        struct fpk_plan plan;
        plan_of(&plan, "dpm-solver++", text);
        const struct fpk_instruction *last = &plan.instruction[plan.n - 1];
        check_equal(last->n_in, 2);
        check_close(last->c[0], 0, 0);
        check_close(last->c[1], 1, 0);
        assert_int_equal(last[-1].op, FPK_EVAL);
        check_equal(last->in[1], last[-1].out);
        fpk_plan_clear(&plan);
    }
}

static void test_start_without_data(void **state)
{
    (void)state;
    static const char *const options[] = {"order=2", "order=3", "order=3 variant=single-step"};
    for (int k = 0; k < 3; k++)
        check_alpha_zero("dpm-solver++", options[k]);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_refused(try_plan(&plan, "dpm-solver++", "steps=1 final=sigma-min"), FPK_USAGE,
                  "give 2 steps or more");
    check_refused(try_plan(&plan, "dpm-solver++", "steps=1001"), FPK_USAGE, "1001");
    static const char *const options[] = {
        "order=1", "order=3", "order=3 third-term=published start-up=ramp solver-type=heun",
        "order=3 variant=single-step", NULL};
    assert_true(check_sweep("dpm-solver++", options) > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_without_data),
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_what_keeps_order_three),
        cmocka_unit_test(test_switches),
        cmocka_unit_test(test_the_clean_end_is_the_estimate),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
