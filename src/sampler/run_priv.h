/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two operations of the runner that are more than arithmetic on registers. All arrays are those
 * of one block: [dim][m], m <= FPK_BLOCK. */
#ifndef FPK_SAMPLER_RUN_PRIV_H
#define FPK_SAMPLER_RUN_PRIV_H

#include "fpk/plan/plan.h"
#include "fpk/score/score.h"
#include "fpk/wiener/normal.h"

/* out <- y or x (in[0], in[1]) as ACCEPT decides, with one uniform of `stream` for each particle
 * first + i. log_ratio, spare [m]. Where the ratio is not a number out is NaN. out may be any of
 * in. */
void fpk_accept_block(const struct fpk_instruction *instruction, const struct fpk_score *score,
                      struct fpk_stream stream, uint64_t first, size_t m, const double *const in[4],
                      double *log_ratio, double *spare, double *out);

/* out <- x as THRESHOLD scales it; spare [dim]. out may be x. */
void fpk_threshold_block(const struct fpk_instruction *instruction, size_t dim, size_t m,
                         const double *x, double *spare, double *out);

#endif
