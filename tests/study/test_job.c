/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

static struct fpk_law_moments moments_of(const struct fpk_job *job)
{
    struct fpk_law_moments m;
    struct fpk_law *law = NULL;
    check_ok(fpk_job_law(job, &one_thread, &law));
    check_ok(fpk_law_moments(law, &m));
    fpk_law_end(&law);
    return m;
}

/* ddim to Gaussian data is affine: x' = c (x - alpha m) + m, c the product of its slopes. Measured
 * with two points of start, c gives the moments from any other. */
static void test_starts(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_job job;
    job_of(&job, &g1, "ddim", "steps=10");
    check_true(fpk_job_start(&job) == NULL);
    struct fpk_law_moments usual = moments_of(&job);
    check_close(usual.mean, .69569, 5e-6); /* recorded: ddim leading 10 */
    check_close(usual.variance, .13997, 5e-6);
    check_ok(fpk_job_use_start(&job, "std:2"));
    check_close(moments_of(&job).variance, 4 * usual.variance, 1e-12);
    check_close(moments_of(&job).mean, usual.mean, 1e-12);
    check_ok(fpk_job_use_start(&job, "exact"));
    double a = job.plan.first.alpha, s = job.plan.first.sigma;
    check_close(moments_of(&job).variance, usual.variance * (a * a * .25 + s * s), 1e-12);
    check_ok(fpk_job_use_start(&job, "normal:3:0.5"));
    check_close(moments_of(&job).variance, .25 * usual.variance, 1e-12);
    check_close(moments_of(&job).mean, usual.mean + 3 * sqrt(usual.variance), 1e-11);
    check_ok(fpk_job_use_start(&job, "normal"));
    check_true(fpk_job_start(&job) == NULL);
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

/* A method whose table depends on the data is given the target: ddpm with the analytic variance has
 * no error on Gaussian data. */
static void test_the_target_reaches_the_plan(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_job job;
    job_of(&job, &g1, "ddpm", "steps=10 variance=analytic");
    check_ok(fpk_job_use_start(&job, "exact"));
    struct fpk_law_moments m = moments_of(&job);
    check_close(m.mean, .7, 1e-13);
    check_close(m.variance, .25, 1e-13);
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

static void test_refused_starts(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"std:0", "positive"},
                                         {"std:x", "number"},
                                         {"std:", "number"},
                                         {"sdt:2", "normal"},
                                         {"normal:1,2:1", "dimensions"}};
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_job job;
    job_of(&job, &g1, "ddim", "steps=10");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_equal(fpk_job_use_start(&job, bad[i][0]), FPK_USAGE);
        if (!strstr(fpk_message(), bad[i][1]))
            check_fail("%s: \"%s\" lacks \"%s\"", bad[i][0], fpk_message(), bad[i][1]);
    }
    check_true(fpk_job_start_known("std:2") && fpk_job_start_known("exact"));
    check_true(!fpk_job_start_known("normal:0:1") && !fpk_job_start_known("start.npy"));
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

/* A start on the line is the same in every coordinate of a target in the plane. */
static void test_start_is_spread(void **state)
{
    (void)state;
    struct fpk_mixture plane;
    struct fpk_job job;
    check_ok(
        fpk_mixture_init(&plane, 2, 1, (double[]){1}, (double[]){0, 1}, (double[]){1, 0, 0, 2}));
    job_of(&job, &plane, "ddim", "steps=10");
    check_ok(fpk_job_use_start(&job, "std:3"));
    check_equal(fpk_start_dim(fpk_job_start(&job)), 2);
    check_close(fpk_job_start(&job)->mixture.covariance[3], 9, 0);
    struct fpk_law *law = NULL;
    check_equal(fpk_job_law(&job, &one_thread, &law), FPK_USAGE);
    check_true(strstr(fpk_message(), "2 dimensions") != NULL);
    fpk_job_clear(&job);
    fpk_mixture_clear(&plane);
}

/* A plan at hand gives the law of the job that built it, to the bit. */
static void test_plan_at_hand(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_job job, again;
    job_of(&job, &m1, "ddpm", "steps=7");
    double variance = moments_of(&job).variance;
    fpk_job_init_plan(&again, &m1, &job.plan);
    check_true(job.plan.instruction == NULL && again.sampler == NULL);
    check_same_bits(moments_of(&again).variance, variance);
    check_close(fpk_job_end(&again).sigma, 0, 0);
    fpk_job_clear(&job);
    fpk_job_clear(&again);
    fpk_mixture_clear(&m1);
}

/* A clip wider than the data changes nothing that is seen; a narrow one keeps the output in. */
static void test_clip(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_job job;
    job_of(&job, &m1, "ddpm", "steps=7");
    struct fpk_law_moments plain = moments_of(&job);
    check_ok(fpk_job_use_clip(&job, -1e6, 1e6));
    check_true(job.own_score);
    check_close(moments_of(&job).variance, plain.variance, 1e-10);
    check_ok(fpk_job_use_clip(&job, -1, 1));
    check_between(moments_of(&job).mean, -1, 1);
    check_between(moments_of(&job).variance, 0, 1);
    check_equal(fpk_job_use_clip(&job, 1, 1), FPK_USAGE);
    fpk_job_clear(&job);
    fpk_mixture_clear(&m1);
}

static struct fpk_score_table table_at(double t, double slope)
{
    struct fpk_score_table table;
    double x[5] = {-4, -2, 0, 2, 4}, value[5];
    for (int i = 0; i < 5; i++)
        value[i] = slope * x[i];
    struct fpk_score_samples samples = {
        .head = FPK_HEAD_SCORE, .nx = 5, .nt = 1, .x = x, .t = &t, .value = value};
    check_ok(fpk_score_table_init(&table, &samples));
    return table;
}

/* The plan's levels are looked up when the table is taken, not when it is asked. */
static void test_table(void **state)
{
    (void)state;
    struct fpk_mixture g1 = mixture_g1();
    struct fpk_job job;
    job_of(&job, &g1, "ddim", "steps=1 spacing=trailing");
    double a = job.plan.instruction[0].level.alpha, slope = -1;
    struct fpk_score_table table = table_at(999, slope);
    check_ok(fpk_job_use_table(&job, &table));
    check_true(table.x == NULL && job.has_table);
    check_equal(job.interpolated, 0);
    /* x0 = (x + sigma^2 score)/alpha = x (1 - sigma^2)/alpha = alpha x */
    check_close(moments_of(&job).variance, a * a, 1e-12);
    table = table_at(500, slope);
    check_equal(fpk_job_use_table(&job, &table), FPK_USAGE);
    check_true(strstr(fpk_message(), "step 0") != NULL);
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_starts),         cmocka_unit_test(test_the_target_reaches_the_plan),
        cmocka_unit_test(test_refused_starts), cmocka_unit_test(test_start_is_spread),
        cmocka_unit_test(test_plan_at_hand),   cmocka_unit_test(test_clip),
        cmocka_unit_test(test_table),
    };
    return check_main(tests);
}
