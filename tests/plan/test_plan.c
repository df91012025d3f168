/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/plan/plan.h"

static const struct fpk_instruction eval = {
    .op = FPK_EVAL, .out = 1, .n_in = 1, .head = FPK_HEAD_EPS, .level = {.8, .6, 3}, .step = 4};
static const struct fpk_instruction mix = {.op = FPK_MIX,
                                           .n_in = 2,
                                           .in = {0, 1},
                                           .c = {1.25, -.5},
                                           .noise = .1,
                                           .level = {1, 0, -1},
                                           .step = 4};

static void test_counts(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "mine", 2));
    for (int i = 0; i < 40; i++) {
        check_ok(fpk_plan_add(&plan, eval));
        struct fpk_instruction m = mix;
        m.noise = i % 2;
        check_ok(fpk_plan_add(&plan, m));
    }
    check_equal(plan.n, 80);
    check_equal(fpk_plan_evaluations(&plan), 40);
    check_equal(fpk_plan_noises(&plan), 20);
    check_equal(plan.steps, 5);
    check_close(plan.instruction[79].c[1], -.5, 0);
    check_equal(plan.instruction[79].in[1], 1);
    fpk_plan_clear(&plan);
}

static void test_unused_fields_are_zero(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "mine", 2));
    struct fpk_instruction odd = mix;
    odd.in[5] = 77;
    odd.c[7] = 3;
    odd.bound = 9;
    check_ok(fpk_plan_add(&plan, odd));
    check_ok(fpk_plan_add(&plan, mix));
    check_true(memcmp(&plan.instruction[0], &plan.instruction[1], sizeof mix) == 0);
    fpk_plan_clear(&plan);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_refused(fpk_plan_init(&plan, "none", 0), FPK_USAGE, "1 to 64 registers, not 0");
    check_ok(fpk_plan_init(&plan, "mine", 2));
    struct fpk_instruction bad = mix;
    bad.in[1] = 2;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "step 4: register r2 does not exist");
    bad = mix;
    bad.out = -1;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "register r-1");
    bad = mix;
    bad.c[0] = NAN;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "coefficient of r0 is not finite");
    bad = mix;
    bad.noise = -1;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "the noise -1");
    bad = mix;
    bad.n_in = 9;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "0 to 8 registers, not 9");
    bad = eval;
    bad.level.sigma = INFINITY;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "is not finite");
    bad.level.sigma = -1;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "sigma is below 0");
    bad = eval;
    bad.level.alpha = -.1;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "alpha must be >= 0");
    bad.level.alpha = bad.level.sigma = 0;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "alpha 0 and sigma 0");
    bad = eval;
    bad.step = FPK_PLAN_STEPS_MAX;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "more than 1000000 steps");
    bad = (struct fpk_instruction){.op = FPK_CLIP, .n_in = 1};
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "bound 0 of CLIP");
    bad = (struct fpk_instruction){.op = FPK_ACCEPT, .n_in = 1, .noise = 1};
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "ACCEPT reads 4 registers, not 1");
    bad.n_in = 4;
    bad.noise = 0;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "the width 0 of ACCEPT");
    bad = (struct fpk_instruction){.op = FPK_THRESHOLD, .n_in = 1, .bound = 1, .quantile = 2};
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "the quantile 2 of THRESHOLD");
    bad.quantile = 1;
    bad.bound = INFINITY;
    check_refused(fpk_plan_add(&plan, bad), FPK_USAGE, "bound inf of THRESHOLD");
    check_equal(plan.n, 0);
    fpk_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_unused_fields_are_zero),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
