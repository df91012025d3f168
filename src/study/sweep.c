/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/sweep.h"

#include "fpk/base/memory.h"
#include "fpk/law/probe.h"
#include "fpk/study/split.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static enum fpk_status by_law(const struct fpk_job *job, const struct fpk_law_options *options,
                              struct fpk_distances *d)
{
    struct fpk_law_pair pair = {0};
    struct fpk_law *law = NULL;
    FPK_TRY(fpk_job_law(job, options, &law));
    enum fpk_status status = fpk_law_read(law, &pair);
    struct fpk_side p = {.mixture = job->target}, q = fpk_law_side(&pair);
    if (status == FPK_OK)
        status = fpk_distance(&p, &q, d);
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    return status;
}

static enum fpk_status by_probe(const struct fpk_job *job, struct fpk_distances *d)
{
    struct fpk_probe probe = {0};
    struct fpk_mixture got = {0};
    double mean, variance, one = 1;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_probe_init(&probe, &job->plan, job->target,
                                        &(struct fpk_probe_options){.start = fpk_job_start(job)}));
    fpk_probe_mean(&probe, &mean, NULL);
    fpk_probe_covariance(&probe, &variance, NULL);
    FPK_TRY_DONE(status, fpk_mixture_init(&got, 1, 1, &one, &mean, &variance));
    struct fpk_side p = {.mixture = job->target}, q = {.mixture = &got};
    status = fpk_distance(&p, &q, d);
    d->w1.error += probe.error[0];
    d->w2.error += probe.error[0];
done:
    fpk_probe_clear(&probe);
    fpk_mixture_clear(&got);
    return status;
}

static struct fpk_number unknown(void)
{
    return (struct fpk_number){.value = NAN, .error = INFINITY, .reason = "not computed"};
}

enum fpk_status fpk_sweep_point(const struct fpk_job *job, const struct fpk_law_options *options,
                                struct fpk_sweep_point *out)
{
    *out = (struct fpk_sweep_point){.evaluations = fpk_plan_evaluations(&job->plan)};
    FPK_CHECK(job->target->dim == 1, FPK_USAGE,
              "the target has %zu dimensions; a sweep compares exact laws, which takes one",
              job->target->dim);
    enum fpk_status status = by_law(job, options, &out->d);
    if (status == FPK_USAGE && job->target->n == 1 && !job->own_score) {
        snprintf(out->reason, sizeof out->reason, "%s", fpk_message());
        status = by_probe(job, &out->d);
    }
    if (status == FPK_OK) {
        out->reason[0] = '\0';
        return FPK_OK;
    }
    if (out->reason[0] == '\0')
        snprintf(out->reason, sizeof out->reason, "%s", fpk_message());
    out->d = (struct fpk_distances){unknown(), unknown(), unknown(), unknown(), unknown()};
    fpk_message_clear();
    return FPK_OK;
}

/* Does the piece go on with the word before: key=value, or a number of its list? */
static bool goes_on(const char *piece, size_t n)
{
    size_t colon = strcspn(piece, ":"), equals = strcspn(piece, "=");
    if (equals < n && equals < colon)
        return true;
    return n > 0 && strchr("0123456789.+-", piece[0]) != NULL;
}

static enum fpk_status add_word(char **word, const char *from, size_t n)
{
    FPK_CHECK(n > 0, FPK_USAGE, "a sampler's name is missing before or after a comma");
    FPK_TRY(fpk_allocate(word, n + 1));
    memcpy(*word, from, n);
    return FPK_OK;
}

enum fpk_status fpk_sweep_words(const char *text, char ***words, size_t *n)
{
    size_t most = 1;
    enum fpk_status status = FPK_OK;
    for (const char *c = text; *c; c++)
        most += *c == ',';
    *n = 0;
    *words = NULL;
    FPK_TRY(fpk_allocate(words, most));
    for (const char *from = text; status == FPK_OK;) {
        const char *end = from + strcspn(from, ",");
        while (*end == ',' && goes_on(end + 1, strcspn(end + 1, ",")))
            end += 1 + strcspn(end + 1, ",");
        status = add_word(&(*words)[*n], from, (size_t)(end - from));
        *n += status == FPK_OK;
        if (*end == '\0')
            break;
        from = end + 1;
    }
    if (status != FPK_OK)
        fpk_sweep_words_free(words, *n);
    return status;
}

void fpk_sweep_words_free(char ***words, size_t n)
{
    for (size_t i = 0; *words && i < n; i++)
        fpk_release(&(*words)[i]);
    fpk_release(words);
}
