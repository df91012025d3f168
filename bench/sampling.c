/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/sampling.py calls: one sampler on the exact score of two modes, behind flat functions,
 * so that C and Python contenders are timed in one process. */
#include "fpk/base/memory.h"
#include "fpk/sampler/sampler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sampling {
    struct fpk_mixture target;
    struct fpk_score score;
    struct fpk_plan plan;
    struct fpk_points points;
};

struct sampling *sampling_new(const char *name, const char *words, size_t n);
int sampling_run(struct sampling *s, uint64_t seed);
double *sampling_points(struct sampling *s);
size_t sampling_evaluations(const struct sampling *s);
const char *sampling_message(void);
void sampling_free(struct sampling *s);

/* "steps=50 spacing=leading" into values. */
static enum fpk_status set_words(struct fpk_values *values, const char *words)
{
    char copy[256], *save = NULL;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        char *equals = strchr(word, '=');
        FPK_CHECK(equals, FPK_USAGE, "\"%s\" is not key=value", word);
        *equals = '\0';
        FPK_TRY(fpk_values_set(values, word, equals + 1));
    }
    return FPK_OK;
}

static enum fpk_status make(struct sampling *s, const char *name, const char *words, size_t n)
{
    const double weight[] = {.3, .7}, mean[] = {-2, 1.5}, variance[] = {.09, .25};
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values = {0};
    FPK_TRY(fpk_sampler_find(name, &sampler));
    FPK_TRY(fpk_mixture_init(&s->target, 1, 2, weight, mean, variance));
    FPK_TRY(fpk_points_init(&s->points, n, 1));
    s->score = fpk_score_exact(&s->target);
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    FPK_TRY_DONE(status, set_words(&values, words));
    FPK_TRY_DONE(status, sampler->build(&s->plan, &values));
done:
    fpk_values_clear(&values);
    return status;
}

struct sampling *sampling_new(const char *name, const char *words, size_t n)
{
    struct sampling *s = calloc(1, sizeof *s);
    if (s && make(s, name, words, n) == FPK_OK)
        return s;
    sampling_free(s);
    return NULL;
}

int sampling_run(struct sampling *s, uint64_t seed)
{
    return fpk_sampler_run(&s->plan, &s->score, NULL, seed, 0, &s->points, 1) == FPK_OK;
}

double *sampling_points(struct sampling *s)
{
    return s->points.x;
}

size_t sampling_evaluations(const struct sampling *s)
{
    return fpk_plan_evaluations(&s->plan);
}

const char *sampling_message(void)
{
    return fpk_message();
}

void sampling_free(struct sampling *s)
{
    if (!s)
        return;
    fpk_plan_clear(&s->plan);
    fpk_points_clear(&s->points);
    fpk_mixture_clear(&s->target);
    free(s);
}
