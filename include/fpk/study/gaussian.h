/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job on Gaussian data: its output, its distances and their split in closed form, in any
 * dimension (fpk/law/probe.h, fpk/compare/gaussian.h).
 *
 *     struct fpk_probe output;
 *     if (fpk_job_affine(&job)) { fpk_job_probe(&job, &output); fpk_job_gaussian_split(...); }
 *
 * In more than one dimension tv and w1 are not numbers, with a reason. */
#ifndef FPK_STUDY_GAUSSIAN_H
#define FPK_STUDY_GAUSSIAN_H

#include "fpk/compare/gaussian.h"
#include "fpk/law/probe.h"
#include "fpk/study/split.h"

/* Are the data and the start single Gaussians, the score the exact one, the plan without anything
 * but evaluations and sums? */
bool fpk_job_affine(const struct fpk_job *job);

/* *output <- the law of the job's output; it borrows the job's target. Fails as fpk_probe_init
 * does, and with FPK_USAGE when the score is not the exact one. */
enum fpk_status fpk_job_probe(const struct fpk_job *job, struct fpk_probe *output) FPK_MUST_USE;

/* The probe as a Gaussian along its axes, with its errors; borrows the probe. */
struct fpk_gaussian fpk_probe_gaussian(const struct fpk_probe *probe);

/* d(P0, output); and the split, the part of the score being nothing. output: what fpk_job_probe
 * found. */
enum fpk_status fpk_job_gaussian_distances(const struct fpk_probe *output,
                                           struct fpk_distances *out) FPK_MUST_USE;
enum fpk_status fpk_job_gaussian_split(const struct fpk_job *job, const struct fpk_probe *output,
                                       struct fpk_split *split) FPK_MUST_USE;
/* As fpk_job_truncation. */
enum fpk_status fpk_job_gaussian_truncation(const struct fpk_job *job,
                                            const struct fpk_probe *output,
                                            struct fpk_truncation *out) FPK_MUST_USE;

#endif
