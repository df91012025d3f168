/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"
#include "affine.h"

#include "fpk/sampler/sampler.h"
#include "fpk/wiener/normal.h"

static const double weight[] = {.3, .7}, mean[] = {-2, 1.5}, covariance[] = {.09, .25};

static struct fpk_plan built(const char *name, const char *option, const char *value)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    struct fpk_plan plan;
    check_ok(fpk_sampler_find(name, &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    check_ok(fpk_values_set(&values, option, value));
    check_ok(sampler->build(&plan, &values));
    fpk_values_clear(&values);
    return plan;
}

/* Threads 1, 2, 3 and three shards: the same bits. 5000 points are five blocks, the last
 * partial. */
static void test_bits_do_not_depend_on_threads_or_shards(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 2, weight, mean, covariance));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_plan plan = built("ddpm", "steps", "7");
    struct fpk_points one, other, shard;
    check_ok(fpk_points_init(&one, 5000, 1));
    check_ok(fpk_points_init(&other, 5000, 1));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 11, 0, &one, 1));
    for (int threads = 2; threads <= 3; threads++) {
        check_ok(fpk_sampler_run(&plan, &score, NULL, 11, 0, &other, threads));
        for (size_t i = 0; i < 5000; i++)
            check_same_bits(other.x[i], one.x[i]);
    }
    for (size_t first = 0; first < 5000; first += 2048) {
        size_t n = 5000 - first < 2048 ? 5000 - first : 2048;
        check_ok(fpk_points_init(&shard, n, 1));
        check_ok(fpk_sampler_run(&plan, &score, NULL, 11, first, &shard, 2));
        for (size_t i = 0; i < n; i++)
            check_same_bits(shard.x[i], one.x[first + i]);
        fpk_points_clear(&shard);
    }
    fpk_points_clear(&one);
    fpk_points_clear(&other);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

/* The usual start is what the start "normal:0:1" draws, and one particle can be computed alone:
 * every step by hand from the documented counters. */
static void test_one_particle_by_hand(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 2, weight, mean, covariance));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_plan plan = built("ddpm", "steps", "5");
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_points a, b;
    check_ok(fpk_points_init(&a, 1500, 1));
    check_ok(fpk_points_init(&b, 1500, 1));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 3, 0, &a, 1));
    check_ok(fpk_sampler_run(&plan, &score, &start, 3, 0, &b, 1));
    for (size_t i = 0; i < 1500; i++)
        check_same_bits(a.x[i], b.x[i]);

    double x, s, z;
    fpk_normal_fill((struct fpk_stream){.seed = 3, .purpose = FPK_FOR_START}, 1234, 1, &x);
    for (size_t i = 0; i < plan.n; i += 2) {
        const struct fpk_instruction *mix = &plan.instruction[i + 1];
        struct fpk_stream stream = {.seed = 3, .purpose = FPK_FOR_SAMPLER, .step = mix->step};
        fpk_normal_fill(stream, 1234, 1, &z);
        fpk_mixture_score_at(&mixture, plan.instruction[i].level, 1, &x, &s);
        x = mix->c[0] * x + mix->c[1] * s + mix->noise * z;
    }
    check_close(a.x[1234], x, 1e-13);
    fpk_points_clear(&a);
    fpk_points_clear(&b);
    fpk_start_clear(&start);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

/* Particles against the exact law of their scheme on Gaussian data, n = 1e5. Bounds are z = 5.2 on
 * mean and variance: false alarm 2e-7 for each of the 10 checks. */
static void test_particles_have_the_law_of_their_scheme(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 1, &(double){1}, &(double){.7}, &(double){.25}));
    struct fpk_score score = fpk_score_exact(&mixture);
    static const char *const names[] = {"ddpm", "ddim", "annealed-langevin",
                                        "reverse-euler-maruyama", "probability-flow-euler"};
    enum { N = 100000 };
    struct fpk_points points;
    check_ok(fpk_points_init(&points, N, 1));
    for (int k = 0; k < 5; k++) {
        bool langevin = k == 2;
        struct fpk_plan plan =
            built(names[k], langevin ? "inner-steps" : "steps", langevin ? "2" : "11");
        double want_mean = 0, want = plan.start_std * plan.start_std, m = 0, v = 0;
        affine_law(&plan, .7, .25, &want_mean, &want);
        check_ok(fpk_sampler_run(&plan, &score, NULL, 20, 0, &points, 2));
        for (size_t i = 0; i < N; i++)
            m += points.x[i] / N;
        for (size_t i = 0; i < N; i++)
            v += (points.x[i] - m) * (points.x[i] - m) / (N - 1);
        check_close(m, want_mean, 5.2 * sqrt(want / N));
        check_close(v, want, 5.2 * want * sqrt(2. / N));
        fpk_plan_clear(&plan);
    }
    fpk_points_clear(&points);
    fpk_mixture_clear(&mixture);
}

