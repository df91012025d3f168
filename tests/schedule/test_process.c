/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/schedule.h"

#include "../check.h"

static const struct fpk_process vp = {.kind = FPK_VP, .low = 0.1, .high = 20};
static const struct fpk_process sub_vp = {.kind = FPK_SUB_VP, .low = 0.1, .high = 20};
static const struct fpk_process ve = {.kind = FPK_VE, .low = 0.01, .high = 50};
static const struct fpk_process edm = {.kind = FPK_EDM, .low = 0.002, .high = 80};
static const struct fpk_process flow = {.kind = FPK_FLOW};
static const struct fpk_process *const all[] = {&vp, &sub_vp, &ve, &edm, &flow};

/* Two ways: the level against the ODEs that define it, alpha' = -b alpha and
 * (sigma^2)' = -2 b sigma^2 + g^2, by differences of fourth order (h = 1e-3: error 1e-12 of the
 * fifth derivative, itself up to 1e5 for beta = 20). */
static void check_ode(const struct fpk_process *p, double t)
{
    const double h = 1e-3;
    double a[4], v[4];
    for (int i = 0; i < 4; i++) {
        struct fpk_level l = fpk_process_level(p, t + h * (i < 2 ? i - 2 : i - 1));
        a[i] = l.alpha;
        v[i] = l.sigma * l.sigma;
    }
    double da = (a[0] - 8 * a[1] + 8 * a[2] - a[3]) / (12 * h);
    double dv = (v[0] - 8 * v[1] + 8 * v[2] - v[3]) / (12 * h);
    struct fpk_level l = fpk_process_level(p, t);
    double b = fpk_process_shrink(p, t), g2 = fpk_process_g2(p, t);
    check_close(da, -b * l.alpha, 1e-8);
    check_close(dv, g2 - 2 * b * l.sigma * l.sigma, 1e-8 * (1 + g2));
}

static void test_levels_solve_the_ode(void **state)
{
    (void)state;
    for (double t = 0.0625; t < 1; t += 0.125) {
        check_ode(&vp, t);
        check_ode(&ve, t);
        check_ode(&sub_vp, t);
        check_ode(&edm, t);
        check_ode(&flow, t);
    }
}

/* Known ends. VP: B(1) = 10.05, alpha = e^-5.025 and alpha^2 = 4.318575e-5. */
static void test_ends(void **state)
{
    (void)state;
    struct fpk_process linear = fpk_process_vp_linear();
    struct fpk_level l = fpk_process_level(&linear, 1);
    check_relative(l.alpha * l.alpha, 4.318574906034130e-5, 1e-14); /* e^-10.05 (mpmath) */
    check_relative(l.sigma * l.sigma, 1 - 4.318574906034130e-5, 1e-15);
    l = fpk_process_level(&linear, 0);
    check_same_bits(l.alpha, 1);
    check_same_bits(l.sigma, 0);
    l = fpk_process_level(&ve, 1);
    check_same_bits(l.alpha, 1);
    check_relative(l.sigma * l.sigma, 2500 - 1e-4, 1e-14);
    l = fpk_process_level(&vp, 1e-12); /* sigma^2 = B = .1 t + 9.95 t^2 to 1e-13: no cancellation */
    check_relative(l.sigma * l.sigma, 1e-13 * (1 + 9.95e-11), 1e-13);
    l = fpk_process_level(&sub_vp, 1); /* sigma = 1 - e^-B, the variance of VP squared */
    check_relative(l.alpha * l.alpha, 4.318574906034130e-5, 1e-14);
    check_relative(l.sigma, 1 - 4.318574906034130e-5, 1e-15);
    l = fpk_process_level(&sub_vp, 1e-12);
    check_relative(l.sigma, 1e-13 * (1 + 9.95e-11), 1e-12);
    l = fpk_process_between(&ve, 0.5, 0.5 + 1e-12);
    check_relative(l.sigma * l.sigma, 1e-12 * fpk_process_g2(&ve, 0.5), 1e-4); /* t - s itself */
}

/* s to u is s to t, then t to u. */
static void test_semigroup(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct fpk_level whole = fpk_process_between(all[i], 0.1, 0.9);
        struct fpk_level parts = fpk_level_compose(fpk_process_between(all[i], 0.1, 0.35),
                                                   fpk_process_between(all[i], 0.35, 0.9));
        check_relative(parts.alpha, whole.alpha, 4e-15);
        check_relative(parts.sigma, whole.sigma, 4e-15);
        check_same_bits(parts.t, 0.9);
    }
}

/* The time of a level's sigma/alpha is the level's time. */
static void test_time_is_the_inverse(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        check_same_bits(fpk_process_time(all[i], 0), 0);
        for (double t = 1e-6; t < .99; t *= 3) {
            struct fpk_level l = fpk_process_level(all[i], t);
            check_relative(fpk_process_time(all[i], l.sigma / l.alpha), t, 4e-15);
        }
    }
    struct fpk_process constant = {.kind = FPK_VP, .low = 2, .high = 2};
    check_relative(fpk_process_time(&constant, sqrt(expm1(1.4))), .7, 4e-16);
    constant.low = 0; /* B = t^2 */
    check_relative(fpk_process_time(&constant, sqrt(expm1(.49))), .7, 4e-16);
}

/* Data and noise change places: no data are left of a flow at 1; the end of EDM is its largest
 * sigma. */
static void test_ends_of_edm_and_flow(void **state)
{
    (void)state;
    struct fpk_level l = fpk_process_level(&flow, 1);
    check_same_bits(l.alpha, 0);
    check_same_bits(l.sigma, 1);
    check_true(isinf(fpk_process_shrink(&flow, 1)) && isinf(fpk_process_g2(&flow, 1)));
    l = fpk_process_between(&flow, .5, 1); /* from any time all data are forgotten at 1 */
    check_same_bits(l.alpha, 0);
    check_same_bits(l.sigma, 1);
    l = fpk_process_between(&flow, .5, .5 + 1e-12);
    check_relative(l.sigma * l.sigma, 1e-12 * fpk_process_g2(&flow, .5), 1e-4); /* t - s itself */
    check_same_bits(fpk_process_end(&flow), 1);
    check_same_bits(fpk_process_end(&edm), 80);
    check_text(fpk_process_name(FPK_SUB_VP), "sub-vp");
    check_text(fpk_process_name(FPK_FLOW), "flow");
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_process bad = {.kind = FPK_VE, .low = 1, .high = 0.5};
    check_ok(fpk_process_check(&vp));
    check_ok(fpk_process_check(&ve));
    check_ok(fpk_process_check(&sub_vp));
    check_ok(fpk_process_check(&edm));
    check_ok(fpk_process_check(&flow));
    check_refused(fpk_process_check(&bad), FPK_USAGE, "sigma must grow");
    bad.kind = FPK_VP;
    check_refused(fpk_process_check(&bad), FPK_USAGE, "beta");
    bad.high = INFINITY;
    check_refused(fpk_process_check(&bad), FPK_USAGE, "finite");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels_solve_the_ode),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_semigroup),
        cmocka_unit_test(test_time_is_the_inverse),
        cmocka_unit_test(test_ends_of_edm_and_flow),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
