/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "law.h"

#include "scheme.h"

#include "fpk/base/memory.h"

/* clang-format off */
#define KEYS(part) {part "kl_pq", part "kl_qp", part "tv", part "w1", part "w2"}
/* clang-format on */
static const char *const whole[5] = KEYS("");
static const char *const parts[4][5] = {KEYS("split.discretisation."),
                                        KEYS("split.initialisation."), KEYS("split.score."),
                                        KEYS("split.total.")};
static const char *const truncations[2][5] = {KEYS("truncation.cost."), KEYS("truncation.output.")};

static void answer_five(struct fpk_answer *a, const char *const key[5],
                        const struct fpk_distances *d, bool line)
{
    fpk_answer_found(a, key[0], d->kl_pq);
    fpk_answer_found(a, key[1], d->kl_qp);
    if (line) {
        fpk_answer_found(a, key[2], d->tv);
        fpk_answer_found(a, key[3], d->w1);
    }
    fpk_answer_found(a, key[4], d->w2);
}

void fpk_law_answer_distances(struct fpk_answer *a, const struct fpk_distances *d, bool line)
{
    answer_five(a, whole, d, line);
}

void fpk_law_answer_split(struct fpk_answer *a, const struct fpk_split *split, bool line)
{
    const struct fpk_distances *d[4] = {&split->discretisation, &split->initialisation,
                                        &split->score, &split->total};
    for (size_t k = 0; k < 4; k++)
        answer_five(a, parts[k], d[k], line);
}

void fpk_law_answer_truncation(struct fpk_answer *a, const struct fpk_truncation *t, bool line)
{
    fpk_answer_number(a, "truncation.alpha", t->level.alpha);
    fpk_answer_number(a, "truncation.sigma", t->level.sigma);
    answer_five(a, truncations[0], &t->cost, line);
    answer_five(a, truncations[1], &t->output, line);
}

static void answer_moments(struct fpk_answer *a, const struct fpk_law_moments *m)
{
    fpk_answer_bounded(a, "mean", m->mean, m->mean_error);
    fpk_answer_bounded(a, "variance", m->variance, m->variance_error);
    fpk_answer_bounded(a, "mass", m->mass, m->mass_error);
}

static enum fpk_status answer_at(struct fpk_answer *a, const struct fpk_law *law,
                                 const struct fpk_values *values)
{
    double *x = NULL, *found = NULL;
    size_t n = 0;
    enum fpk_status status;
    if (!fpk_values_has(values, "at"))
        return FPK_OK;
    FPK_TRY(fpk_values_reals(values, "at", &x, &n));
    FPK_TRY_DONE(status, fpk_allocate(&found, 4 * n));
    FPK_TRY_DONE(status, fpk_law_at(law, n, x, found, found + n, found + 2 * n, found + 3 * n));
    fpk_answer_list(a, "x", n, x, NULL);
    fpk_answer_column(a, "p", n, found, found + n);
    fpk_answer_column(a, "cdf", n, found + 2 * n, found + 3 * n);
done:
    fpk_release(&x);
    fpk_release(&found);
    return status;
}

enum fpk_status fpk_law_answer(struct fpk_answer *a, const struct fpk_law *law,
                               const struct fpk_values *values)
{
    struct fpk_law_moments moments;
    FPK_TRY(fpk_law_moments(law, &moments));
    answer_moments(a, &moments);
    return answer_at(a, law, values);
}

static enum fpk_status answer_split(struct fpk_answer *a, const struct fpk_job *job,
                                    const struct fpk_law_options *options,
                                    const struct fpk_law_pair *used)
{
    struct fpk_split split;
    FPK_TRY(fpk_job_split(job, options, used, &split));
    fpk_law_answer_split(a, &split, true);
    return FPK_OK;
}

static enum fpk_status answer_truncation(struct fpk_answer *a, const struct fpk_job *job,
                                         const struct fpk_law_pair *used)
{
    struct fpk_truncation t;
    FPK_TRY(fpk_job_truncation(job, used, &t));
    fpk_law_answer_truncation(a, &t, true);
    return FPK_OK;
}

/* Distances of the output to the target, and their parts where they are wanted. */
static enum fpk_status answer_density(struct fpk_answer *a, const struct fpk_job *job,
                                      const struct fpk_values *values,
                                      const struct fpk_law_pair *used)
{
    struct fpk_law_options options = fpk_law_options_of(values);
    struct fpk_side p = {.mixture = job->target}, q = fpk_law_side(used);
    struct fpk_distances d;
    FPK_TRY(fpk_distance(&p, &q, &d));
    fpk_law_answer_distances(a, &d, true);
    if (fpk_values_flag(values, "split"))
        FPK_TRY(answer_split(a, job, &options, used));
    return fpk_job_truncated(job) ? answer_truncation(a, job, used) : FPK_OK;
}

enum fpk_status fpk_law_on_line(struct fpk_answer *a, const struct fpk_job *job,
                                const struct fpk_values *values)
{
    struct fpk_law_options options = fpk_law_options_of(values);
    struct fpk_law_pair used = {0};
    struct fpk_law *law = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_job_law(job, &options, &law));
    FPK_TRY_DONE(status, fpk_law_read(law, &used));
    FPK_TRY_DONE(status, answer_density(a, job, values, &used));
    status = fpk_law_answer(a, law, values);
done:
    fpk_law_pair_clear(&used);
    fpk_law_end(&law);
    return status;
}
