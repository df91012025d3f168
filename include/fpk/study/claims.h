/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: the order of every sampler, measured with exact scores.
 *
 *     tv, w1   d(P_end, S[p_T; exact])                  of the output law
 *     rms      (E |x_n - phi(x_T)|^2)^(1/2)             of end points, phi the exact flow
 *
 * The start is the law of the noised data itself, so that without an error of the steps the output
 * would be P_end, the data noised to the end level. In one dimension the probability flow keeps
 * quantiles, F_end(phi(x)) = F_T(x), which gives phi in closed form. What is left falls as
 * steps^-order when the steps are equal in the method's own variable (struct fpk_sampler_claim).
 *
 * A claim's options are set after these: schedule=vp, truncate=.05 where the method takes them (not
 * with the spacings of training times), the claim's spacing, and steps. The clean end is left out
 * because there lambda = log(alpha/sigma) is infinite and every method takes one first-order step.
 * docs/samplers.md has the table. */
#ifndef FPK_STUDY_CLAIMS_H
#define FPK_STUDY_CLAIMS_H

#include "fpk/sampler/sampler.h"

#define FPK_CLAIM_POINTS   4 /* step counts of a study, each twice the one before */
#define FPK_CLAIM_PROBLEMS 2
#define FPK_CLAIM_MEASURES 3

enum fpk_claim_problem {
    FPK_CLAIM_GAUSSIAN, /* N(.7, .25) */
    FPK_CLAIM_MIXTURE   /* .4 N(-1, .36) + .6 N(1, .25) */
};
enum fpk_claim_measure { FPK_CLAIM_TV, FPK_CLAIM_W1, FPK_CLAIM_RMS };
const char *fpk_claim_problem_name(enum fpk_claim_problem problem); /* "gaussian", "mixture" */
const char *fpk_claim_measure_name(enum fpk_claim_measure measure); /* "tv", "w1", "rms" */

/* One measured order. */
struct fpk_claim_study {
    const char *method, *options, *spacing; /* of the claim; borrowed; spacing may be NULL */
    enum fpk_claim_problem problem;
    enum fpk_claim_measure measure;
    double claimed;
    double steps[FPK_CLAIM_POINTS], evaluations[FPK_CLAIM_POINTS];
    double error[FPK_CLAIM_POINTS];
    double bound[FPK_CLAIM_POINTS]; /* numerical error of the error */

    double slope, slope_se; /* of a straight line through log error against log steps, sign
                             * changed; infinite: no error beyond rounding; NaN: too few points
                             * above rounding, or steps too long for a law */
    double fine;            /* of the two finest points alone */
    bool passed;            /* fine >= claimed - .15 and slope >= claimed - .75 */
};

/* The studies of one claim on one problem: tv and w1 where the output has a law in x alone
 * (on the Gaussian always: by the probe), rms where the claim is pathwise. Of the step counts
 * 10, 20, 40, ... up to `most` (0: 640) the last four before errors are rounding. *n are set.
 * FPK_USAGE for a claim whose options the method does not take. Cost: a few dozen laws, tenths of a
 * second. threads 0: all that OpenMP gives. Same bits for any number of them. */
enum fpk_status fpk_claim_measure(const struct fpk_sampler *sampler,
                                  const struct fpk_sampler_claim *claim,
                                  enum fpk_claim_problem problem, unsigned long most, int threads,
                                  struct fpk_claim_study out[FPK_CLAIM_MEASURES],
                                  size_t *n) FPK_MUST_USE;

/* slope, slope_se, fine and passed of a study from its points. */
void fpk_claim_judge(struct fpk_claim_study *study);

/* *studies [*n], owned by the caller (fpk_release) <- all claims of `method` (NULL: of all) in the
 * order of the lists. */
struct fpk_claim_run {
    const char *method;
    unsigned long most; /* steps; 0: 640 */
    int threads;
    void (*progress)(size_t done, size_t n, void *ctx); /* NULL: silent */
    void *ctx;
};
enum fpk_status fpk_claims_measure(const struct fpk_claim_run *run, size_t *n,
                                   struct fpk_claim_study **studies) FPK_MUST_USE;

/* What an earlier run found, compiled in (src/study/measured.inc, which `fpk show samplers
 * --measure --write FILE` makes); numbers to nine digits. */
struct fpk_claims_measured {
    size_t n;
    const struct fpk_claim_study *study; /* [n] */
    const char *digest;                  /* SHA-256 of the studies as text */
};
struct fpk_claims_measured fpk_claims_measured(void);

#endif
