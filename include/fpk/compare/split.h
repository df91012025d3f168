/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Split: where the error of a sampler comes from, each part computed from laws, none from samples.
 *
 * S[a; s] is the output law of the scheme from start law a with score s, P0 the target, p_T the
 * exact law at the start's level. In every distance d:
 *     discretisation  d(P0, S[p_T; exact])
 *     initialisation  d(S[p_T; exact], S[start; exact])
 *     score           d(S[start; exact], S[start; used])
 *     total           d(P0, S[start; used])
 * The parts need not add up; all are told. */
#ifndef FPK_COMPARE_SPLIT_H
#define FPK_COMPARE_SPLIT_H

#include "fpk/compare/distance.h"

struct fpk_split {
    struct fpk_distances discretisation, initialisation, score, total;
};

/* target: P0. from_exact, from_start, used: the three laws S above; `used` may be the same pointer
 * as from_start (the exact score was used): the score part is then zero without computation.
 * Fails as fpk_distance does. Cost: three or four distances. */
enum fpk_status fpk_split_of(const struct fpk_side *target, const struct fpk_side *from_exact,
                             const struct fpk_side *from_start, const struct fpk_side *used,
                             struct fpk_split *out) FPK_MUST_USE;

#endif
