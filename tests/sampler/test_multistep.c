/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact.h"

/* multistep.c: what the first steps of order 3 read, and when. A single step of order 2 asks the
 * head once more; then two values, then three. */
static void test_first_steps(void **state)
{
    (void)state;
    struct fpk_plan plan;
    plan_of(&plan, "dpm-solver++", "steps=6 order=3");
    static const int reads[] = {3, 3, 4, 4, 4, 2}; /* terms of each MIX into x, x itself too */
    int step = 0;
    for (size_t i = 0; i < plan.n; i++)
        if (plan.instruction[i].op == FPK_MIX && plan.instruction[i].out == 0) {
            check_equal(plan.instruction[i].n_in, reads[step]);
            check_equal(plan.instruction[i].step, step);
            step++;
        }
    check_equal(step, 6);
    check_equal(fpk_plan_evaluations(&plan), 7);
    fpk_plan_clear(&plan);
    plan_of(&plan, "dpm-solver++", "steps=6 order=3 start-up=ramp");
    check_equal(fpk_plan_evaluations(&plan), 6);
    check_equal(plan.instruction[1].n_in, 2);
    fpk_plan_clear(&plan);
}

/* Equal steps h in lambda: 2M is x' = .. + alpha' (1 - e^-h) (3/2 m0 - 1/2 m1) with midpoint. */
static void test_equal_steps(void **state)
{
    (void)state;
    struct fpk_plan plan;
    plan_of(&plan, "dpm-solver++", FROM_NOISE " steps=30 order=2");
    for (size_t i = 3; i < plan.n; i += 2) {
        const struct fpk_instruction *in = &plan.instruction[i];
        check_equal(in->n_in, 3);
        check_relative(in->c[2], -in->c[1] / 3, 1e-11);
    }
    fpk_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_steps),
        cmocka_unit_test(test_equal_steps),
    };
    return check_main(tests);
}
