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

/* W2 on the four-eigenvalue Gaussian, each axis apart: column 1 of the table. */
static void test_four_eigenvalues(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/four_eigenvalues.txt", "r");
    check_true(file != NULL);
    static const double v[] = {4, 1, .25, .01};
    char line[128];
    int points, rows = 0;
    double want;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%d %lf", &points, &want), 2);
        char steps[16];
        snprintf(steps, sizeof steps, "%d", points - 1);
        struct fpk_plan plan = built("reverse-euler-maruyama", "schedule", "vp", "steps", steps);
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            double mean = 0, variance = 1;
            affine_law(&plan, 0, v[k], &mean, &variance);
            sum += pow(sqrt(variance) - sqrt(v[k]), 2);
        }
        check_relative(sqrt(sum), want, 1e-10);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    check_equal(rows, 4);
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
