/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law --bound`: the variational bound of the chain, term by term. */
#include "law.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/study/bound.h"

#include <string.h>

/* What is asked is defined for. */
static enum fpk_status check(const struct fpk_job *job, const struct fpk_values *values)
{
    FPK_CHECK(strcmp(job->plan.name, "ddpm") == 0, FPK_USAGE,
              "--bound: the variational bound is that of ddpm's chain, and this is %s",
              job->plan.name);
    FPK_CHECK(!job->own_score, FPK_USAGE,
              "--bound is computed for the exact score; leave out --score-table and --clip");
    FPK_CHECK(!fpk_values_given(values, "start") || !job->own_start, FPK_USAGE,
              "--bound: its prior is the usual start; leave out --start");
    return FPK_OK;
}

static void answer_number(struct fpk_answer *a, const char *key, struct fpk_number number)
{
    fpk_answer_bounded(a, key, number.value, number.error);
}

/* One row per step, for scripts; on paper a thousand lines would hide the rest. */
static enum fpk_status answer_terms(struct fpk_answer *a, const struct fpk_bound *b)
{
    double *t = NULL;
    FPK_TRY(fpk_allocate(&t, b->n));
    for (size_t i = 0; i < b->n; i++)
        t[i] = b->now[i].t;
    fpk_answer_list(a, "bound.t", b->n, t, NULL);
    fpk_answer_list(a, "bound.variance", b->n, b->variance, NULL);
    fpk_answer_list(a, "bound.term", b->n - 1, b->step, NULL);
    fpk_release(&t);
    return FPK_OK;
}

enum fpk_status fpk_law_bound(struct fpk_answer *a, const struct fpk_job *job,
                              const struct fpk_values *values)
{
    const char *word = fpk_values_text(values, "reconstruction");
    enum fpk_bound_last last = strcmp(word, "usual") == 0  ? FPK_BOUND_USUAL
                               : strcmp(word, "beta") == 0 ? FPK_BOUND_BETA
                                                           : FPK_BOUND_OWN;
    struct fpk_bound b;
    FPK_TRY(check(job, values));
    FPK_TRY(fpk_bound_of_plan(&job->plan, job->target, FPK_BOUND_PLAN, last, &b));
    double bits = 1 / (fpk_log(2) * (double)b.dim);
    answer_number(a, "bound.prior", b.prior);
    answer_number(a, "bound.steps", b.steps);
    answer_number(a, "bound.reconstruction", b.reconstruction);
    answer_number(a, "bound.total", b.total);
    answer_number(a, "bound.entropy", b.entropy);
    fpk_answer_bounded(a, "bound.gap", b.total.value - b.entropy.value,
                       b.total.error + b.entropy.error);
    fpk_answer_bounded(a, "bound.bits_per_dim", bits * b.total.value, bits * b.total.error);
    fpk_answer_bounded(a, "bound.entropy_bits_per_dim", bits * b.entropy.value,
                       bits * b.entropy.error);
    fpk_answer_text(a, "bound.reconstruction_variance", word);
    enum fpk_status status = fpk_values_flag(values, "json") ? answer_terms(a, &b) : FPK_OK;
    fpk_bound_clear(&b);
    return status;
}
