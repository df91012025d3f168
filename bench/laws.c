/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/laws.py calls: the exact law of a sampler on the target
 * .3 N(-2, .09) + .7 N(1.5, .25), its density at given points, on one thread. */
#include "fpk/law/law.h"
#include "fpk/sampler/sampler.h"

#include <stdio.h>
#include <string.h>

static enum fpk_status build(struct fpk_plan *plan, const char *name, const char *options)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    char text[256], *rest = text;
    snprintf(text, sizeof text, "%s", options);
    FPK_TRY(fpk_sampler_find(name, &sampler));
    FPK_TRY(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    enum fpk_status status = FPK_OK;
    for (char *pair; status == FPK_OK && (pair = strtok_r(rest, ",", &rest)) != NULL;) {
        char *value = strchr(pair, '=');
        *value++ = '\0';
        status = fpk_values_set(&values, pair, value);
    }
    if (status == FPK_OK)
        status = sampler->build(plan, &values);
    fpk_values_clear(&values);
    return status;
}

static enum fpk_status run(const char *name, const char *options, double spacing, size_t n,
                           const double *x, double *pdf, double *cdf)
{
    static const double w[2] = {.3, .7}, mean[2] = {-2, 1.5}, variance[2] = {.09, .25};
    struct fpk_mixture target = {0};
    struct fpk_plan plan = {0};
    struct fpk_law *law = NULL;
    struct fpk_law_options law_options = {
        .spacing = spacing, .outside = spacing > 0 ? 1e-12 : 0, .threads = 1};
    enum fpk_status status;
    FPK_TRY(fpk_mixture_init(&target, 1, 2, w, mean, variance));
    struct fpk_score score = fpk_score_exact(&target);
    FPK_TRY_DONE(status, build(&plan, name, options));
    FPK_TRY_DONE(status, fpk_law_of_plan(&law, &plan, &score, NULL, &law_options, NULL, NULL));
    status = fpk_law_at(law, n, x, pdf, NULL, cdf, NULL);
done:
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&target);
    return status;
}

/* 0, or 1 with the sentence on stderr. pdf, cdf [n]. spacing 0: the default. */
int laws_run(const char *name, const char *options, double spacing, size_t n, const double *x,
             double *pdf, double *cdf);
int laws_run(const char *name, const char *options, double spacing, size_t n, const double *x,
             double *pdf, double *cdf)
{
    if (run(name, options, spacing, n, x, pdf, cdf) == FPK_OK)
        return 0;
    fprintf(stderr, "laws: %s\n", fpk_message());
    return 1;
}
