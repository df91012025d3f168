/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `all-samplers` computes and keeps. */
#ifndef FPK_EXPERIMENTS_ALL_SAMPLERS_ALL_SAMPLERS_H
#define FPK_EXPERIMENTS_ALL_SAMPLERS_ALL_SAMPLERS_H

#include "../common/sampled.h"

#include "fpk/compare/split.h"
#include "fpk/distribution/mixture.h"

enum {
    FAMILIES = 4,
    ENTRIES = 32, /* methods with options, at most */
    BUDGETS = 5,  /* numbers of evaluations, at most */
    SPLITS = 4,   /* methods whose parts are drawn */
    TEXT = 96
};

/* A method as it is used here. */
struct all_method {
    const char *name;    /* in tables and pictures */
    const char *sampler; /* of the sampler layer */
    const char *options;
    double per_step; /* evaluations of a step */
    int family;      /* the panel that it is drawn in; FAMILIES: in none */
};

/* One of them at every budget. A law that cannot be computed leaves its numbers NaN. */
struct all_entry {
    struct all_method method;
    double evaluations[BUDGETS];
    struct fpk_split split[BUDGETS];
    double tv[BUDGETS], w1[BUDGETS], discretisation[BUDGETS], initialisation[BUDGETS]; /* TV */
    bool tested; /* particles against the law at the shown budget */
    struct fpk_chi_square test;
};

struct all_samplers {
    struct fpk_run *run; /* borrowed */
    struct fpk_mixture target;
    struct fpk_score score;            /* exact, borrows target */
    size_t particles, n_budget, shown; /* shown: index of the budget that is tested */
    double budget[BUDGETS];
    size_t n;
    struct all_entry entry[ENTRIES];
};

extern const char *const all_family_name[FAMILIES];

/* The methods of the table, then every other of the sampler layer that takes steps and has a law,
 * with its defaults. */
enum fpk_status all_methods(struct all_samplers *a) FPK_MUST_USE;

/* One method at one budget. */
enum fpk_status all_measure(struct all_samplers *a, size_t entry, size_t budget) FPK_MUST_USE;

enum fpk_status all_report(const struct all_samplers *a) FPK_MUST_USE;
enum fpk_status all_record(const struct all_samplers *a) FPK_MUST_USE;
enum fpk_status all_draw(const struct all_samplers *a) FPK_MUST_USE;

#endif
