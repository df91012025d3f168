/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sampler as experiments look at it: the plan, its exact law, its distances from the target, its
 * particles and their test against that law. */
#ifndef FPK_EXPERIMENTS_SAMPLED_H
#define FPK_EXPERIMENTS_SAMPLED_H

#include "fpk/base/points.h"
#include "fpk/compare/distance.h"
#include "fpk/compare/verdict.h"
#include "fpk/lab/experiment.h"
#include "fpk/law/law.h"
#include "fpk/plan/plan.h"
#include "fpk/score/score.h"

/* *plan <- the sampler of that name with options written as "steps=10 spacing=trailing". FPK_USAGE
 * as its parameters and its builder say. */
enum fpk_status fpk_common_plan(struct fpk_plan *plan, const char *sampler, const char *options,
                                ...) FPK_PRINTF(3, 4) FPK_MUST_USE;

/* One sampler of an experiment; start from {0}, cleared by fpk_sampled_clear. */
struct fpk_sampled {
    struct fpk_plan plan;
    size_t evaluations;
    struct fpk_law_pair law;
    struct fpk_distances error; /* target to law */
    struct fpk_points points;   /* empty until fpk_sampled_particles */
    struct fpk_chi_square test; /* of the points against the law */
};
void fpk_sampled_clear(struct fpk_sampled *sampled);

/* The plan is moved in; evaluations, law and error are filled. start NULL: the plan's usual one. */
enum fpk_status fpk_sampled_law(struct fpk_sampled *sampled, struct fpk_plan *plan,
                                const struct fpk_mixture *target, const struct fpk_score *score,
                                const struct fpk_start *start) FPK_MUST_USE;

/* n particles of the same plan, and the test. */
enum fpk_status fpk_sampled_particles(struct fpk_sampled *sampled, const struct fpk_score *score,
                                      const struct fpk_start *start, size_t n,
                                      uint64_t seed) FPK_MUST_USE;

/* A seed for the number-th use of a run, far from those of neighbouring runs. */
uint64_t fpk_common_seed(const struct fpk_run *run, uint64_t number);

/* The exact pairs of an experiment, judged together at the family level. */
#define FPK_FAMILY_MAX 32
struct fpk_family {
    size_t n;
    struct fpk_chi_square test[FPK_FAMILY_MAX];
    char what[FPK_FAMILY_MAX][96];
};
void fpk_family_add(struct fpk_family *family, const struct fpk_chi_square *test,
                    const char *format, ...) FPK_PRINTF(3, 4);
enum fpk_status fpk_family_judge(const struct fpk_family *family, struct fpk_run *run) FPK_MUST_USE;

/* Rows of the verdict table by rules 2 and 3 (cap FPK_DETERMINISTIC_CAP). */
enum fpk_status fpk_common_deterministic(struct fpk_run *run, const char *distance, double d,
                                         double e1, double e2, const char *format, ...)
    FPK_PRINTF(6, 7) FPK_MUST_USE;
enum fpk_status fpk_common_approximate(struct fpk_run *run, const char *distance, size_t n,
                                       const double *dt, const double *d, const char *format, ...)
    FPK_PRINTF(6, 7) FPK_MUST_USE;

/* An array on one axis, and the nodes and the density of a law as GROUP/x and GROUP/pdf. */
enum fpk_status fpk_common_array(struct fpk_record *record, const char *path, const char *axis,
                                 size_t n, const double *value, const char *unit,
                                 const char *long_name) FPK_MUST_USE;
enum fpk_status fpk_common_law(struct fpk_record *record, const char *group,
                               const struct fpk_density *law) FPK_MUST_USE;

#endif
