/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the claims share. */
#ifndef FPK_STUDY_CLAIMS_PRIV_H
#define FPK_STUDY_CLAIMS_PRIV_H

#include "fpk/study/claims.h"
#include "fpk/study/job.h"

/* The target of a problem. */
enum fpk_status fpk_claim_target(enum fpk_claim_problem problem,
                                 struct fpk_mixture *target) FPK_MUST_USE;

/* The job of a claim with so many steps, from p_T. Cleared by the caller, on failure too. */
enum fpk_status fpk_claim_job(const struct fpk_sampler *sampler,
                              const struct fpk_sampler_claim *claim,
                              const struct fpk_mixture *target, unsigned long steps,
                              struct fpk_job *job) FPK_MUST_USE;

struct fpk_claim_errors {
    double error[FPK_CLAIM_MEASURES], bound[FPK_CLAIM_MEASURES];
    bool known[FPK_CLAIM_MEASURES];
};

/* tv and w1 of the output law, 1-D. FPK_USAGE when the plan has no law in x alone, FPK_NUMERIC when
 * its steps are too long for one. */
enum fpk_status fpk_claim_law_errors(const struct fpk_job *job, int threads,
                                     struct fpk_claim_errors *out) FPK_MUST_USE;

/* The same of Gaussian data by the probe: any plan without CLIP and the like. */
enum fpk_status fpk_claim_probe_errors(const struct fpk_job *job,
                                       struct fpk_claim_errors *out) FPK_MUST_USE;

/* rms of the end points of equally probable starts against the exact flow. */
enum fpk_status fpk_claim_end_points(const struct fpk_job *job, int threads,
                                     struct fpk_claim_errors *out) FPK_MUST_USE;

#endif
