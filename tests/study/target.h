/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several tests of the study layer need: targets, values of a sampler, jobs by words. */
#ifndef FPK_TESTS_STUDY_TARGET_H
#define FPK_TESTS_STUDY_TARGET_H

#include "../check.h"

#include "fpk/study/job.h"

#include <stdlib.h>

static inline struct fpk_mixture mixture_of(size_t n, const double *w, const double *m,
                                            const double *v)
{
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, n, w, m, v));
    return mixture;
}

static inline struct fpk_mixture mixture_g1(void)
{
    return mixture_of(1, (double[]){1}, (double[]){.7}, (double[]){.25});
}

static inline struct fpk_mixture mixture_m1(void)
{
    return mixture_of(2, (double[]){.3, .7}, (double[]){-2, 1.5}, (double[]){.09, .25});
}

/* "name" and "key=value key=value". */
static inline void values_of(struct fpk_values *values, const struct fpk_sampler **sampler,
                             const char *name, const char *options)
{
    char text[256], *rest = text;
    snprintf(text, sizeof text, "%s", options);
    check_ok(fpk_sampler_find(name, sampler));
    check_ok(fpk_values_init(values, (*sampler)->parameter, (*sampler)->n_parameter));
    for (char *pair; (pair = strtok_r(rest, " ", &rest)) != NULL;) {
        char *value = strchr(pair, '=');
        *value++ = '\0';
        check_ok(fpk_values_set(values, pair, value));
    }
}

static inline void job_of(struct fpk_job *job, const struct fpk_mixture *target, const char *name,
                          const char *options)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    values_of(&values, &sampler, name, options);
    check_ok(fpk_job_init(job, target, sampler, &values));
    fpk_values_clear(&values);
}

static const struct fpk_law_options one_thread = {.threads = 1};

#endif
