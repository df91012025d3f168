/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds a sampler to its rows of tests/data/stochastic_gaussian.txt. */
#ifndef FPK_TESTS_SAMPLER_KNOWN_H
#define FPK_TESTS_SAMPLER_KNOWN_H

#include "affine.h"
#include "build.h"

#include <stdlib.h>

/* "steps=7,times=.9/.5": pairs to set; '/' stands for ',' in lists. The analytic variance of ddpm
 * is that of the data N(.7, .25). */
static inline void build_row(struct fpk_plan *plan, const char *name, char *options)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    struct fpk_mixture data;
    mixture_gaussian(&data, .7, .25);
    check_ok(fpk_sampler_find(name, &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    for (char *pair = strtok(options, ","); pair; pair = strtok(NULL, ",")) {
        char *value = strchr(pair, '=');
        *value++ = '\0';
        for (char *c = value; *c; c++)
            *c = *c == '/' ? ',' : *c;
        check_ok(fpk_values_set(&values, pair, value));
    }
    check_ok(fpk_sampler_build(sampler, plan, &values, &data));
    fpk_values_clear(&values);
    fpk_mixture_clear(&data);
}

/* Mean and variance within `tolerance`, relative to the larger of 1 and themselves; every row with
 * this name, `want` of them. */
static inline void check_known(const char *sampler, int want, double tolerance)
{
    FILE *file = fopen(FPK_TEST_DATA "/stochastic_gaussian.txt", "r");
    check_true(file != NULL);
    char line[1024], name[32], options[512], mean[32], variance[32];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %511s %31s %31s", name, options, mean, variance), 4);
        if (strcmp(name, sampler) != 0)
            continue;
        struct fpk_plan plan;
        build_row(&plan, name, options);
        double m = 0, v = plan.start_std * plan.start_std;
        affine_law(&plan, .7, .25, &m, &v);
        double want_m = strtod(mean, NULL), want_v = strtod(variance, NULL);
        check_close(m, want_m, tolerance * fmax(1, fabs(want_m)));
        check_close(v, want_v, tolerance * fmax(1, want_v));
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    check_equal(rows, want);
}

/* Every schedule, spacing and number of steps with one choice of the method's own options: a plan
 * with finite numbers, or a refusal that is a sentence. Returns how many were built. */
static inline int sweep(const char *name, const char *option, const char *value)
{
    static const char *const spacings[] = {"leading", "linspace", "trailing",   "uniform",
                                           "logsnr",  "karras",   "exponential"};
    static const char *const schedules[] = {
        "linear", "scaled-linear", "cosine", "sigmoid", "exponential",
        "vp",     "sub-vp",        "ve",     "edm",     "flow"};
    const struct fpk_sampler *sampler = NULL;
    int built = 0;
    check_ok(fpk_sampler_find(name, &sampler));
    for (size_t j = 0; j < 10 * 7 * 40; j++) {
        struct fpk_values values;
        struct fpk_plan plan;
        char steps[8];
        snprintf(steps, sizeof steps, "%zu", 1 + j % 40);
        check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
        check_ok(fpk_values_set(&values, "steps", steps));
        if (option)
            check_ok(fpk_values_set(&values, option, value));
        bool known = fpk_values_set(&values, "schedule", schedules[j / 280]) == FPK_OK &&
                     fpk_values_set(&values, "spacing", spacings[j / 40 % 7]) == FPK_OK;
        enum fpk_status status = known ? sampler->build(&plan, &values) : FPK_USAGE;
        if (status == FPK_OK) {
            double m = 0, v = plan.start_std * plan.start_std;
            affine_law(&plan, .7, .25, &m, &v);
            check_true(isfinite(m) && isfinite(v) && v >= 0);
            fpk_plan_clear(&plan);
            built++;
        } else {
            check_true(status == FPK_USAGE && strlen(fpk_message()) > 20);
        }
        fpk_values_clear(&values);
    }
    return built;
}

/* W2 on the four-eigenvalue Gaussian, each axis apart, against a column (1, 2) of the table. */
static inline void check_four_eigenvalues(const char *sampler, int column)
{
    static const double v[] = {4, 1, .25, .01};
    FILE *file = fopen(FPK_TEST_DATA "/four_eigenvalues.txt", "r");
    check_true(file != NULL);
    char line[128], steps[16];
    int points, rows = 0;
    double want[3];
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%d %lf %lf", &points, &want[1], &want[2]), 3);
        snprintf(steps, sizeof steps, "%d", points - 1);
        struct fpk_plan plan = built(sampler, "schedule", "vp", "steps", steps);
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            double mean = 0, variance = 1;
            affine_law(&plan, 0, v[k], &mean, &variance);
            sum += pow(sqrt(variance) - sqrt(v[k]), 2);
        }
        check_relative(sqrt(sum), want[column], 1e-10);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    check_equal(rows, 4);
}

#endif
