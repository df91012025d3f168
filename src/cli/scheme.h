/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scheme: the options that describe a discrete scheme, and its exact law: a sampler on a target, or
 * a stepper on an equation. `law`, `sample` and `check` all ask this one question. */
#ifndef FPK_CLI_SCHEME_H
#define FPK_CLI_SCHEME_H

#include "verb.h"

#include "fpk/study/job.h"

extern const struct fpk_table fpk_table_sampler; /* --target, --sampler, --start, --score-table */
extern const struct fpk_table fpk_table_stepper; /* --scheme, --dt */
extern const struct fpk_table fpk_table_law;     /* --grid-factor */

/* A sampler on a target as the options ask for it. Do not move: the job borrows the target. Cleared
 * by fpk_sampling_clear; safe on a zeroed struct. */
struct fpk_sampling {
    struct fpk_mixture target;
    struct fpk_job job; /* fpk/study/job.h */
};

enum fpk_status fpk_sampling_read(struct fpk_sampling *sampling,
                                  const struct fpk_values *values) FPK_MUST_USE;
void fpk_sampling_clear(struct fpk_sampling *sampling);

/* --grid-factor and --threads. */
struct fpk_law_options fpk_law_options_of(const struct fpk_values *values);

/* Exact law of an equation's scheme at --time; *law is ended by the caller. */
enum fpk_status fpk_scheme_law(const struct fpk_values *values, struct fpk_law **law,
                               uint64_t *n_step) FPK_MUST_USE;

#endif
