/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "fpk/sampler/ddpm.h"

#include <stdlib.h>

static void test_against_the_papers_form(void **state)
{
    (void)state;
    struct fpk_mixture m1, narrow;
    mixture_m1(&m1);
    check_ok(fpk_mixture_init(&narrow, 1, 3, (double[]){.5, .25, .25}, (double[]){0, 1, -3},
                              (double[]){4, 1e-4, .01}));
    FILE *file = fopen(FPK_TEST_DATA "/posterior_variance.txt", "r");
    check_true(file != NULL);
    char line[256], target[16], want[32];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        struct fpk_level level = {0};
        double got;
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%15s %lf %lf %31s", target, &level.alpha, &level.sigma, want), 4);
        check_ok(fpk_ddpm_data_variance(strcmp(target, "M1") == 0 ? &m1 : &narrow, level, &got));
        check_relative(got, strtod(want, NULL), 1e-11);
        rows++;
    }
    fclose(file);
    check_equal(rows, 12);
    fpk_mixture_clear(&m1);
    fpk_mixture_clear(&narrow);
}

/* One Gaussian in several dimensions: the mean over the axes of v sigma^2/(alpha^2 v + sigma^2).
 * One that is written as two equal halves goes by quadrature. */
static void test_a_gaussian(void **state)
{
    (void)state;
    struct fpk_mixture space, halves;
    struct fpk_level level = {.8, .6, 0};
    double got;
    check_ok(
        fpk_mixture_init(&space, 2, 1, &(double){1}, (double[]){3, 4}, (double[]){2, 1, 1, 2}));
    check_ok(fpk_ddpm_data_variance(&space, level, &got));
    check_relative(got, .5 * (3 * .36 / (.64 * 3 + .36) + .36), 1e-14);
    check_ok(fpk_mixture_init(&halves, 1, 2, (double[]){.5, .5}, (double[]){7, 7},
                              (double[]){.25, .25}));
    check_ok(fpk_ddpm_data_variance(&halves, level, &got));
    check_relative(got, .25 * .36 / (.64 * .25 + .36), 1e-13);
    fpk_mixture_clear(&space);
    fpk_mixture_clear(&halves);
}

/* Components that are far apart know which of them x came from: V is the mean of theirs. */
static void test_far_components(void **state)
{
    (void)state;
    struct fpk_mixture far;
    struct fpk_level level = {.8, .6, 0};
    double got;
    check_ok(
        fpk_mixture_init(&far, 1, 2, (double[]){.4, .6}, (double[]){-1e6, 1e9}, (double[]){1, 9}));
    check_ok(fpk_ddpm_data_variance(&far, level, &got));
    check_relative(got, .4 * .36 + .6 * 9 * .36 / (.64 * 9 + .36), 1e-9);
    fpk_mixture_clear(&far);
    check_ok(fpk_mixture_init(&far, 2, 2, (double[]){.4, .6}, (double[]){0, 0, 1, 1},
                              (double[]){1, 0, 0, 1, 1, 0, 0, 1}));
    check_refused(fpk_ddpm_data_variance(&far, level, &got), FPK_USAGE,
                  "2 components in 2 dimensions");
    fpk_mixture_clear(&far);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_the_papers_form),
        cmocka_unit_test(test_a_gaussian),
        cmocka_unit_test(test_far_components),
    };
    return check_main(tests);
}
