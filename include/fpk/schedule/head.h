/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Head: what a network predicts at a level, x = alpha x0 + sigma eps; all are one piece of
 * knowledge about x, each a straight line in x and any other:
 *
 *     score = -eps/sigma,   eps,   x0 = (x - sigma eps)/alpha,
 *     v = alpha eps - sigma x0     (Salimans & Ho 2022, arXiv:2202.00512)
 *     flow = eps - x0              (Liu, Gong & Liu 2022, arXiv:2209.03003)
 *
 * This is the one place where heads are converted; plans and scores both use it. */
#ifndef FPK_SCHEDULE_HEAD_H
#define FPK_SCHEDULE_HEAD_H

#include "fpk/base/status.h"
#include "fpk/schedule/level.h"

#include <stdbool.h>

enum fpk_head { FPK_HEAD_SCORE, FPK_HEAD_EPS, FPK_HEAD_X0, FPK_HEAD_V, FPK_HEAD_FLOW };
#define FPK_HEADS 5

/* "score", "eps", "x0", "v", "flow". */
const char *fpk_head_name(enum fpk_head head);

/* FPK_USAGE with the names when it is none of them. */
enum fpk_status fpk_head_find(const char *name, enum fpk_head *head) FPK_MUST_USE;

/* to = *a x + *b from, at `level`. FPK_USAGE, with the level, where `from` does not know `to`:
 * anything but eps itself from eps at alpha 0 (there eps = x/sigma says nothing of the data) or
 * from the score; anything from x0 at sigma 0; the score at sigma 0. */
enum fpk_status fpk_head_convert(enum fpk_head from, enum fpk_head to, struct fpk_level level,
                                 double *a, double *b) FPK_MUST_USE;

/* The same without a sentence, for callbacks: false where `from` does not know `to`. */
bool fpk_head_coefficients(enum fpk_head from, enum fpk_head to, struct fpk_level level, double *a,
                           double *b);

#endif
