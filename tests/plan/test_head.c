/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "fpk/plan/plan.h"

/* Heads of Gaussian data N(.7, .25) at x, by the mean and eps of the data given x. */
static double head_of(enum fpk_head head, struct fpk_level l, double x)
{
    double var = l.alpha * l.alpha * .25 + l.sigma * l.sigma;
    double x0 = .7 + l.alpha * .25 * (x - .7 * l.alpha) / var;
    double eps = l.sigma * (x - .7 * l.alpha) / var;
    const double value[FPK_HEADS] = {-(x - .7 * l.alpha) / var, eps, x0,
                                     l.alpha * eps - l.sigma * x0, eps - x0};
    return value[head];
}

static double run(const struct fpk_plan *plan, double start)
{
    double r[8] = {start};
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        double sum = 0;
        for (int j = 0; in->op == FPK_MIX && j < in->n_in; j++)
            sum += in->c[j] * r[in->in[j]];
        r[in->out] = in->op == FPK_EVAL ? head_of(in->head, in->level, r[in->in[0]]) : sum;
    }
    return r[0];
}

static struct fpk_instruction eval(int out, int in, enum fpk_head head, struct fpk_level level)
{
    return (struct fpk_instruction){
        .op = FPK_EVAL, .out = out, .n_in = 1, .in = {in}, .head = head, .level = level, .step = 3};
}

/* Every head once, at levels of every kind, one EVAL over its own input. */
static void make(struct fpk_plan *plan, bool overwrite)
{
    static const struct fpk_level level[FPK_HEADS] = {
        {.01, .9999, 9}, {.6, .8, 5}, {1, 3, 4}, {.75, .25, 2}, {1, .002, 1}};
    check_ok(fpk_plan_init(plan, "mine", 3));
    plan->start_std = 7;
    plan->first = level[0];
    for (int head = 0; head < FPK_HEADS; head++) {
        check_ok(fpk_plan_add(plan, eval(1, 0, (enum fpk_head)head, level[head])));
        check_ok(fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_MIX,
                                                             .n_in = 2,
                                                             .in = {0, 1},
                                                             .c = {.8, .3},
                                                             .level = level[head],
                                                             .step = 3}));
    }
    if (overwrite)
        check_ok(fpk_plan_add(plan, eval(0, 0, FPK_HEAD_V, level[1])));
}

static void test_the_result_stays(void **state)
{
    (void)state;
    for (int k = 0; k < 2 * FPK_HEADS; k++) {
        enum fpk_head head = (enum fpk_head)(k / 2);
        struct fpk_plan plan, same;
        make(&plan, k % 2);
        make(&same, k % 2);
        check_ok(fpk_plan_set_head(&plan, head));
        check_text(plan.name, "mine");
        check_same_bits(plan.start_std, 7);
        check_equal(plan.steps, 4);
        check_equal(fpk_plan_evaluations(&plan), fpk_plan_evaluations(&same));
        check_equal(plan.n_register, k % 2 && head != FPK_HEAD_V ? 4 : 3);
        for (size_t i = 0; i < plan.n; i++)
            check_true(plan.instruction[i].op != FPK_EVAL || plan.instruction[i].head == head);
        for (double x = -2; x <= 2; x += .5) /* score to x0 at sigma .002 and back: 1/sigma^2 */
            check_close(run(&plan, x), run(&same, x), 1e-10);
        fpk_plan_clear(&plan);
        fpk_plan_clear(&same);
    }
}

static void test_no_work_for_the_same_head(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "mine", 2));
    check_ok(fpk_plan_add(&plan, eval(1, 0, FPK_HEAD_EPS, (struct fpk_level){.6, .8, 5})));
    check_ok(fpk_plan_set_head(&plan, FPK_HEAD_EPS));
    check_equal(plan.n, 1);
    check_ok(fpk_plan_set_head(&plan, FPK_HEAD_SCORE)); /* eps = -sigma score: x is not read */
    check_equal(plan.n, 2);
    check_equal(plan.instruction[1].n_in, 1);
    check_close(plan.instruction[1].c[0], -.8, 0);
    fpk_plan_clear(&plan);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "mine", 2));
    check_ok(fpk_plan_add(&plan, eval(1, 0, FPK_HEAD_X0, (struct fpk_level){0, 1, 999})));
    check_refused(fpk_plan_set_head(&plan, FPK_HEAD_EPS), FPK_USAGE,
                  "plan mine, step 3: head eps does not give x0 at alpha = 0, sigma = 1 (t = 999)");
    check_equal(plan.n, 1);
    check_true(plan.instruction[0].head == FPK_HEAD_X0);
    check_ok(fpk_plan_set_head(&plan, FPK_HEAD_V));
    fpk_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_result_stays),
        cmocka_unit_test(test_no_work_for_the_same_head),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
