/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/plan/plan.h"

static struct fpk_plan one_eval(enum fpk_head head, int out, struct fpk_level level)
{
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "one", 2));
    plan.start_std = 3;
    check_ok(fpk_plan_add(
        &plan,
        (struct fpk_instruction){
            .op = FPK_EVAL, .out = out, .n_in = 1, .head = head, .level = level, .step = 6}));
    return plan;
}

/* Runs a plan without noise on one number; the network answers `answer` whatever it is asked. */
static double run(const struct fpk_plan *plan, double x, double answer)
{
    double r[4] = {x};
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        double sum = 0;
        for (int j = 0; j < in->n_in; j++)
            sum += in->c[j] * r[in->in[j]];
        if (in->op == FPK_EVAL)
            sum = answer;
        else if (in->op == FPK_CLIP)
            sum = fmin(fmax(r[in->in[0]], -in->bound), in->bound);
        r[in->out] = sum;
    }
    return r[plan->instruction[plan->n - 1].out];
}

/* alpha .8, sigma .6, x = 1.5, x0 = 2 (so eps = -.1666..) becomes x0 = 1 when clipped; each head of
 * it by its definition. */
static void test_every_head_becomes_that_of_the_clipped_data(void **state)
{
    (void)state;
    double alpha = .8, sigma = .6, x = 1.5;
    for (int head = 0; head < FPK_HEADS; head++)
        for (int out = 0; out < 2; out++) {
            double h[2];
            for (int k = 0; k < 2; k++) {
                double x0 = k ? 1 : 2, eps = (x - alpha * x0) / sigma;
                const double heads[FPK_HEADS] = {-eps / sigma, eps, x0, alpha * eps - sigma * x0,
                                                 eps - x0};
                h[k] = heads[head];
            }
            struct fpk_plan plan =
                one_eval((enum fpk_head)head, out, (struct fpk_level){alpha, sigma, 2});
            check_ok(fpk_plan_clip_x0(&plan, 5));
            check_close(run(&plan, x, h[0]), h[0], 1e-14); /* inside the range: unchanged */
            fpk_plan_clear(&plan);
            plan = one_eval((enum fpk_head)head, out, (struct fpk_level){alpha, sigma, 2});
            check_ok(fpk_plan_clip_x0(&plan, 1));
            check_close(run(&plan, x, h[0]), h[1], 1e-14);
            check_equal(fpk_plan_evaluations(&plan), 1);
            check_equal(fpk_plan_count(&plan, FPK_CLIP), 1);
            check_equal(plan.steps, 7);
            check_equal(plan.n_register, out == 0 ? 3 : 2);
            check_close(plan.start_std, 3, 0);
            fpk_plan_clear(&plan);
        }
}

static void test_threshold_stands_in_the_same_place(void **state)
{
    (void)state;
    struct fpk_plan plan = one_eval(FPK_HEAD_EPS, 1, (struct fpk_level){.8, .6, 2});
    check_ok(fpk_plan_threshold_x0(&plan, .995, 1));
    check_equal(plan.n, 4);
    const struct fpk_instruction *in = &plan.instruction[2];
    check_equal(in->op, FPK_THRESHOLD);
    check_equal(in->step, 6);
    check_close(in->quantile, .995, 0);
    check_close(in->bound, 1, 0);
    fpk_plan_clear(&plan);
}

/* At sigma 0 x is the data already; nothing else is clipped, and a refusal changes nothing. */
static void test_ends_and_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan = one_eval(FPK_HEAD_SCORE, 1, (struct fpk_level){1, 0, 0});
    check_ok(fpk_plan_clip_x0(&plan, 1));
    check_equal(plan.n, 1);
    fpk_plan_clear(&plan);
    plan = one_eval(FPK_HEAD_EPS, 1, (struct fpk_level){0, 1, 999});
    check_refused(fpk_plan_clip_x0(&plan, 1), FPK_USAGE, "head eps does not give x0");
    check_equal(plan.n, 1);
    fpk_plan_clear(&plan);
    plan = one_eval(FPK_HEAD_V, 1, (struct fpk_level){.8, .6, 2});
    check_refused(fpk_plan_clip_x0(&plan, -1), FPK_USAGE, "bound -1 of CLIP");
    check_refused(fpk_plan_threshold_x0(&plan, 1.5, 1), FPK_USAGE, "quantile 1.5 of THRESHOLD");
    check_refused(fpk_plan_threshold_x0(&plan, NAN, 1), FPK_USAGE, "of THRESHOLD");
    check_equal(plan.n, 1);
    fpk_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_head_becomes_that_of_the_clipped_data),
        cmocka_unit_test(test_threshold_stands_in_the_same_place),
        cmocka_unit_test(test_ends_and_refusals),
    };
    return check_main(tests);
}
