/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Law: the parts of `fpk law`, one for each way in which an output law is known. */
#ifndef FPK_CLI_LAW_H
#define FPK_CLI_LAW_H

#include "answer.h"

#include "fpk/study/split.h"

/* What is told of any law on the line: moments, and density and distribution at --at. */
enum fpk_status fpk_law_answer(struct fpk_answer *a, const struct fpk_law *law,
                               const struct fpk_values *values) FPK_MUST_USE;

/* A job in one dimension: distances, their split, the cost of stopping early, moments. */
enum fpk_status fpk_law_on_line(struct fpk_answer *a, const struct fpk_job *job,
                                const struct fpk_values *values) FPK_MUST_USE;

/* A job in two dimensions with a deterministic plan: distances and moments. */
enum fpk_status fpk_law_on_plane(struct fpk_answer *a, const struct fpk_job *job,
                                 const struct fpk_values *values) FPK_MUST_USE;

/* --bound: the variational bound of a job's chain. */
enum fpk_status fpk_law_bound(struct fpk_answer *a, const struct fpk_job *job,
                              const struct fpk_values *values) FPK_MUST_USE;

/* A job on Gaussian data in any dimension, in closed form. */
enum fpk_status fpk_law_gaussian(struct fpk_answer *a, const struct fpk_job *job,
                                 const struct fpk_values *values) FPK_MUST_USE;

/* Distances, their split, the cost of stopping early; tv and w1 on the line only. */
void fpk_law_answer_distances(struct fpk_answer *a, const struct fpk_distances *d, bool line);
void fpk_law_answer_split(struct fpk_answer *a, const struct fpk_split *split, bool line);
void fpk_law_answer_truncation(struct fpk_answer *a, const struct fpk_truncation *t, bool line);

/* --likelihood: log p of points by a flow. */
enum fpk_status fpk_law_likelihood(struct fpk_answer *a, const struct fpk_job *job,
                                   const struct fpk_values *values) FPK_MUST_USE;

#endif
