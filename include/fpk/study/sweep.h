/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweep: the exact error of samplers against what they cost, one option of theirs running through a
 * list of values. A point is a job's distances to its target, or a sentence why there are none. */
#ifndef FPK_STUDY_SWEEP_H
#define FPK_STUDY_SWEEP_H

#include "fpk/compare/distance.h"
#include "fpk/study/job.h"

#define FPK_SWEEP_REASON 200

struct fpk_sweep_point {
    size_t evaluations;
    struct fpk_distances d;        /* p: the target, q: the output; NaN where not known */
    char reason[FPK_SWEEP_REASON]; /* why there are none; "" when there are */
};

/* The distances of the job's output to its target in one dimension, by its law, or, where noise
 * with memory has none, by the probe when the data are Gaussian and the score is exact. A plan that
 * has neither, or a law whose steps are too long, is a point with a reason, not a failure.
 * Cost: that of the law. */
enum fpk_status fpk_sweep_point(const struct fpk_job *job, const struct fpk_law_options *options,
                                struct fpk_sweep_point *out) FPK_MUST_USE;

/* "ddim,dpm-solver++:order=2,spacing=logsnr,unipc" -> words [*n], each for fpk_method_parse: a
 * comma before key=value or a number stays inside its word. Owned: each word, and the list
 * (fpk_sweep_words_free). FPK_USAGE when a word is empty. */
enum fpk_status fpk_sweep_words(const char *text, char ***words, size_t *n) FPK_MUST_USE;
void fpk_sweep_words_free(char ***words, size_t n);

#endif
