/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A duel: samplers of three families on one target, at equal numbers of score evaluations. */
#ifndef FPK_DDIM_DUEL_DUEL_H
#define FPK_DDIM_DUEL_DUEL_H

#include "../common/sampled.h"

#include "fpk/distribution/mixture.h"

enum { METHODS = 5, BUDGETS_MAX = 12 };

/* A contestant: a sampler and how it spends a budget of evaluations. */
struct contestant {
    const char *name;    /* in tables and keys */
    const char *sampler; /* of the sampler layer */
    const char *options; /* but for its budget */
    bool by_levels;      /* budget = levels x inner steps, rather than steps */
    bool tuned;          /* the Langevin step is the best in TV of a list, found by exact laws */
};
extern const struct contestant contestants[METHODS];

/* One contestant at one budget. */
struct bout {
    double step; /* Langevin step at the last level; NaN for the others */
    struct fpk_sampled sampled;
};

struct duel {
    struct fpk_mixture target;
    struct fpk_score score; /* exact, borrows target */
    size_t n_budget;
    size_t budget[BUDGETS_MAX];
    size_t shown; /* index of the budget whose densities are drawn */
    struct bout bout[METHODS][BUDGETS_MAX];
};

/* Runs one bout: plan, law, distances, particles, test. */
enum fpk_status duel_fight(struct duel *duel, int method, size_t budget,
                           struct fpk_run *run) FPK_MUST_USE;
void duel_clear(struct duel *duel);

enum fpk_status duel_report(const struct duel *duel, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status duel_record(const struct duel *duel, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status duel_draw(const struct duel *duel, struct fpk_run *run) FPK_MUST_USE;

#endif
