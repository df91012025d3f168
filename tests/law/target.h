/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several tests of the law need: plans by name, targets, and their distances. */
#ifndef FPK_TESTS_LAW_TARGET_H
#define FPK_TESTS_LAW_TARGET_H

#include "../check.h"

#include "fpk/compare/distance.h"
#include "fpk/law/law.h"
#include "fpk/sampler/sampler.h"

/* "name" and "key=value,key=value" -> plan. */
static inline void build_plan(struct fpk_plan *plan, const char *name, const char *options)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    char text[256], *rest = text;
    snprintf(text, sizeof text, "%s", options);
    check_ok(fpk_sampler_find(name, &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    for (char *pair; (pair = strtok_r(rest, ",", &rest)) != NULL;) {
        char *value = strchr(pair, '=');
        *value++ = '\0';
        check_ok(fpk_values_set(&values, pair, value));
    }
    check_ok(sampler->build(plan, &values));
    fpk_values_clear(&values);
}

/* Threads that wait for a busy machine burn time; the bits are the same (test_bits). */
static const struct fpk_law_options one_thread = {.threads = 1};

static inline struct fpk_mixture mixture_of(size_t n, const double *w, const double *m,
                                            const double *v)
{
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 1, n, w, m, v));
    return mixture;
}

static inline struct fpk_mixture mixture_m1(void)
{
    return mixture_of(2, (double[]){.3, .7}, (double[]){-2, 1.5}, (double[]){.09, .25});
}

static inline void law_distances(const struct fpk_plan *plan, const struct fpk_mixture *target,
                                 const struct fpk_law_options *options, struct fpk_distances *out,
                                 struct fpk_law_moments *moments)
{
    struct fpk_score score = fpk_score_exact(target);
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair;
    check_ok(fpk_law_of_plan(&law, plan, &score, NULL, options, NULL, NULL));
    check_ok(fpk_law_moments(law, moments));
    check_ok(fpk_law_density(law, &pair));
    struct fpk_side p = {.mixture = target}, q = {.fine = &pair.fine, .coarse = &pair.coarse};
    check_ok(fpk_distance(&p, &q, out));
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
}

#endif
