/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scheme: the options that describe a discrete scheme, and its exact law: a sampler on a target, or
 * a stepper on an equation. `law`, `sample` and `check` all ask this one question. */
#ifndef FPK_CLI_SCHEME_H
#define FPK_CLI_SCHEME_H

#include "verb.h"

#include "fpk/distribution/mixture.h"
#include "fpk/law/law.h"
#include "fpk/plan/plan.h"
#include "fpk/sampler/sampler.h"
#include "fpk/score/table.h"

extern const struct fpk_table fpk_table_sampler; /* --target, --sampler, --start, --score-table */
extern const struct fpk_table fpk_table_stepper; /* --scheme, --dt */
extern const struct fpk_table fpk_table_law;     /* --grid-factor */

/* A sampler on a target, ready to run. Cleared by fpk_job_clear; safe on a zeroed struct. */
struct fpk_job {
    struct fpk_mixture target;
    const struct fpk_sampler *sampler;
    struct fpk_plan plan;
    struct fpk_score exact; /* borrows target: do not move the struct */
    struct fpk_score score; /* the one that is used: exact, or of the table */
    struct fpk_score_table table;
    bool own_score;      /* score is the table's */
    size_t interpolated; /* evaluations at levels between the table's */
    struct fpk_start start;
    bool own_start; /* false: the plan's usual N(0, start_std^2) */
};

enum fpk_status fpk_job_init(struct fpk_job *job, const struct fpk_values *values) FPK_MUST_USE;
void fpk_job_clear(struct fpk_job *job);
const struct fpk_start *fpk_job_start(const struct fpk_job *job); /* NULL: the usual one */

/* Exact law of a sampler's output, or of an equation's scheme at --time; *law is ended by the
 * caller. n_step: number of steps taken, may be NULL. */
enum fpk_status fpk_job_law(const struct fpk_job *job, const struct fpk_values *values,
                            struct fpk_law **law) FPK_MUST_USE;
/* The same with another score and start (NULL: the usual one). */
enum fpk_status fpk_job_law_from(const struct fpk_job *job, const struct fpk_values *values,
                                 const struct fpk_score *score, const struct fpk_start *start,
                                 struct fpk_law **law) FPK_MUST_USE;
enum fpk_status fpk_scheme_law(const struct fpk_values *values, struct fpk_law **law,
                               uint64_t *n_step) FPK_MUST_USE;

#endif
