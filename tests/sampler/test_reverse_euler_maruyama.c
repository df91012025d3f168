/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

static void test_known_answers(void **state)
{
    (void)state;
    check_known("reverse-euler-maruyama", 18, 2e-12);
}

/* With its defaults: t_i = 1 - i/S, coefficients at t_i, steps of 1/S, to the bit. */
static void test_default_table_to_the_bit(void **state)
{
    (void)state;
    struct fpk_process process = fpk_process_vp_linear();
    struct fpk_plan plan = built("reverse-euler-maruyama", "steps", "49");
    check_equal(plan.n, 98);
    for (size_t i = 0; i < 49; i++) {
        const struct fpk_instruction *in = &plan.instruction[2 * i + 1];
        double t = (49. - (double)i) / 49., dt = 1 / 49., g2 = fpk_process_g2(&process, t);
        check_same_bits(in->c[0], 1 + fpk_process_shrink(&process, t) * dt);
        check_same_bits(in->c[1], g2 * dt);
        check_same_bits(in->noise, sqrt(g2 * dt));
        check_same_bits(in[-1].level.t, t);
    }
    fpk_plan_clear(&plan);
}

static void test_four_eigenvalues(void **state)
{
    (void)state;
    check_four_eigenvalues("reverse-euler-maruyama", 1);
}

static void test_every_setting_builds_or_says_why(void **state)
{
    (void)state;
    /* linear, vp, sub-vp, ve, edm with uniform (40 each), logsnr, karras and exponential */
    check_equal(sweep("reverse-euler-maruyama", NULL, NULL), 5 * 4 * 40);
    check_equal(sweep("reverse-euler-maruyama", "last-noise", "off"), 5 * 4 * 40);
    check_build_refused("reverse-euler-maruyama", "alpha 0", "schedule", "flow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_default_table_to_the_bit),
        cmocka_unit_test(test_four_eigenvalues),
        cmocka_unit_test(test_every_setting_builds_or_says_why),
    };
    return check_main(tests);
}
