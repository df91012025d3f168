/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/verdict.h"

#include "draws.h"

static struct fpk_chi_square made(double p)
{
    return (struct fpk_chi_square){.n = 10000,
                                   .cells = 49,
                                   .statistic = 50,
                                   .dof = 48,
                                   .p_value = p,
                                   .least_expected = 204,
                                   .law_shift = 0.1,
                                   .law_allowed = 0.98};
}

static void test_exact(void **state)
{
    (void)state;
    struct fpk_chi_square t[3] = {made(4e-7), made(0.3), made(4e-7)};
    struct fpk_verdict v[3];
    check_ok(fpk_verdict_exact(1, t, 1e-6, v)); /* alone: 4e-7 <= 1e-6 */
    check_equal(v[0].outcome, FPK_REJECTED);
    check_text(fpk_verdict_word(&v[0]), "rejected");
    check_relative(v[0].detects, 0.1141197793847837, 1e-5); /* compare_known.txt */
    check_true(strstr(v[0].reason, "p = 4e-07 <= 1e-06") != NULL);
    check_ok(fpk_verdict_exact(3, t, 1e-6, v)); /* one of three: 3 times 4e-7 > 1e-6 */
    check_equal(v[0].outcome, FPK_OK);
    check_equal(v[1].outcome, FPK_OK);
    check_relative(v[0].adjusted_p, 1.2e-6, 1e-12);
    /* what it would have seen is said at Holm's hardest level, a third of alpha */
    check_relative(v[0].detects, fpk_chi_square_detects(t[0].n, t[0].dof, 1e-6 / 3, FPK_POWER), 0);
    check_text(fpk_verdict_word(&v[0]), "accepted");
    t[0] = made(1e-6); /* the level itself rejects */
    check_ok(fpk_verdict_exact(1, t, 1e-6, v));
    check_equal(v[0].outcome, FPK_REJECTED);
    t[0].law_shift = 0.99; /* a rough law decides nothing, even at p = 1e-6 */
    check_ok(fpk_verdict_exact(1, t, 1e-6, v));
    check_equal(v[0].outcome, FPK_INCONCLUSIVE);
    check_true(strstr(v[0].reason, "refine the law") != NULL);
    t[0].law_shift = NAN;
    check_ok(fpk_verdict_exact(1, t, 1e-6, v));
    check_equal(v[0].outcome, FPK_INCONCLUSIVE);
    t[0] = made(NAN);
    check_ok(fpk_verdict_exact(1, t, 1e-6, v));
    check_equal(v[0].outcome, FPK_INCONCLUSIVE);
    check_refused(fpk_verdict_exact(0, t, 1e-6, v), FPK_USAGE, "no tests");
    check_refused(fpk_verdict_exact(1, t, 0, v), FPK_USAGE, "between 0 and 1");
}

static void check_rule_2(double d, double e1, double e2, enum fpk_status want, const char *part)
{
    struct fpk_verdict v = fpk_verdict_deterministic("TV", d, e1, e2, FPK_DETERMINISTIC_CAP);
    check_equal(v.outcome, want);
    if (!strstr(v.reason, part))
        check_fail("reason \"%s\" lacks \"%s\"", v.reason, part);
}

static void test_deterministic(void **state)
{
    (void)state;
    check_rule_2(1e-6, 2e-6, 0, FPK_OK, "TV = 1e-06 <= 2e-06 + 0");
    check_rule_2(0x1p-20, 0x1p-21, 0x1p-21, FPK_OK, "<="); /* equality accepts */
    check_rule_2(3.1e-6, 2e-6, 1e-6, FPK_REJECTED, "TV = 3.1e-06 > 2e-06 + 1e-06");
    check_rule_2(0, 0, 0, FPK_OK, "<=");
    check_rule_2(1e-6, 9e-5, 2e-5, FPK_INCONCLUSIVE, "exceed the cap");
    check_rule_2(0.5, 9e-5, 2e-5, FPK_INCONCLUSIVE, "larger than both bounds already");
    check_rule_2(1e-6, NAN, 0, FPK_INCONCLUSIVE, "must be numbers");
    check_rule_2(NAN, 0, 0, FPK_INCONCLUSIVE, "must be numbers");
    check_rule_2(1e-6, INFINITY, 0, FPK_INCONCLUSIVE, "must be numbers");
    check_rule_2(1e-6, -1, 1.1, FPK_INCONCLUSIVE, "must be numbers");
}

