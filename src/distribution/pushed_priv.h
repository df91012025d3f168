/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of a folded law share. */
#ifndef FPK_DISTRIBUTION_PUSHED_PRIV_H
#define FPK_DISTRIBUTION_PUSHED_PRIV_H

#include "fpk/distribution/pushed.h"

struct fpk_place {
    size_t i; /* panel */
    double t; /* in [-1, 1] */
};

/* Mass of U between two places of a branch, from the end of the line that is nearer. */
double fpk_pushed_between(const struct fpk_pushed *pushed, struct fpk_place p, struct fpk_place q);

#endif
