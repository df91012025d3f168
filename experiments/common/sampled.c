/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sampled.h"

#include "fpk/sampler/sampler.h"
#include "fpk/study/method.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

enum fpk_status fpk_common_plan(struct fpk_plan *plan, const char *sampler, const char *options,
                                ...)
{
    struct fpk_method method = {0};
    char text[512];
    va_list args;
    va_start(args, options);
    int length = vsnprintf(text, sizeof text, options, args);
    va_end(args);
    FPK_CHECK(length < (int)sizeof text, FPK_USAGE, "options of %s are too long", sampler);
    FPK_TRY(fpk_method_parse(&method, sampler));
    enum fpk_status status = fpk_method_set(&method, text);
    if (status == FPK_OK)
        status = method.sampler->build(plan, &method.values);
    fpk_method_clear(&method);
    return status;
}

void fpk_sampled_clear(struct fpk_sampled *sampled)
{
    fpk_plan_clear(&sampled->plan);
    fpk_law_pair_clear(&sampled->law);
    fpk_points_clear(&sampled->points);
}

enum fpk_status fpk_sampled_law(struct fpk_sampled *sampled, struct fpk_plan *plan,
                                const struct fpk_mixture *target, const struct fpk_score *score,
                                const struct fpk_start *start)
{
    struct fpk_law *law = NULL;
    enum fpk_status status;
    sampled->plan = *plan;
    *plan = (struct fpk_plan){0};
    sampled->evaluations = fpk_plan_evaluations(&sampled->plan);
    FPK_TRY_DONE(status, fpk_law_of_plan(&law, &sampled->plan, score, start, NULL, NULL, NULL));
    FPK_TRY_DONE(status, fpk_law_density(law, &sampled->law));
    struct fpk_side p = {.mixture = target};
    struct fpk_side q = {.fine = &sampled->law.fine, .coarse = &sampled->law.coarse};
    status = fpk_distance(&p, &q, &sampled->error);
done:
    fpk_law_end(&law);
    return status;
}

enum fpk_status fpk_sampled_particles(struct fpk_sampled *sampled, const struct fpk_score *score,
                                      const struct fpk_start *start, size_t n, uint64_t seed)
{
    FPK_TRY(fpk_points_init(&sampled->points, n, 1));
    FPK_TRY(fpk_sampler_run(&sampled->plan, score, start, seed, 0, &sampled->points, 0));
    return fpk_chi_square_pair(&sampled->law.fine, &sampled->law.coarse, &sampled->points,
                               &sampled->test);
}

uint64_t fpk_common_seed(const struct fpk_run *run, uint64_t number)
{
    return fpk_run_seed(run) + number * 0x9E3779B97F4A7C15u;
}

void fpk_family_add(struct fpk_family *family, const struct fpk_chi_square *test,
                    const char *format, ...)
{
    va_list args;
    assert(family->n < FPK_FAMILY_MAX);
    va_start(args, format);
    vsnprintf(family->what[family->n], sizeof family->what[0], format, args);
    va_end(args);
    family->test[family->n++] = *test;
}

enum fpk_status fpk_family_judge(const struct fpk_family *family, struct fpk_run *run)
{
    struct fpk_verdict verdict[FPK_FAMILY_MAX];
    FPK_TRY(fpk_verdict_exact(family->n, family->test, FPK_FAMILY_ALPHA, verdict));
    for (size_t i = 0; i < family->n; i++)
        FPK_TRY(fpk_run_verdict(run, family->what[i], &verdict[i]));
    return FPK_OK;
}

enum fpk_status fpk_common_deterministic(struct fpk_run *run, const char *distance, double d,
                                         double e1, double e2, const char *format, ...)
{
    char what[128];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    struct fpk_verdict verdict =
        fpk_verdict_deterministic(distance, d, e1, e2, FPK_DETERMINISTIC_CAP);
    return fpk_run_verdict(run, what, &verdict);
}

enum fpk_status fpk_common_approximate(struct fpk_run *run, const char *distance, size_t n,
                                       const double *dt, const double *d, const char *format, ...)
{
    char what[128];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    struct fpk_verdict verdict = fpk_verdict_approximate(distance, n, dt, d);
    return fpk_run_verdict(run, what, &verdict);
}

enum fpk_status fpk_common_array(struct fpk_record *record, const char *path, const char *axis,
                                 size_t n, const double *value, const char *unit,
                                 const char *long_name)
{
    const struct fpk_array array = {path, 1, {n}, {axis}, value, unit, long_name};
    return fpk_record_array(record, &array);
}

enum fpk_status fpk_common_law(struct fpk_record *record, const char *group,
                               const struct fpk_density *law)
{
    char x[96], pdf[96];
    snprintf(x, sizeof x, "%s/x", group);
    snprintf(pdf, sizeof pdf, "%s/pdf", group);
    FPK_TRY(fpk_record_axis(record, x, law->n, law->x, "1", "nodes of the law"));
    return fpk_common_array(record, pdf, x, law->n, law->pdf, "1", "density of the law");
}
