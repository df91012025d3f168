/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

#include "fpk/study/claims.h"

static struct fpk_claim_study with(double claimed, const double error[FPK_CLAIM_POINTS])
{
    struct fpk_claim_study s = {.claimed = claimed};
    for (int i = 0; i < FPK_CLAIM_POINTS; i++) {
        s.steps[i] = 10 << i;
        s.error[i] = error[i];
    }
    return s;
}

static void test_judge(void **state)
{
    (void)state;
    struct fpk_claim_study s = with(2, (double[]){64e-3, 16e-3, 4e-3, 1e-3});
    fpk_claim_judge(&s);
    check_true(s.passed);
    check_close(s.slope, 2, 1e-12);
    check_close(s.slope_se, 0, 1e-7);
    check_close(s.fine, 2, 1e-12);
    s.claimed = 2.3;
    fpk_claim_judge(&s);
    check_true(!s.passed);
    /* The order is that of the finest points: 8 4 2 1 at first, then halves no more. */
    s = with(1, (double[]){8, 4, 2, 1.9});
    fpk_claim_judge(&s);
    check_true(!s.passed && s.slope > .7 && s.fine < .1);
    s = with(1, (double[]){8, NAN, 2, 1});
    fpk_claim_judge(&s);
    check_true(!s.passed && isnan(s.slope));
    s = (struct fpk_claim_study){.slope = INFINITY, .passed = true};
    fpk_claim_judge(&s);
    check_true(s.passed && isinf(s.slope));
}

static const struct fpk_sampler *sampler_of(const char *name)
{
    const struct fpk_sampler *sampler;
    check_ok(fpk_sampler_find(name, &sampler));
    return sampler;
}

/* Euler on the probability flow is of first order in all three measures, and second it is not. */
static void test_known_order(void **state)
{
    (void)state;
    struct fpk_sampler_claim claim = {
        .options = "", .order = 1, .pathwise = true, .evaluations = 1};
    struct fpk_claim_study s[FPK_CLAIM_MEASURES];
    const struct fpk_sampler *euler = sampler_of("probability-flow-euler");
    size_t n;
    for (int p = 0; p < FPK_CLAIM_PROBLEMS; p++) {
        claim.order = 1;
        check_ok(fpk_claim_measure(euler, &claim, p, 160, 1, s, &n));
        check_equal(n, 3);
        for (size_t i = 0; i < n; i++) {
            if (!s[i].passed)
                check_fail("%s, %s: slope %.3f, fine %.3f", fpk_claim_problem_name(p),
                           fpk_claim_measure_name(s[i].measure), s[i].slope, s[i].fine);
            check_between(s[i].fine, .85, 1.15);
            check_close(s[i].steps[3], 160, 0);
            check_close(s[i].evaluations[3], 160, 0);
        }
    }
    claim.order = 2;
    check_ok(fpk_claim_measure(euler, &claim, FPK_CLAIM_GAUSSIAN, 80, 1, s, &n));
    check_true(!s[0].passed && !s[1].passed && !s[2].passed);
}

/* No paths to follow where steps have noise. */
static void test_stochastic(void **state)
{
    (void)state;
    struct fpk_sampler_claim claim = {.options = "", .order = 1, .evaluations = 1};
    struct fpk_claim_study s[FPK_CLAIM_MEASURES];
    size_t n;
    check_ok(fpk_claim_measure(sampler_of("reverse-euler-maruyama"), &claim, FPK_CLAIM_MIXTURE, 80,
                               1, s, &n));
    check_equal(n, 2);
    check_true(s[0].measure == FPK_CLAIM_TV && s[1].measure == FPK_CLAIM_W1);
    check_between(s[0].slope, .8, 1.2);
}

/* Noise with memory of the step before: no law, but a probe on the Gaussian, which gives what the
 * law gives where there is one. */
static void test_probe(void **state)
{
    (void)state;
    struct fpk_sampler_claim claim = {.options = "order=2", .spacing = "logsnr", .order = 2};
    struct fpk_claim_study s[FPK_CLAIM_MEASURES];
    const struct fpk_sampler *sde = sampler_of("dpm-solver++-sde");
    size_t n;
    check_ok(fpk_claim_measure(sde, &claim, FPK_CLAIM_GAUSSIAN, 640, 1, s, &n));
    check_equal(n, 2);
    check_true(s[0].passed && s[1].passed);
    check_between(s[1].fine, 1.9, 2.1);
    check_ok(fpk_claim_measure(sde, &claim, FPK_CLAIM_MIXTURE, 10, 1, s, &n));
    check_equal(n, 0);
}

static void test_refused_options(void **state)
{
    (void)state;
    struct fpk_sampler_claim claim = {.options = "oder=2", .order = 1};
    struct fpk_claim_study s[FPK_CLAIM_MEASURES];
    size_t n;
    check_equal(fpk_claim_measure(sampler_of("ddim"), &claim, FPK_CLAIM_MIXTURE, 80, 1, s, &n),
                FPK_USAGE);
    check_true(strstr(fpk_message(), "oder") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge),           cmocka_unit_test(test_known_order),
        cmocka_unit_test(test_stochastic),      cmocka_unit_test(test_probe),
        cmocka_unit_test(test_refused_options),
    };
    return check_main(tests);
}
