/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sampler/ddpm.h"

#include "fpk/base/memory.h"
#include "reverse_priv.h"
#include "table_priv.h"

#include <math.h>
#include <string.h>

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS,
    {"variance", FPK_CHOICE, "small", 0, 0, "small|large|analytic|custom", NULL,
     "variance of a step: small (1-P)/(1-A) (1-A/P), large 1-A/P, analytic: the best for these "
     "data, custom: --variances",
     false},
    {"variances", FPK_REALS, NULL, 0, 0, NULL, "x^2",
     "variance of each step, from the first, for --variance custom", false},
    FPK_LAST_NOISE(NULL),
};

static bool is(const struct fpk_values *values, const char *variance)
{
    return strcmp(fpk_values_text(values, "variance"), variance) == 0;
}

/* --variances as one number for each step, moved to *variance. */
static enum fpk_status read_custom(const struct fpk_path *path, const struct fpk_values *values,
                                   double **variance)
{
    size_t n;
    FPK_CHECK(fpk_values_has(values, "variances"), FPK_USAGE,
              "ddpm: --variance custom needs --variances with %zu numbers, one for each step",
              path->n);
    FPK_TRY(fpk_values_reals(values, "variances", variance, &n));
    FPK_CHECK(n == path->n, FPK_USAGE,
              "ddpm: --variances has %zu numbers, and there are %zu steps; give one for each", n,
              path->n);
    for (size_t i = 0; i < n; i++)
        FPK_CHECK((*variance)[i] >= 0, FPK_USAGE,
                  "ddpm: variance %zu of --variances is %.10g; it cannot be negative", i,
                  (*variance)[i]);
    return FPK_OK;
}

/* *variance [path->n], owned by the caller. */
static enum fpk_status variances(const struct fpk_path *path, const struct fpk_values *values,
                                 const struct fpk_mixture *target, double **variance)
{
    FPK_CHECK(is(values, "custom") || !fpk_values_has(values, "variances"), FPK_USAGE,
              "ddpm: --variances is read with --variance custom only");
    if (is(values, "custom"))
        return read_custom(path, values, variance);
    FPK_TRY(fpk_allocate(variance, path->n));
    if (is(values, "analytic")) {
        FPK_CHECK(target, FPK_USAGE,
                  "ddpm: --variance analytic depends on the data, and the table is asked for "
                  "without any; name a target, or give --variance custom --variances");
        return fpk_ddpm_analytic_variances(target, path, *variance);
    }
    for (size_t i = 0; i < path->n; i++)
        (*variance)[i] =
            is(values, "small") ? fpk_reverse_ancestral(path, i).variance : path->drop[i];
    return FPK_OK;
}

/* Ho et al. equations 6, 7, 11 for a path that skips times: beta becomes 1 - A/P, and with
 * eps = -sqrt(1-A) score the mean (x - beta eps/sqrt(1-A))/sqrt(1-beta) is
 *     (x + beta score)/sqrt(1-beta);
 * on other paths A/P is (alpha_now/alpha_next)^2, 1-P and 1-A are sigma^2, and beta the variance
 * between. */
static enum fpk_status add_steps(struct fpk_plan *plan, const struct fpk_path *path,
                                 const struct fpk_values *values, const double *variance)
{
    bool own = is(values, "analytic") || is(values, "custom");
    bool last = fpk_last_noise(values, own || path->level[path->n].sigma > 0);
    for (size_t i = 0; i < path->n; i++) {
        struct fpk_reverse_row row = fpk_reverse_ancestral(path, i);
        row.variance = variance[i];
        FPK_TRY(fpk_reverse_add(plan, path, i, row, last || i + 1 < path->n));
    }
    return FPK_OK;
}

static enum fpk_status build_for(struct fpk_plan *plan, const struct fpk_values *values,
                                 const struct fpk_mixture *target)
{
    struct fpk_path path = {0};
    double *variance = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_plan_init(plan, "ddpm", 2));
    FPK_TRY_DONE(status, fpk_path_init(&path, values, false));
    fpk_table_start(plan, &path);
    FPK_TRY_DONE(status, variances(&path, values, target, &variance));
    status = add_steps(plan, &path, values, variance);
done:
    fpk_path_clear(&path);
    fpk_release(&variance);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    return build_for(plan, values, NULL);
}

static const struct fpk_sampler_claim claim[] = {
    {"schedule=vp variance=small", "uniform", 1, false, 1},
    {"schedule=vp variance=large", "uniform", 1, false, 1},
};

const struct fpk_sampler fpk_sampler_ddpm = {
    .name = "ddpm",
    .sentence = "ancestral sampling of the noised chain, in four variances; the last step adds no "
                "noise but with the analytic and custom ones",
    .citation = "Ho, Jain & Abbeel 2020, arXiv:2006.11239, algorithm 2; Bao, Li, Zhu & Zhang 2022, "
                "arXiv:2201.06503",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
    .build_for = build_for,
};
