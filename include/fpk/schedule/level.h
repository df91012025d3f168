/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level: how much of the data and how much noise a noised point holds,
 *
 *     x = alpha x_0 + sigma eps,   eps ~ N(0, I).
 *
 * Every noising process of the posts (DDPM, DDIM, SMLD, VP and VE) is a path of levels. */
#ifndef FPK_SCHEDULE_LEVEL_H
#define FPK_SCHEDULE_LEVEL_H

struct fpk_level {
    double alpha; /* > 0; sqrt(abar) for variance-preserving processes, 1 for exploding ones */
    double sigma; /* >= 0; sqrt(1 - abar), or sigma itself */
    double t;     /* the label that a network would be given: time in [0,1], or training index */
};

#endif
