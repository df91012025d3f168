/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/study/claims_priv.h"

#include "target.h"

/* On Gaussian data a deterministic sampler is affine: x = c (x_T - alpha_T m) + mean, so that its
 * end points and its law miss the exact flow's by numbers that its moments give. */
static void test_gaussian_in_closed_form(void **state)
{
    (void)state;
    const struct fpk_sampler *sampler;
    struct fpk_sampler_claim claim = {.options = "", .order = 1, .pathwise = true};
    struct fpk_mixture g1;
    struct fpk_claim_errors e = {0};
    struct fpk_law_moments m;
    struct fpk_law *law = NULL;
    struct fpk_job job;
    check_ok(fpk_claim_target(FPK_CLAIM_GAUSSIAN, &g1));
    check_ok(fpk_sampler_find("probability-flow-euler", &sampler));
    check_ok(fpk_claim_job(sampler, &claim, &g1, 20, &job));
    check_ok(fpk_claim_law_errors(&job, 1, &e));
    check_ok(fpk_claim_end_points(&job, 1, &e));
    check_ok(fpk_job_law(&job, &one_thread, &law));
    check_ok(fpk_law_moments(law, &m));
    struct fpk_level end = fpk_job_end(&job);
    double std = sqrt(end.alpha * end.alpha * .25 + end.sigma * end.sigma);
    double shift = m.mean - end.alpha * .7, stretch = sqrt(m.variance) - std;
    /* rms over a normal; the mean over 512 midpoint quantiles lacks the outermost tails. */
    check_relative(e.error[FPK_CLAIM_RMS], sqrt(shift * shift + stretch * stretch), 5e-3);
    /* w1 of two normals, one line of quantiles over the other: E |shift + stretch Z| */
    double r = shift / fabs(stretch);
    double w1 = fabs(stretch) * (sqrt(2 / acos(-1)) * exp(-r * r / 2) + r * erf(r / sqrt(2)));
    check_relative(e.error[FPK_CLAIM_W1], w1, 1e-6);
    check_between(e.bound[FPK_CLAIM_W1], 0, 1e-9);
    struct fpk_claim_errors probe = {0};
    check_ok(fpk_claim_probe_errors(&job, &probe));
    check_relative(probe.error[FPK_CLAIM_W1], e.error[FPK_CLAIM_W1], 1e-8);
    check_relative(probe.error[FPK_CLAIM_TV], e.error[FPK_CLAIM_TV], 1e-8);
    check_true(e.known[FPK_CLAIM_TV] && e.known[FPK_CLAIM_W1] && e.known[FPK_CLAIM_RMS]);
    fpk_law_end(&law);
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

/* An affine step of no error has none: the start itself, by a plan that does nothing. */
static void test_identity(void **state)
{
    (void)state;
    struct fpk_mixture target;
    struct fpk_claim_errors e = {0};
    struct fpk_job job;
    struct fpk_plan plan;
    struct fpk_level level = {.alpha = .6, .sigma = .8};
    check_ok(fpk_claim_target(FPK_CLAIM_MIXTURE, &target));
    check_ok(fpk_plan_init(&plan, "nothing", 1));
    plan.first = level;
    check_ok(fpk_plan_add(
        &plan, (struct fpk_instruction){.op = FPK_MIX, .n_in = 1, .c = {1}, .level = level}));
    fpk_job_init_plan(&job, &target, &plan);
    check_ok(fpk_job_use_start(&job, "exact"));
    check_ok(fpk_claim_end_points(&job, 1, &e));
    check_close(e.error[FPK_CLAIM_RMS], 0, 1e-14);
    check_ok(fpk_claim_law_errors(&job, 1, &e));
    check_close(e.error[FPK_CLAIM_TV], 0, 1e-12);
    fpk_job_clear(&job);
    fpk_mixture_clear(&target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaussian_in_closed_form),
        cmocka_unit_test(test_identity),
    };
    return check_main(tests);
}
