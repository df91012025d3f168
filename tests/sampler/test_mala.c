/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "fpk/compare/chi_square.h"

#include <stdlib.h>

enum { N = 100000 };

static void cdf_of(size_t n, const double *x, double *cdf, double *tail, const void *ctx)
{
    fpk_mixture_cdf(ctx, n, x, cdf);
    fpk_mixture_tail(ctx, n, x, tail);
}

/* p-value of the hypothesis that `points` come from `law`, 49 cells. */
static double p_value(const struct fpk_mixture *law, const struct fpk_points *points)
{
    struct fpk_cells cells;
    struct fpk_chi_square found;
    check_ok(fpk_cells_of_cdf(&cells, cdf_of, law, -9, 9, 49));
    check_ok(fpk_chi_square_test(&cells, points, 0, &found));
    fpk_cells_clear(&cells);
    return found.p_value;
}

/* Started in the target, N particles are still in it after 30 steps of .2, where ula is far off:
 * it takes a fault of chi distance .0361 (fpk_chi_square_detects) to be found with probability
 * .999. False alarm 1e-6. At level sigma .5 the noised data are stationary. */
static void test_the_target_is_stationary(void **state)
{
    (void)state;
    static const char *const sigmas[] = {"0", "0.5"};
    for (int k = 0; k < 2; k++) {
        struct fpk_mixture data, noised;
        struct fpk_points points;
        struct fpk_start start = {.kind = FPK_START_MIXTURE};
        mixture_m1(&data);
        struct fpk_level level = {1, k * .5, 0};
        check_ok(fpk_mixture_diffuse(&data, level, &noised));
        check_ok(fpk_mixture_diffuse(&data, level, &start.mixture));
        struct fpk_score score = fpk_score_exact(&data);
        check_ok(fpk_points_init(&points, N, 1));
        static const char *const names[] = {"mala", "ula"};
        for (int j = 0; j < 2; j++) {
            struct fpk_plan plan =
                built(names[j], "steps", "30", "step", "0.2", "level-sigma", sigmas[k]);
            check_ok(fpk_sampler_run(&plan, &score, &start, 6, 0, &points, 2));
            double p = p_value(&noised, &points);
            check_between(p, j ? 0 : 1e-6, j ? 1e-12 : 1);
            fpk_plan_clear(&plan);
        }
        fpk_points_clear(&points);
        fpk_start_clear(&start);
        fpk_mixture_clear(&noised);
        fpk_mixture_clear(&data);
    }
}

/* And reached: on N(.7, .25) from N(0, 1), 60 steps of .2. False alarm 1e-6. */
static void test_the_target_is_reached(void **state)
{
    (void)state;
    struct fpk_mixture data;
    struct fpk_points points;
    mixture_gaussian(&data, .7, .25);
    struct fpk_score score = fpk_score_exact(&data);
    struct fpk_plan plan = built("mala", "steps", "60", "step", "0.4", "step-convention", "half");
    check_ok(fpk_points_init(&points, N, 1));
    check_ok(fpk_sampler_run(&plan, &score, NULL, 7, 0, &points, 2));
    check_between(p_value(&data, &points), 1e-6, 1);
    fpk_points_clear(&points);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&data);
}

/* The share of particles that one step from the target moves, against quadrature. Bound 5.2
 * standard deviations of a share: false alarm 2e-7 for each of the 5 rows. */
static void test_acceptance_rate(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/mala_acceptance.txt", "r");
    check_true(file != NULL);
    char line[256], target[8], sigma[16], step[16], want_text[32];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%7s %15s %15s %31s", target, sigma, step, want_text), 4);
        double want = strtod(want_text, NULL);
        struct fpk_mixture data;
        if (strcmp(target, "M1") == 0)
            mixture_m1(&data);
        else
            mixture_gaussian(&data, .7, .25);
        struct fpk_start start = {.kind = FPK_START_MIXTURE};
        struct fpk_level level = {1, strtod(sigma, NULL), 0};
        check_ok(fpk_mixture_diffuse(&data, level, &start.mixture));
        struct fpk_score score = fpk_score_exact(&data);
        struct fpk_plan plan = built("mala", "steps", "1", "step", step, "level-sigma", sigma);
        struct fpk_points before, after;
        check_ok(fpk_points_init(&before, N, 1));
        check_ok(fpk_points_init(&after, N, 1));
        check_ok(fpk_start_sample(&start, 9, 0, &before));
        check_ok(fpk_sampler_run(&plan, &score, &start, 9, 0, &after, 2));
        double moved = 0;
        for (size_t i = 0; i < N; i++)
            moved += before.x[i] != after.x[i];
        check_close(moved / N, want, 5.2 * sqrt(want * (1 - want) / N));
        fpk_points_clear(&before);
        fpk_points_clear(&after);
        fpk_plan_clear(&plan);
        fpk_start_clear(&start);
        fpk_mixture_clear(&data);
        rows++;
    }
    fclose(file);
    check_equal(rows, 5);
}

/* On N(m, s^2) the rate is 1 - (2/pi) arcsin rho, rho the correlation of y - x and y + x, because
 * the ratio is below 1 where y^2 > x^2: the table against it. */
static void test_acceptance_of_a_gaussian(void **state)
{
    (void)state;
    static const double steps[] = {.1, .5}, table[] = {.9432101, .5};
    for (int k = 0; k < 2; k++) {
        double a = steps[k], s2 = .25, rise = a * a / s2;
        double rho = rise / sqrt((rise + 2 * a) * (4 * s2 - 2 * a + rise));
        check_close(1 - 2 / acos(-1) * asin(fmin(rho, 1)), table[k], 1e-7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_target_is_stationary),
        cmocka_unit_test(test_the_target_is_reached),
        cmocka_unit_test(test_acceptance_rate),
        cmocka_unit_test(test_acceptance_of_a_gaussian),
    };
    return check_main(tests);
}
