/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

/* The flow to a tolerance: from p_T it ends at the noised data, as points and as a law. */
static void test_flow(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1(), end;
    struct fpk_points points;
    struct fpk_law *law = NULL;
    struct fpk_job job;
    double x = 1, p, pdf, error, cdf, evaluations;
    job_of(&job, &m1, "probability-flow-adaptive", "truncate=0.01 tolerance=1e-11");
    check_true(job.is_flow && job.plan.n == 0);
    check_ok(fpk_job_use_start(&job, "exact"));
    check_ok(fpk_job_law(&job, &one_thread, &law));
    check_ok(fpk_mixture_diffuse(&m1, fpk_job_end(&job), &end));
    check_true(fpk_job_end(&job).sigma > 0);
    fpk_mixture_pdf(&end, 1, &x, &p);
    check_ok(fpk_law_at(law, 1, &x, &pdf, &error, &cdf, NULL));
    check_relative(pdf, p, 1e-7);
    fpk_law_end(&law);
    /* One point: the quantile of p_T goes to that of the end. */
    struct fpk_start start = {.kind = FPK_START_DELTA};
    start.a = start.b = fpk_mixture_quantile(&job.start.mixture, .2);
    check_ok(fpk_job_move_start(&job, &start));
    check_ok(fpk_points_init(&points, 1, 1));
    check_ok(fpk_job_run(&job, 1, 0, &points, 1, &evaluations));
    check_close(points.x[0], fpk_mixture_quantile(&end, .2), 1e-8);
    check_between(evaluations, 20, 1e5);
    fpk_points_clear(&points);
    fpk_job_clear(&job);
    fpk_mixture_clear(&end);
    fpk_mixture_clear(&m1);
}

/* Shards of one run, and what a run costs. */
static void test_plan(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_points all, part;
    struct fpk_job job;
    double evaluations;
    job_of(&job, &m1, "ddpm", "steps=6");
    check_ok(fpk_points_init(&all, 20, 1));
    check_ok(fpk_points_init(&part, 8, 1));
    check_ok(fpk_job_run(&job, 3, 0, &all, 1, &evaluations));
    check_ok(fpk_job_run(&job, 3, 12, &part, 1, NULL));
    check_close(evaluations, 6, 0);
    for (size_t i = 0; i < 8; i++)
        check_same_bits(part.x[i], all.x[12 + i]);
    fpk_points_clear(&all);
    fpk_points_clear(&part);
    fpk_job_clear(&job);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow),
        cmocka_unit_test(test_plan),
    };
    return check_main(tests);
}
