/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Job: a sampler on a target, ready to run: the plan, the exact score and the one that is used, the
 * start. `fpk law`, `sample`, `check` and the experiments all ask this one question.
 *
 *     struct fpk_job job;
 *     fpk_job_init(&job, &target, sampler, &values);      or fpk_job_init_plan
 *     fpk_job_use_clip(&job, -1, 1);  fpk_job_use_start(&job, "std:2");  ...      as wanted
 *     fpk_job_law(&job, NULL, &law);  fpk_job_split(...)  (fpk/study/split.h)
 *     fpk_job_clear(&job);
 *
 * On failure of _init the job is empty and needs no clear (which it would survive). */
#ifndef FPK_STUDY_JOB_H
#define FPK_STUDY_JOB_H

#include "fpk/distribution/start.h"
#include "fpk/law/law.h"
#include "fpk/plan/plan.h"
#include "fpk/sampler/flow.h"
#include "fpk/sampler/sampler.h"
#include "fpk/score/clip.h"
#include "fpk/score/table.h"

#include <stdbool.h>

struct fpk_job {
    const struct fpk_mixture *target;  /* P0; borrowed, outlives the job */
    const struct fpk_sampler *sampler; /* NULL: the plan came without its method */
    struct fpk_plan plan;              /* owned, as are table and start; of a flow: its name,
                                        * first level and start_std, no instruction */
    bool is_flow;                      /* the method is a runner without a plan */
    struct fpk_flow flow;
    struct fpk_score exact; /* of the target */
    struct fpk_score score; /* the one that is used; borrows the job: do not move it */
    bool own_score;         /* it is not the exact one: a table's, or clipped */
    struct fpk_score_table table;
    bool has_table;
    size_t interpolated; /* evaluations at levels between the table's */
    struct fpk_score_clip clip;
    struct fpk_start start;
    bool own_start; /* false: the plan's usual N(0, plan.start_std^2 I) */
};

/* The plan that the sampler builds from these values (its own table's, checked), or its flow, the
 * exact score, the usual start. Fails as the sampler's build does. */
enum fpk_status fpk_job_init(struct fpk_job *job, const struct fpk_mixture *target,
                             const struct fpk_sampler *sampler,
                             const struct fpk_values *values) FPK_MUST_USE;
/* The same with a plan that is at hand, which is moved in (the caller's is left empty). */
void fpk_job_init_plan(struct fpk_job *job, const struct fpk_mixture *target,
                       struct fpk_plan *plan);
void fpk_job_clear(struct fpk_job *job);

/* The score of a table in place of the exact one; the table is moved in, on failure too. FPK_USAGE,
 * naming the step, when the target has more than one dimension or the table does not cover a level
 * at which the plan evaluates. */
enum fpk_status fpk_job_use_table(struct fpk_job *job, struct fpk_score_table *table) FPK_MUST_USE;

/* The used score with its estimate of the data kept in [low, high]; call it after
 * fpk_job_use_table. What it changes counts as an error of the score. FPK_USAGE unless
 * low < high. */
enum fpk_status fpk_job_use_clip(struct fpk_job *job, double low, double high) FPK_MUST_USE;

/* The start: "usual" or "normal" (N(0, plan.start_std^2 I)), "exact" (p_T, the target noised to the
 * plan's first level), "std:S" (N(0, S^2 I)), else as fpk_start_parse. The later of two calls
 * counts. FPK_USAGE with the forms. */
enum fpk_status fpk_job_use_start(struct fpk_job *job, const char *text) FPK_MUST_USE;
/* Is the text one of the words above, not a form of fpk_start_parse nor a file's name? */
bool fpk_job_start_known(const char *text);
/* The same with a start that is at hand, which is moved in, on failure too; one on the line is
 * spread over the target's dimensions as by fpk_start_spread, and fails as it does. */
enum fpk_status fpk_job_move_start(struct fpk_job *job, struct fpk_start *start) FPK_MUST_USE;

/* What fpk_law_of_plan and fpk_sampler_run take as start: NULL is the usual one. */
const struct fpk_start *fpk_job_start(const struct fpk_job *job);

/* The level that the plan ends at: of its last MIX into register 0. Clean unless truncated. */
struct fpk_level fpk_job_end(const struct fpk_job *job);

/* points <- the job run, numbered from `first` (fpk_sampler_run, fpk_flow_run); *evaluations (NULL:
 * not wanted) <- of the score for a point, of a flow the mean over points. */
enum fpk_status fpk_job_run(const struct fpk_job *job, uint64_t seed, uint64_t first,
                            struct fpk_points *points, int threads,
                            double *evaluations) FPK_MUST_USE;

/* The exact law of the job's output, ended by the caller; options NULL: defaults. FPK_USAGE in more
 * than one dimension; else fails as fpk_law_of_plan does. */
enum fpk_status fpk_job_law(const struct fpk_job *job, const struct fpk_law_options *options,
                            struct fpk_law **law) FPK_MUST_USE;
/* The same with another score and start (NULL: the usual one). */
enum fpk_status fpk_job_law_from(const struct fpk_job *job, const struct fpk_score *score,
                                 const struct fpk_start *start,
                                 const struct fpk_law_options *options,
                                 struct fpk_law **law) FPK_MUST_USE;

#endif
