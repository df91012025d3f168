/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs: particles of every sampler that has a law, against that law, by the exact-pair rule
 * (docs/verdicts.md), on five targets on the line.
 *
 *     evidence_pairs [full] [SAMPLER]
 *
 * Settings of a sampler: its defaults, every claim, and every value of every option of its own,
 * one at a time. The family (all targets, settings and seeds of one sampler) is tested by Holm at
 * 1e-6. Full: 20 seeds from 960000 on, n = 100000, five targets; else one seed, n = 20000,
 * options on the first target, claims on the second. What a law cannot be said of is counted, with
 * its sentence. */
#include "settings.h"

#include "fpk/base/memory.h"
#include "fpk/compare/verdict.h"
#include "fpk/law/law.h"
#include "fpk/law/probe.h"
#include "fpk/score/score.h"
#include "fpk/study/split.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS = 40, TARGETS = 5, ROOM = 200000, STEPS = 12 };
#define FIRST_SEED 960000

struct pairs {
    bool full;
    size_t seeds, n;
    const struct fpk_sampler *sampler;
    struct fpk_chi_square *test; /* [ROOM] */
    size_t tests, settings, folded, probed, without_law, faults;
    char reason[256];
};

struct shape {
    const char *name;
    size_t n;
    double weight[4], mean[4], variance[4];
};

static const struct shape shapes[TARGETS] = {
    {"two modes", 2, {.3, .7}, {-2, 1.5}, {.09, .25}},
    {"one mode", 1, {1}, {.7}, {.25}},
    {"wide and narrow", 2, {.5, .5}, {0, .4}, {1.44, .01}},
    {"four modes", 4, {.1, .2, .3, .4}, {-3, -1, .5, 2.5}, {.04, .2, .1, .3}},
    {"far away", 2, {.6, .4}, {4, 5.5}, {.3, .2}},
};

/* Whatever the law is known by: two densities or the branches of a folded line, or the normal that
 * a probe gives. */
struct known {
    struct fpk_law_pair pair;
    struct fpk_mixture normal;
    struct fpk_side side; /* borrows them */
};

static void known_clear(struct known *known)
{
    fpk_law_pair_clear(&known->pair);
    fpk_mixture_clear(&known->normal);
}

static enum fpk_status law_of(const struct fpk_plan *plan, const struct fpk_score *score,
                              struct known *known)
{
    struct fpk_law *law = NULL;
    FPK_TRY(fpk_law_of_plan(&law, plan, score, NULL, NULL, NULL, NULL));
    enum fpk_status status = fpk_law_read(law, &known->pair);
    known->side = fpk_law_side(&known->pair);
    fpk_law_end(&law);
    return status;
}

/* A chain that remembers has no law in x alone, but on Gaussian data its output is a normal. */
static enum fpk_status probe(const struct fpk_plan *plan, const struct fpk_mixture *data,
                             struct known *known)
{
    struct fpk_probe found = {0};
    const double one = 1;
    double mean, variance;
    if (data->n != 1)
        return FPK_USAGE; /* the law's own sentence stands */
    FPK_TRY(fpk_probe_init(&found, plan, data, NULL));
    fpk_probe_mean(&found, &mean, NULL);
    fpk_probe_covariance(&found, &variance, NULL);
    fpk_probe_clear(&found);
    FPK_TRY(fpk_mixture_init(&known->normal, 1, 1, &one, &mean, &variance));
    known->side = (struct fpk_side){.mixture = &known->normal};
    return FPK_OK;
}

static enum fpk_status test_seeds(struct pairs *p, const struct fpk_plan *plan,
                                  const struct fpk_score *score, const struct known *known)
{
    for (size_t k = 0; k < p->seeds && p->tests < ROOM; k++) {
        struct fpk_points points = {0};
        FPK_TRY(fpk_points_init(&points, p->n, 1));
        enum fpk_status status = fpk_sampler_run(plan, score, NULL, FIRST_SEED + k, 0, &points, 0);
        if (status == FPK_OK)
            status = fpk_chi_square_side(&known->side, &points, &p->test[p->tests]);
        p->tests += status == FPK_OK;
        fpk_points_clear(&points);
        FPK_TRY(status);
    }
    return FPK_OK;
}

/* One setting on one target. */
static void one(struct pairs *p, struct fpk_values *values, const struct shape *shape)
{
    struct fpk_plan plan = {0};
    struct known known = {.side.mixture = NULL};
    struct fpk_mixture target = {0};
    char text[512];
    if (p->sampler->build(&plan, values) != FPK_OK)
        return; /* refused with a reason: the sweep's business */
    if (fpk_mixture_init(&target, 1, shape->n, shape->weight, shape->mean, shape->variance) !=
        FPK_OK)
        exit(2);
    struct fpk_score score = fpk_score_exact(&target);
    p->settings++;
    if (law_of(&plan, &score, &known) != FPK_OK && probe(&plan, &target, &known) != FPK_OK) {
        p->without_law++;
        snprintf(p->reason, sizeof p->reason, "%s", fpk_message());
    } else if (test_seeds(p, &plan, &score, &known) != FPK_OK) {
        p->faults++;
        printf("  %s%s, %s: %s\n", p->sampler->name, settings_text(values, text, sizeof text),
               shape->name, fpk_message());
    }
    p->probed += known.side.mixture != NULL;
    p->folded += known.pair.folded;
    known_clear(&known);
    fpk_mixture_clear(&target);
    fpk_plan_clear(&plan);
}

