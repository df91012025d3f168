/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/split.h"

#include "target.h"

/* W2 of two normals. */
static double w2(double mean, double variance, double mean_to, double variance_to)
{
    double d = sqrt(variance) - sqrt(variance_to), m = mean - mean_to;
    return sqrt(m * m + d * d);
}

/* ddim to Gaussian data maps x to c (x - alpha .7) + mean of the exact start; all four laws are
 * normals whose moments follow from the recorded ones of the usual start. */
static void test_parts_of_an_affine_sampler(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_split split;
    struct fpk_job job;
    job_of(&job, &g1, "ddim", "steps=10");
    check_ok(fpk_job_split(&job, &one_thread, NULL, &split));
    double a = job.plan.first.alpha, s = job.plan.first.sigma, v = a * a * .25 + s * s;
    double c = sqrt(.1399674); /* recorded: variance .13997, mean .69569 */
    double mean = .69569 + c * a * .7;
    check_close(split.total.w2.value, w2(.7, .25, .69569, c * c), 1e-5);
    check_close(split.discretisation.w2.value, w2(.7, .25, mean, c * c * v), 1e-5);
    check_close(split.initialisation.w2.value, w2(mean, c * c * v, .69569, c * c), 1e-5);
    check_close(split.score.w2.value, 0, 0);
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

/* From the exact start there is no initialisation error; a clip is an error of the score. */
static void test_start_and_clip_have_their_parts(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_split split, clipped;
    struct fpk_job job;
    job_of(&job, &m1, "ddpm", "steps=10");
    check_ok(fpk_job_use_start(&job, "exact"));
    check_ok(fpk_job_split(&job, &one_thread, NULL, &split));
    check_close(split.initialisation.tv.value, 0, 1e-12);
    check_close(split.discretisation.tv.value, split.total.tv.value, 1e-12);
    check_ok(fpk_job_use_clip(&job, -1e6, 1e6));
    check_ok(fpk_job_split(&job, &one_thread, NULL, &clipped));
    check_close(clipped.discretisation.tv.value, split.discretisation.tv.value, 1e-12);
    check_close(clipped.score.tv.value, 0, 1e-9);
    fpk_job_clear(&job);
    fpk_mixture_clear(&m1);
}

/* One Langevin level: the data noised with sigma = .5 have another variance, and what the output
 * misses them by is not what it misses the data by. */
static void test_truncation(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_truncation t;
    struct fpk_law_pair pair;
    struct fpk_law *law = NULL;
    struct fpk_job job;
    job_of(&job, &g1, "annealed-langevin", "sigmas=0.5 inner-steps=200 step=0.01");
    check_true(fpk_job_truncated(&job));
    check_ok(fpk_job_law(&job, &one_thread, &law));
    check_ok(fpk_law_density(law, &pair));
    check_ok(fpk_job_truncation(&job, &pair, &t));
    check_close(t.level.sigma, .5, 0);
    check_close(t.cost.w2.value, w2(.7, .25, .7, .5), 1e-9);
    /* x += a/2 score + sqrt(a) xi on N(.7, v), v = .5: variance to v/(1 - a/(4v)) at the rate
     * (1 - a/(2v))^2 = .99^2 a step. */
    double end = .5 / (1 - .005), left = pow(.99, 400);
    double mean = .7 - .7 * pow(.99, 200);
    check_close(t.output.w2.value, w2(.7, .5, mean, end + left * (.25 - end)), 1e-9);
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    fpk_job_clear(&job);
    job_of(&job, &g1, "ddim", "steps=10");
    check_true(!fpk_job_truncated(&job));
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_of_an_affine_sampler),
        cmocka_unit_test(test_start_and_clip_have_their_parts),
        cmocka_unit_test(test_truncation),
    };
    return check_main(tests);
}
