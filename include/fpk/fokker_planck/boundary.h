/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boundary: what happens to the motion at an end of the domain.
 *
 *     reflecting   no flux: J = 0
 *     absorbing    p = 0: what arrives is gone, and counts as an exit
 *     periodic     the two ends are one point (both ends or none): a ring
 *     natural      the motion never arrives, because the end is far away or because the noise and
 *                  the drift keep it off (Feller's natural and entrance ends, CIR at 0); solved
 *                  with no flux, and what the end sees all the same is reported
 *
 * (Feller 1952, doi:10.2307/1969644; Gardiner, Handbook of stochastic methods, 5.2.1.) */
#ifndef FPK_FOKKER_PLANCK_BOUNDARY_H
#define FPK_FOKKER_PLANCK_BOUNDARY_H

#include <stdbool.h>

enum fpk_boundary { FPK_REFLECTING, FPK_ABSORBING, FPK_PERIODIC, FPK_NATURAL };
#define FPK_BOUNDARIES 4

/* Zero: both reflect. */
struct fpk_ends {
    enum fpk_boundary left, right;
};

const char *fpk_boundary_name(enum fpk_boundary boundary); /* "reflecting", ... */

static inline bool fpk_ends_ring(struct fpk_ends ends)
{
    return ends.left == FPK_PERIODIC;
}

static inline bool fpk_ends_absorb(struct fpk_ends ends)
{
    return ends.left == FPK_ABSORBING || ends.right == FPK_ABSORBING;
}

#endif
