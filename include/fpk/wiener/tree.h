/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brownian tree: one Brownian path per particle on [t0, t1], found again at any dyadic interval.
 *
 * Nothing is stored. The interval `index` of level l is t0 + (t1 - t0) [index, index + 1] 2^-l; its
 * increment W and its space-time Levy area H (sde/noise.h) follow from the root's by l halvings,
 * each a function of (seed; FPK_FOR_TREE, particle, node) alone. So an adaptive step that is
 * refused and cut, a finer run and a rerun all see one and the same path. For an interval of length
 * h with (W, H), the halves have (Foster, Lyons, Oberhauser 2020, doi:10.1137/19M1261912; Jelincic,
 * Foster, Kidger 2024, arXiv:2405.06464)
 *
 *     W(t, t+h/2) = W/2 + 3/2 H + sqrt(h/16) Z_1,  ...
 */
#ifndef FPK_WIENER_TREE_H
#define FPK_WIENER_TREE_H

#include <stddef.h>
#include <stdint.h>

#define FPK_TREE_DEPTH 38 /* deepest level */

struct fpk_tree {
    uint64_t seed;
    double t0, t1; /* t0 < t1 */
    uint32_t component;
};

/* w, h [n] <- W and H of interval (level, index) for particles first .. first + n - 1; level <=
 * FPK_TREE_DEPTH, index < 2^level, n <= FPK_BLOCK. Cost: level + 1 pairs of normals each. */
void fpk_tree_interval(const struct fpk_tree *tree, unsigned level, uint64_t index, uint64_t first,
                       size_t n, double *w, double *h);

/* The children of (level, index) from its own w, h [n]: one step of the descent, for callers that
 * walk the tree. particle [n]: their numbers. Any output may be the input. */
void fpk_tree_split(const struct fpk_tree *tree, unsigned level, uint64_t index, size_t n,
                    const uint64_t *particle, const double *w, const double *h, double *w_left,
                    double *h_left, double *w_right, double *h_right);

/* out [n] <- W(t) - W(t0) for any t in [t0, t1]: by descent to the deepest level, t being rounded
 * to the nearest of its 2^FPK_TREE_DEPTH + 1 times. */
void fpk_tree_at(const struct fpk_tree *tree, double t, uint64_t first, size_t n, double *out);

#endif
