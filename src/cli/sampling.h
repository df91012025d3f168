/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sampling: the options that describe a sampler on a target. `law`, `sample` and `check` all ask
 * this one question. */
#ifndef FPK_CLI_SAMPLING_H
#define FPK_CLI_SAMPLING_H

#include "verb.h"

#include "fpk/study/job.h"

extern const struct fpk_table fpk_table_sampler; /* --target, --sampler, --plan, --start, ... */

/* Is it a sampler that is asked for (true also when nothing is), or an equation? */
bool fpk_sampling_given(const struct fpk_values *values);

/* A sampler on a target as the options ask for it. Do not move: the job borrows the target. Cleared
 * by fpk_sampling_clear; safe on a zeroed struct. */
struct fpk_sampling {
    struct fpk_mixture target;
    struct fpk_job job; /* fpk/study/job.h */
};

enum fpk_status fpk_sampling_read(struct fpk_sampling *sampling,
                                  const struct fpk_values *values) FPK_MUST_USE;
void fpk_sampling_clear(struct fpk_sampling *sampling);

/* A job made as --head, --threshold, --score-table, --clip and --start ask for it. */
enum fpk_status fpk_sampling_adapt(struct fpk_job *job,
                                   const struct fpk_values *values) FPK_MUST_USE;
/* --head, --threshold: the plan made to ask for that head, its estimates of the data held. */
enum fpk_status fpk_sampling_transform(struct fpk_plan *plan,
                                       const struct fpk_values *values) FPK_MUST_USE;

/* clang-format off */
#define FPK_THRESHOLD_PARAMETER                                                                    \
    {.name = "threshold",                                                                          \
     .type = FPK_TEXT,                                                                             \
     .doc = "QUANTILE[:BOUND]: every estimate of the data is clipped to that quantile of its own " \
            "|components|, BOUND (1) at least, and divided by it: dynamic thresholding, for points"}
/* clang-format on */

#endif