/* All of them, or `only`. */
static void on_targets(struct pairs *p, struct fpk_values *values, size_t only)
{
    for (size_t t = 0; t < TARGETS; t++)
        if (p->full || t == only)
            one(p, values, &shapes[t]);
}

/* "order=2 variant=bh2" into values. */
static bool set_words(struct fpk_values *values, const char *words)
{
    char copy[256], *save = NULL;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        char *equals = strchr(word, '=');
        if (!equals)
            return false;
        *equals = '\0';
        if (settings_set(values, word, equals + 1) != FPK_OK)
            return false;
    }
    return true;
}

static bool begin(const struct pairs *p, struct fpk_values *values)
{
    char steps[8];
    if (settings_begin(values, p->sampler) != FPK_OK)
        return false;
    snprintf(steps, sizeof steps, "%d", STEPS);
    if (settings_set(values, "steps", steps) != FPK_OK) /* annealed Langevin counts otherwise */
        return settings_set(values, "inner-steps", "3") == FPK_OK;
    return true;
}

static void of_options(struct pairs *p)
{
    static struct setting_option all[OPTIONS];
    size_t n;
    settings_options(p->sampler, "steps inner-steps times sigmas betas training-times truncate",
                     OPTIONS, all, &n);
    for (size_t o = 0; o < n; o++)
        for (size_t k = o == 0 ? 0 : 1; k < all[o].n; k++) {
            struct fpk_values values = {0};
            if (begin(p, &values) &&
                settings_set(&values, all[o].parameter->name, all[o].text[k]) == FPK_OK)
                on_targets(p, &values, 0);
            fpk_values_clear(&values);
        }
}

static void of_claims(struct pairs *p)
{
    for (size_t c = 0; c < p->sampler->n_claim; c++) {
        const struct fpk_sampler_claim *claim = &p->sampler->claim[c];
        struct fpk_values values = {0};
        if (begin(p, &values) && set_words(&values, claim->options) &&
            (!claim->spacing || settings_set(&values, "spacing", claim->spacing) == FPK_OK))
            on_targets(p, &values, 1);
        fpk_values_clear(&values);
    }
}

static size_t judge(const struct pairs *p)
{
    struct fpk_verdict *verdict = NULL;
    size_t rejected = 0, inconclusive = 0;
    double least = 1;
    if (p->tests == 0) {
        printf("  -  %s: no law in x alone (%s)\n", p->sampler->name, p->reason);
        return p->faults;
    }
    if (fpk_allocate(&verdict, p->tests) != FPK_OK ||
        fpk_verdict_exact(p->tests, p->test, FPK_FAMILY_ALPHA, verdict) != FPK_OK)
        exit(2);
    for (size_t i = 0; i < p->tests; i++) {
        rejected += verdict[i].outcome == FPK_REJECTED;
        inconclusive += verdict[i].outcome == FPK_INCONCLUSIVE;
        least = fmin(least, p->test[i].p_value);
    }
    printf("%s %s: %zu settings x targets, %zu tests, n = %zu: %zu rejected, %zu inconclusive, "
           "least p %.3g; %zu folded, %zu by the probe, without a law %zu%s%s\n",
           rejected + p->faults ? "FAIL" : "ok  ", p->sampler->name, p->settings, p->tests, p->n,
           rejected, inconclusive, least, p->folded, p->probed, p->without_law,
           *p->reason ? ": " : "", p->reason);
    fpk_release(&verdict);
    return rejected + p->faults;
}

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    const char *only = argc > 1 + full ? argv[1 + full] : NULL;
    struct pairs p = {.full = full, .seeds = full ? 20 : 1, .n = full ? 100000 : 20000};
    size_t n, faults = 0;
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    if (fpk_allocate(&p.test, ROOM) != FPK_OK)
        return 2;
    for (size_t i = 0; i < n; i++) {
        if (!all[i]->build || (only && strcmp(only, all[i]->name) != 0))
            continue;
        p.sampler = all[i];
        p.tests = p.settings = p.folded = p.probed = p.without_law = p.faults = 0;
        p.reason[0] = '\0';
        of_options(&p);
        of_claims(&p);
        faults += judge(&p);
        fflush(stdout);
    }
    fpk_release(&p.test);
    return faults > 0;
}