static void test_two_noises_in_a_step_and_two_dimensions(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(
        fpk_mixture_init(&mixture, 2, 1, &(double){1}, (double[]){0, 0}, (double[]){1, 0, 0, 1}));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "noise", 1));
    struct fpk_instruction noise = {.op = FPK_MIX, .n_in = 1, .c = {0}, .noise = 1, .step = 6};
    check_ok(fpk_plan_add(&plan, noise));
    noise.c[0] = 10;
    check_ok(fpk_plan_add(&plan, noise));
    check_ok(fpk_plan_add(
        &plan, (struct fpk_instruction){.op = FPK_CLIP, .n_in = 1, .bound = 15, .step = 6}));
    struct fpk_points points;
    check_ok(fpk_points_init(&points, 40, 2));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 1, 0, &points, 1));
    for (uint32_t d = 0; d < 2; d++) {
        double z[2][40];
        for (uint32_t j = 0; j < 2; j++)
            fpk_normal_fill((struct fpk_stream){1, FPK_FOR_SAMPLER, 6, d, j}, 0, 40, z[j]);
        for (size_t i = 0; i < 40; i++) {
            double want = fmin(fmax(10 * z[0][i] + z[1][i], -15), 15);
            check_close(fpk_points_get(&points, i, d), want, 1e-14);
        }
    }
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

/* x <- 1e200 x + ... overflows in the second step for every particle; the smallest is named, at any
 * number of threads. */
static void test_failure_names_the_smallest(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 1, &(double){1}, &(double){0}, &(double){1}));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "wild", 1));
    for (uint64_t step = 0; step < 3; step++)
        check_ok(fpk_plan_add(
            &plan,
            (struct fpk_instruction){
                .op = FPK_MIX, .n_in = 1, .c = {1e200}, .level = {1, 0, .25}, .step = step}));
    struct fpk_points points;
    check_ok(fpk_points_init(&points, 9000, 1));
    for (int threads = 1; threads <= 3; threads++)
        check_refused(fpk_sampler_run(&plan, &score, NULL, 1, 4096, &points, threads), FPK_NUMERIC,
                      "step 1, particle 4096, level t = 0.25");
    fpk_points_clear(&points);
    check_ok(fpk_points_init(&points, 10, 2));
    check_refused(fpk_sampler_run(&plan, &score, NULL, 1, 0, &points, 1), FPK_USAGE,
                  "the score has 1 dimensions, the points have 2");
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

/* At alpha = 0 a score says nothing of the data; the refusal comes before any point is touched. */
static void test_head_that_is_not_known(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, 1, &(double){1}, &(double){0}, &(double){1}));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "blind", 1));
    check_ok(fpk_plan_add(
        &plan, (struct fpk_instruction){
                   .op = FPK_EVAL, .n_in = 1, .head = FPK_HEAD_V, .level = {0, 1, 1}, .step = 2}));
    struct fpk_points points;
    check_ok(fpk_points_init(&points, 10, 1));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 1, 0, &points, 1)); /* by the exact mean */
    points.x[0] = 7;
    score.mean = NULL;
    check_refused(fpk_sampler_run(&plan, &score, NULL, 1, 0, &points, 1), FPK_USAGE,
                  "sampler blind, step 2: head score does not give v at alpha = 0");
    check_same_bits(points.x[0], 7);
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits_do_not_depend_on_threads_or_shards),
        cmocka_unit_test(test_one_particle_by_hand),
        cmocka_unit_test(test_particles_have_the_law_of_their_scheme),
        cmocka_unit_test(test_two_noises_in_a_step_and_two_dimensions),
        cmocka_unit_test(test_failure_names_the_smallest),
        cmocka_unit_test(test_head_that_is_not_known),
    };
    return check_main(tests);
}
