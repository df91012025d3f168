/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score: grad log p of the data noised to a level; what a diffusion network has learnt.
 *
 * A score is asked by level, not by bare time, because DDPM, SMLD and the continuous processes all
 * noise to x = alpha x_0 + sigma eps and only (alpha, sigma) enters the exact answer; the level's
 * label t is there for scores that were learnt with it. */
#ifndef FPK_SCORE_SCORE_H
#define FPK_SCORE_SCORE_H

#include "fpk/base/block.h"
#include "fpk/distribution/mixture.h"
#include "fpk/schedule/head.h"
#include "fpk/schedule/schedule.h"

/* out <- score of the noised data at `level`; x, out [dim][n], n <= FPK_BLOCK; Jacobian out
 * [dim][dim][n]. Pure, allocates nothing. level->sigma = 0 is legal when the data have a
 * density. */
typedef void fpk_score_fn(const struct fpk_level *level, size_t n, const double *x, double *out,
                          const void *ctx);

struct fpk_score {
    size_t dim;
    fpk_score_fn *score;
    fpk_score_fn *score_x; /* Jacobian; NULL when not known */
    const void *ctx;       /* borrowed */
    /* Mean of the data given x, E[x0 | x], out [dim][n], and its Jacobian out_x [dim][dim][n]
     * (NULL: not wanted), where it is known better than by (x + sigma^2 score)/alpha, which
     * cancels as alpha -> 0 and ends at alpha = 0. NULL: it is not. */
    void (*mean)(const struct fpk_level *level, size_t n, const double *x, double *out,
                 double *out_x, const void *ctx);
    /* log density of the noised data, out [n], for methods that accept or reject; NULL: not
     * known. */
    fpk_score_fn *log_pdf;
    /* Both at once, where that is cheaper than one after the other; NULL: it is not. */
    void (*both)(const struct fpk_level *level, size_t n, const double *x, double *out,
                 double *out_x, const void *ctx);
};

/* Exact score of a mixture (borrowed). */
struct fpk_score fpk_score_exact(const struct fpk_mixture *mixture);

/* out <- head(x, level), any head of it (fpk/schedule/head.h), and out_x <- its Jacobian
 * [dim][dim][n] (NULL: not wanted; it needs score_x). x0 is the mean of the data given x (Robbins
 * 1956, Miyasawa 1961; Efron 2011, doi:10.1198/jasa.2011.tm11181). With `mean` known x0, v and flow
 * are exact down to alpha = 0; NaN where the head is not known. x and out are apart in memory. */
void fpk_score_head(const struct fpk_score *score, enum fpk_head head,
                    const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x);

/* Is the head known there? FPK_USAGE, with the level, where it is not: x0, v, flow at alpha 0
 * without `mean`. */
enum fpk_status fpk_score_head_known(const struct fpk_score *score, enum fpk_head head,
                                     const struct fpk_level *level) FPK_MUST_USE;

/* The score along a continuous process as a callback in time (for fpk_model_reverse): pass
 * fpk_score_in_time / fpk_score_x_in_time with a struct fpk_score_path as ctx. */
struct fpk_score_path {
    struct fpk_score score;
    struct fpk_process process;
};
fpk_block_fn fpk_score_in_time, fpk_score_x_in_time;

#endif
