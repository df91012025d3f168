/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact.h"

static void test_known(void **state)
{
    (void)state;
    check_equal(check_known("dpm-solver"), 30);
}

static void test_claims(void **state)
{
    (void)state;
    check_claims("dpm-solver");
}

/* DDIM is the exponential integrator of order 1 of the probability flow, Euler's method in
 * (x/alpha, sigma/alpha): x'/alpha' = x/alpha + (sigma'/alpha' - sigma/alpha) eps. Four ways. */
static void test_ddim_is_the_exponential_integrator(void **state)
{
    (void)state;
    static const char *const path[] = {"steps=1000", "steps=50", "steps=7 spacing=trailing",
                                       "steps=20 schedule=scaled-linear spacing=linspace"};
    static const char *const name[] = {"ddim", "dpm-solver", "dpm-solver++", "unipc"};
    static const char *const option[] = {"eta=0", "order=1", "order=1", "order=1 corrector=off"};
    struct fpk_mixture data = mixture_m1();
    struct fpk_score score = fpk_score_exact(&data);
    for (int p = 0; p < 4; p++) {
        double x[4][21], y[21];
        for (int k = 0; k < 4; k++) {
            char text[160];
            snprintf(text, sizeof text, "%s %s", path[p], option[k]);
            struct fpk_plan plan;
            plan_of(&plan, name[k], text);
            for (int j = 0; j < 21; j++)
                x[k][j] = .25 * (j - 10);
            run_points(&plan, &data, 21, x[k]);
            fpk_plan_clear(&plan);
        }
        struct fpk_plan plan;
        char text[160];
        snprintf(text, sizeof text, "%s order=1", path[p]);
        plan_of(&plan, "dpm-solver", text);
        for (int j = 0; j < 21; j++)
            y[j] = .25 * (j - 10) / plan.first.alpha;
        for (size_t i = 0; i < plan.n; i += 2) {
            struct fpk_level now = plan.instruction[i].level, next = plan.instruction[i + 1].level;
            double z[21], eps[21];
            for (int j = 0; j < 21; j++)
                z[j] = now.alpha * y[j];
            fpk_score_head(&score, FPK_HEAD_EPS, &now, 21, z, eps, NULL);
            for (int j = 0; j < 21; j++)
                y[j] += (next.sigma / next.alpha - now.sigma / now.alpha) * eps[j];
        }
        for (int j = 0; j < 21; j++) {
            for (int k = 0; k < 4; k++)
                check_close(x[k][j], y[j], 1e-13);
        }
        fpk_plan_clear(&plan);
    }
    fpk_mixture_clear(&data);
}

/* The order does not depend on how alpha and sigma hang together. */
static void test_other_paths(void **state)
{
    (void)state;
    static const char *const path[] = {"schedule=ve spacing=logsnr truncate=0.1",
                                       "schedule=sub-vp spacing=logsnr truncate=0.1",
                                       "schedule=edm spacing=logsnr truncate=0.05",
                                       "schedule=flow spacing=logsnr sigma-max=100 truncate=0.05"};
    struct fpk_mixture data = mixture_m1();
    for (int k = 0; k < 4; k++) {
        check_between(slope_of("dpm-solver", "order=3", path[k], 320, &data, false), 2.8, 3.2);
        check_between(slope_of("dpm-solver++", "order=3", path[k], 320, &data, false), 2.8, 3.2);
        check_between(slope_of("unipc", "order=2", path[k], 320, &data, false), 2.8, 3.2);
    }
    fpk_mixture_clear(&data);
}

static void test_finite_or_refused(void **state)
{
    (void)state;
    static const char *const options[] = {
        "order=1", "order=2", "order=2 solver-type=heun", "order=3", "order=3 solver-type=heun",
        NULL};
    assert_true(check_sweep("dpm-solver", options) > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_ddim_is_the_exponential_integrator),
        cmocka_unit_test(test_other_paths),
        cmocka_unit_test(test_finite_or_refused),
    };
    return check_main(tests);
}
