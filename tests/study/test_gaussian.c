/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/gaussian.h"

#include "target.h"

static void check_both(struct fpk_number closed, struct fpk_number pushed)
{
    check_close(closed.value, pushed.value, closed.error + pushed.error);
    check_between(closed.error, 0, 1e-12);
    check_between(pushed.error, 0, 2e-7); /* of a w2 of nothing, by quadrature */
}

static void check_five(const struct fpk_distances *closed, const struct fpk_distances *pushed)
{
    check_both(closed->kl_pq, pushed->kl_pq);
    check_both(closed->kl_qp, pushed->kl_qp);
    check_both(closed->tv, pushed->tv);
    check_both(closed->w1, pushed->w1);
    check_both(closed->w2, pushed->w2);
}

/* In one dimension the density pushed through the plan says the same, in all parts. */
static void test_the_line_two_ways(void **state)
{
    (void)state;
    static const char *const given[][3] = {{"ddim", "steps=10", "usual"},
                                           {"ddpm", "steps=20", "std:1.5"},
                                           {"ddpm", "steps=20 variance=large", "delta:0.3"},
                                           {"annealed-langevin", "inner-steps=5", "exact"}};
    struct fpk_mixture g1 = mixture_g1();
    for (size_t k = 0; k < sizeof given / sizeof *given; k++) {
        struct fpk_job job;
        struct fpk_split closed, pushed;
        struct fpk_truncation end, end_pushed;
        struct fpk_probe output;
        struct fpk_law *law = NULL;
        struct fpk_law_pair pair;
        job_of(&job, &g1, given[k][0], given[k][1]);
        check_ok(fpk_job_use_start(&job, given[k][2]));
        check_true(fpk_job_affine(&job));
        check_ok(fpk_job_probe(&job, &output));
        check_ok(fpk_job_gaussian_split(&job, &output, &closed));
        check_ok(fpk_job_law(&job, &one_thread, &law));
        check_ok(fpk_law_density(law, &pair));
        check_ok(fpk_job_split(&job, &one_thread, &pair, &pushed));
        check_five(&closed.discretisation, &pushed.discretisation);
        check_five(&closed.initialisation, &pushed.initialisation);
        check_five(&closed.score, &pushed.score);
        check_five(&closed.total, &pushed.total);
        if (fpk_job_truncated(&job)) {
            check_ok(fpk_job_gaussian_truncation(&job, &output, &end));
            check_ok(fpk_job_truncation(&job, &pair, &end_pushed));
            check_five(&end.cost, &end_pushed.cost);
            check_five(&end.output, &end_pushed.output);
        }
        fpk_law_pair_clear(&pair);
        fpk_law_end(&law);
        fpk_probe_clear(&output);
        fpk_job_clear(&job);
    }
    fpk_mixture_clear(&g1);
}

/* In three dimensions: coordinates of diagonal data do not know of each other; squares of w2 and
 * the KL add up. From the exact start nothing is lost at the start, to the last bit. */
static void test_space(void **state)
{
    (void)state;
    double one = 1, mean[3] = {.7, -1, 2}, c[9] = {.25, 0, 0, 0, 4, 0, 0, 0, .01};
    double w2 = 0, kl_pq = 0, kl_qp = 0;
    struct fpk_mixture space, line;
    struct fpk_job job;
    struct fpk_probe output;
    struct fpk_split split;
    for (int i = 0; i < 3; i++) {
        check_ok(fpk_mixture_init(&line, 1, 1, &one, &mean[i], &c[4 * i]));
        job_of(&job, &line, "ddpm", "steps=15");
        check_ok(fpk_job_use_start(&job, "normal:.1:.8"));
        check_ok(fpk_job_probe(&job, &output));
        check_ok(fpk_job_gaussian_split(&job, &output, &split));
        w2 += split.total.w2.value * split.total.w2.value;
        kl_pq += split.initialisation.kl_pq.value;
        kl_qp += split.discretisation.kl_qp.value;
        fpk_probe_clear(&output);
        fpk_job_clear(&job);
        fpk_mixture_clear(&line);
    }
    check_ok(fpk_mixture_init(&space, 3, 1, &one, mean, c));
    job_of(&job, &space, "ddpm", "steps=15");
    check_ok(fpk_job_use_start(&job, "normal:.1:.8"));
    check_ok(fpk_job_probe(&job, &output));
    check_ok(fpk_job_gaussian_split(&job, &output, &split));
    check_close(split.total.w2.value, sqrt(w2), 1e-14);
    check_relative(split.initialisation.kl_pq.value, kl_pq, 1e-12);
    check_relative(split.discretisation.kl_qp.value, kl_qp, 1e-12);
    check_true(isnan(split.total.tv.value) && strstr(split.total.tv.reason, "one dimension"));
    fpk_probe_clear(&output);
    fpk_job_clear(&job);
    fpk_mixture_clear(&space);
    c[1] = c[3] = .3; /* now the axes are not the coordinates */
    c[5] = c[7] = -.02;
    check_ok(fpk_mixture_init(&space, 3, 1, &one, mean, c));
    job_of(&job, &space, "ddpm", "steps=15");
    check_ok(fpk_job_use_start(&job, "exact"));
    check_ok(fpk_job_probe(&job, &output));
    check_true(output.covariance == NULL);
    check_ok(fpk_job_gaussian_split(&job, &output, &split));
    check_close(split.initialisation.w2.value, 0, 0);
    fpk_probe_clear(&output);
    fpk_job_clear(&job);
    fpk_mixture_clear(&space);
}

/* What has no closed form says so: two modes, a clipped score, a start that is not Gaussian. */
static void test_refusals(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1(), g1 = mixture_g1();
    struct fpk_job job;
    struct fpk_probe output;
    job_of(&job, &m1, "ddim", "steps=3");
    check_true(!fpk_job_affine(&job));
    check_refused(fpk_job_probe(&job, &output), FPK_USAGE, "a mixture of 2");
    fpk_job_clear(&job);
    job_of(&job, &g1, "ddim", "steps=3");
    check_ok(fpk_job_use_start(&job, "uniform:-1:1"));
    check_true(!fpk_job_affine(&job));
    check_refused(fpk_job_probe(&job, &output), FPK_USAGE, "single Gaussian or a point");
    check_ok(fpk_job_use_start(&job, "usual"));
    check_ok(fpk_job_use_clip(&job, -1, 1));
    check_true(!fpk_job_affine(&job));
    check_refused(fpk_job_probe(&job, &output), FPK_USAGE, "a table's or clipped");
    fpk_job_clear(&job);
    fpk_mixture_clear(&m1);
    fpk_mixture_clear(&g1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_line_two_ways),
        cmocka_unit_test(test_space),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
