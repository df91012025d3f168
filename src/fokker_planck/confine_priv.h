/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stationary problems share: where to put ends that nobody gave. */
#ifndef FPK_FOKKER_PLANCK_CONFINE_PRIV_H
#define FPK_FOKKER_PLANCK_CONFINE_PRIV_H

#include "fpk/model/model.h"

#include <stdbool.h>

/* FPK_USAGE unless 1-D, Ito and autonomous; `what` begins the sentence. */
enum fpk_status fpk_stationary_model(const struct fpk_model *model, const char *what) FPK_MUST_USE;

/* Moves the ends that are free until the density that is stationary between reflecting ends has
 * fallen to e^-80 of its largest value there, first outwards, then back in from where it was far
 * less. *a < *b come in as a first guess, wide enough to see every well. FPK_NUMERIC when it does
 * not fall (the motion is not confined) or a coefficient is not finite. */
enum fpk_status fpk_confine(const struct fpk_model *model, bool free_left, bool free_right,
                            double *a, double *b) FPK_MUST_USE;

#endif