static void test_approximate(void **state)
{
    (void)state;
    double dt[3] = {0.1, 0.05, 0.025}, d[3] = {0.08, 0.04, 0.02}, none[3] = {0.08, 0, 0.02};
    struct fpk_verdict v = fpk_verdict_approximate("W1", 3, dt, d);
    check_equal(v.outcome, FPK_OK);
    check_text(fpk_verdict_word(&v), "measured");
    check_close(v.order.order, 1, 1e-13);
    check_close(v.distance, 0.02, 0);
    check_true(strstr(v.reason, "W1 = 0.08, 0.04, 0.02 at dt = 0.1, 0.05, 0.025: order 1 +- ") !=
               NULL);
    v = fpk_verdict_approximate("W1", 3, dt, none);
    check_equal(v.outcome, FPK_INCONCLUSIVE);
    check_true(strstr(v.reason, "d = 0") != NULL);
    /* the longest that fits: no overflow of the reason */
    double many[16], same[16];
    for (int i = 0; i < 16; i++) {
        many[i] = 1.23456e-300 * (i + 1);
        same[i] = 9.87654e-300;
    }
    v = fpk_verdict_approximate("a distance with a name far too long", 16, many, same);
    check_true(strlen(v.reason) < FPK_REASON_MAX);
}

static void test_worse(void **state)
{
    (void)state;
    check_equal(fpk_verdict_worse(FPK_OK, FPK_OK), FPK_OK);
    check_equal(fpk_verdict_worse(FPK_INCONCLUSIVE, FPK_OK), FPK_INCONCLUSIVE);
    check_equal(fpk_verdict_worse(FPK_OK, FPK_INCONCLUSIVE), FPK_INCONCLUSIVE);
    check_equal(fpk_verdict_worse(FPK_REJECTED, FPK_INCONCLUSIVE), FPK_REJECTED);
    check_equal(fpk_verdict_worse(FPK_INCONCLUSIVE, FPK_REJECTED), FPK_REJECTED);
    check_equal(fpk_verdict_worse(FPK_OK, FPK_REJECTED), FPK_REJECTED);
    check_text(fpk_rule_name(FPK_RULE_APPROXIMATE), "approximate");
}

/* A law known at two resolutions that differ by a shift e of the mean: n chi2(error) is near n e^2
 * (chi2 of a shift is e^2 times the share of Fisher's information that the cells keep, .993 of it
 * for 125), so that 1e5 points allow e = .003 (0.9 of 1.57) and not .005 (2.5). */
static void check_pairs(const struct fpk_density *d, const struct fpk_points *points)
{
    static const double shift[2] = {.003, .005};
    for (int i = 0; i < 2; i++) {
        struct fpk_density coarse;
        struct fpk_chi_square t;
        struct fpk_verdict v;
        normal_density(&coarse, 301, shift[i], 1);
        check_ok(fpk_chi_square_pair(d, &coarse, points, &t));
        check_relative(t.law_shift, (double)points->n * shift[i] * shift[i], .02);
        check_ok(fpk_verdict_exact(1, &t, FPK_FAMILY_ALPHA, &v));
        check_equal(v.outcome, i == 0 ? FPK_OK : FPK_INCONCLUSIVE);
        fpk_density_clear(&coarse);
    }
}

/* The whole path: a true null is accepted, 3 % too much spread in 1e5 points is rejected (chi
 * distance .042, above the .04 that such a test detects), a law known to 1e-3 in TV decides
 * nothing. */
static void test_from_points_to_verdict(void **state)
{
    (void)state;
    struct fpk_density d;
    struct fpk_points points;
    struct fpk_chi_square t;
    struct fpk_verdict v;
    normal_density(&d, 601, 0, 1);
    check_ok(fpk_points_init(&points, 100000, 1));
    draw_normals(12, points.n, points.x);
    check_ok(fpk_chi_square_density(&d, 1e-7, &points, &t));
    check_ok(fpk_verdict_exact(1, &t, FPK_FAMILY_ALPHA, &v));
    check_equal(v.outcome, FPK_OK);
    check_between(v.detects, 0.03, 0.0425);
    check_ok(fpk_chi_square_density(&d, 1e-3, &points, &t));
    check_ok(fpk_verdict_exact(1, &t, FPK_FAMILY_ALPHA, &v));
    check_equal(v.outcome, FPK_INCONCLUSIVE);
    check_pairs(&d, &points);
    for (size_t i = 0; i < points.n; i++)
        points.x[i] *= 1.03;
    check_ok(fpk_chi_square_density(&d, 1e-7, &points, &t));
    check_ok(fpk_verdict_exact(1, &t, FPK_FAMILY_ALPHA, &v));
    check_equal(v.outcome, FPK_REJECTED);
    fpk_points_clear(&points);
    fpk_density_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_deterministic),
        cmocka_unit_test(test_approximate),
        cmocka_unit_test(test_worse),
        cmocka_unit_test(test_from_points_to_verdict),
    };
    return check_main(tests);
}
