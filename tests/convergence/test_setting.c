/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/convergence/convergence_priv.h"
#include "../../src/convergence/problems_priv.h"

#include "../check.h"

/* Two steps by hand: x <- x + mu x h + sigma x sqrt(h) z. */
static void test_step(void **state)
{
    (void)state;
    struct fpk_setting s;
    check_ok(fpk_setting_init(&s, &fpk_euler_maruyama, &fpk_problem_linear));
    double x = 0.5, want = 0.5;
    for (uint64_t k = 0; k < 2; k++) {
        double z = k ? -0.7 : 1.3;
        struct fpk_noise_given given = {.ld = 1, .z = &z};
        fpk_setting_step(&s, 4, k, 1, &x, &given);
        want += 1.01 * want / 4 + 0.87 * want * 0.5 * z;
    }
    check_close(x, want, 1e-15);
    fpk_setting_clear(&s);
}

static void test_count(void **state)
{
    (void)state;
    double f, g;
    check_ok(fpk_setting_count(&fpk_euler_maruyama, &fpk_problem_linear, &f, &g));
    check_close(f, 1, 0);
    check_close(g, 1, 0);
    check_ok(fpk_setting_count(&fpk_euler_maruyama, &fpk_problem_ou, &f, &g));
    check_close(f, 1, 0);
    check_close(g, 1, 0); /* once for the whole block, which is counted as one of each */
    check_ok(fpk_setting_count(&fpk_euler_maruyama, &fpk_problem_circle, &f, &g));
    check_close(f, 1, 0);
    check_close(g, 2, 0); /* one of them for Ito's correction of a Stratonovich equation */
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_setting s;
    check_refused(fpk_setting_init(&s, &fpk_exact_stepper, &fpk_problem_benes), FPK_USAGE, "exact");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_step),
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_refused),
    };
    return check_main(tests);
}
