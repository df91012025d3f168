/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The split of a job's error, in one dimension: the laws that fpk/compare/split.h compares,
 *
 *     P0,   S[p_T; exact],   S[start; exact],   S[start; used],
 *
 * computed from the job, none from samples. A clipped score is a used one: what the clip costs is
 * in the score part. Of a truncated plan also the law of the data noised to the end level, P_end:
 * the cost d(P0, P_end) of stopping there, and what the output misses P_end by. */
#ifndef FPK_STUDY_SPLIT_H
#define FPK_STUDY_SPLIT_H

#include "fpk/compare/split.h"
#include "fpk/study/job.h"

/* A law that was read (fpk_law_read) as a side of a distance; borrows pair. */
struct fpk_side fpk_law_side(const struct fpk_law_pair *pair);

/* used: the law of the job's own score and start, computed by the caller; NULL: here. Fails as
 * fpk_job_law, fpk_law_density and fpk_distance do. Cost: one law more, two where the score is not
 * the exact one, and the distances. */
enum fpk_status fpk_job_split(const struct fpk_job *job, const struct fpk_law_options *options,
                              const struct fpk_law_pair *used,
                              struct fpk_split *split) FPK_MUST_USE;

/* Does the plan end before the clean end, so that its output is compared with noised data too? */
bool fpk_job_truncated(const struct fpk_job *job);

struct fpk_truncation {
    struct fpk_level level;      /* the plan's end */
    struct fpk_distances cost;   /* d(P0, P_end) */
    struct fpk_distances output; /* d(P_end, output) */
};
/* used as above, not NULL. */
enum fpk_status fpk_job_truncation(const struct fpk_job *job, const struct fpk_law_pair *used,
                                   struct fpk_truncation *out) FPK_MUST_USE;

#endif
