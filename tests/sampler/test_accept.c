/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "fpk/wiener/normal.h"

/* Data N(0, diag(1, 4)) in two dimensions, noised to alpha .8, sigma .6: variances 1, 2.92. The
 * proposal y = x/2 + .7 z: every particle by hand from the documented counters (the noise is draw 0
 * of the step, the uniform draw 1, component 0). */
static void test_every_particle_by_hand(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    check_ok(
        fpk_mixture_init(&mixture, 2, 1, &(double){1}, (double[]){0, 0}, (double[]){1, 0, 0, 4}));
    struct fpk_score score = fpk_score_exact(&mixture);
    struct fpk_level level = {.8, .6, 0};
    const double v[2] = {1, 2.92};
    struct fpk_plan plan;
    check_ok(fpk_plan_init(&plan, "accept", 4));
    const struct fpk_instruction list[] = {
        {.op = FPK_MIX, .out = 2, .n_in = 1, .c = {.5}, .step = 3},
        {.op = FPK_MIX, .out = 1, .n_in = 1, .in = {2}, .c = {1}, .noise = .7, .step = 3},
        {.op = FPK_MIX, .out = 3, .n_in = 1, .in = {1}, .c = {.5}, .step = 3},
        {.op = FPK_ACCEPT, .n_in = 4, .in = {1, 0, 2, 3}, .noise = .7, .level = level, .step = 3}};
    for (int i = 0; i < 4; i++)
        check_ok(fpk_plan_add(&plan, list[i]));
    enum { N = 1500 };
    struct fpk_points points;
    double x[2][N], z[2][N], u[N];
    check_ok(fpk_points_init(&points, N, 2));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 8, 0, &points, 2));
    for (uint32_t d = 0; d < 2; d++) {
        fpk_normal_fill((struct fpk_stream){8, FPK_FOR_START, 0, d, 0}, 0, N, x[d]);
        fpk_normal_fill((struct fpk_stream){8, FPK_FOR_SAMPLER, 3, d, 0}, 0, N, z[d]);
    }
    fpk_uniform_fill((struct fpk_stream){8, FPK_FOR_SAMPLER, 3, 0, 1}, 0, N, u);
    int moved = 0;
    for (size_t i = 0; i < N; i++) {
        double log_ratio = 0, y[2];
        for (int d = 0; d < 2; d++) {
            double here = x[d][i], to = y[d] = here / 2 + .7 * z[d][i];
            log_ratio += (here * here - to * to) / (2 * v[d]);
            log_ratio -= (pow(here - to / 2, 2) - pow(to - here / 2, 2)) / (2 * .49);
        }
        bool accept = u[i] <= fmin(1, exp(log_ratio));
        moved += accept;
        for (uint32_t d = 0; d < 2; d++)
            check_close(fpk_points_get(&points, i, d), accept ? y[d] : x[d][i], 1e-14);
    }
    check_between(moved, N / 2, N - 100); /* both happen */
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

static void test_a_score_without_density_is_refused(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    mixture_m1(&mixture);
    struct fpk_score score = fpk_score_exact(&mixture);
    score.log_pdf = NULL;
    struct fpk_plan plan = built("mala", "steps", "2");
    struct fpk_points points;
    check_ok(fpk_points_init(&points, 10, 1));
    check_refused(fpk_sampler_run(&plan, &score, NULL, 8, 0, &points, 2), FPK_USAGE,
                  "this score comes without one");
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

/* A density that is nowhere is not a rejection: the ratio 0/0 stops the run. */
static void nowhere(const struct fpk_level *level, size_t n, const double *x, double *out,
                    const void *ctx)
{
    (void)level, (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -INFINITY;
}

static void test_no_density_at_both_is_a_failure(void **state)
{
    (void)state;
    struct fpk_mixture mixture;
    mixture_m1(&mixture);
    struct fpk_score score = fpk_score_exact(&mixture);
    score.log_pdf = nowhere;
    struct fpk_plan plan = built("mala", "steps", "2");
    struct fpk_points points;
    check_ok(fpk_points_init(&points, 10, 1));
    check_refused(fpk_sampler_run(&plan, &score, NULL, 8, 40, &points, 2), FPK_NUMERIC,
                  "step 0, particle 40");
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&mixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_particle_by_hand),
        cmocka_unit_test(test_a_score_without_density_is_refused),
        cmocka_unit_test(test_no_density_at_both_is_a_failure),
    };
    return check_main(tests);
}
