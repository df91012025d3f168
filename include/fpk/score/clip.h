/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clip: a score whose estimate of the data is kept in a range, as image samplers do,
 *
 *     x0 = (x + sigma^2 score)/alpha  ->  min(max(x0, low), high),
 *     score = (alpha x0 - x)/sigma^2
 *
 * (Ho, Jain, Abbeel 2020, arXiv:2006.11239, whose code clips to [-1, 1]). A property of the score
 * and not of the sampler: every plan can be run with it and pushed through a law. Where the last
 * step returns x0 itself, atoms stand at the ends of the range: the law has its moments then, and
 * refuses a density. */
#ifndef FPK_SCORE_CLIP_H
#define FPK_SCORE_CLIP_H

#include "fpk/score/score.h"

struct fpk_score_clip {
    struct fpk_score inner; /* what it borrows must outlive the score */
    double low, high;       /* of every component of x0, low < high; either may be infinite */
};

/* The clipped score (borrows clip), with score_x when the inner one has it: -1/sigma^2 where x0 is
 * clipped, the inner one elsewhere. Where sigma = 0 nothing is clipped. The score is continuous,
 * score_x jumps at the ends of the range. */
struct fpk_score fpk_score_clipped(const struct fpk_score_clip *clip);

#endif
