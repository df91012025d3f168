/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brownian tree: one Brownian path per particle on [t0, t1], found again at any dyadic interval.
 *
 * Nothing is stored. The interval `index` of level l is t0 + (t1 - t0) [index, index + 1] 2^-l. On
 * an interval [s, s + h] a path is known by its increment and its space-time Levy area
 *
 *     W = W(s + h) - W(s),    H = 1/h int_s^{s+h} (W(u) - W(s) - (u - s)/h W) du,
 *
 * independent, of variance h and h/12. Those of the root are drawn; those of an interval follow by
 * l halvings, each a function of (seed; FPK_FOR_TREE, particle, node) alone. So an adaptive step
 * that is refused and cut, a finer run and a rerun all see one and the same path. Given (W, H) the
 * two halves have, with independent standard normals Z1 and Z2,
 *
 *     D = 3/2 H + sqrt(h)/4 Z1,     W_left = W/2 + D,    W_right = W/2 - D,
 *     S = H - D/2,                  H_left = S + T,      H_right = S - T,     T = sqrt(h/48) Z2
 *
 * which is their exact joint law (derived in docs/wiener.md; Foster, Lyons, Oberhauser 2020,
 * doi:10.1137/19M1261912, Jelincic, Foster, Kidger 2024, arXiv:2405.06464). The same bits on every
 * machine, for any `first`, any subset of particles and either way down. */
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

/* w, h [n] <- W and H of interval (level, index) for particles first .. first + n - 1 <= 2^48;
 * level <= FPK_TREE_DEPTH, index < 2^level, n <= FPK_BLOCK. Cost: level + 1 pairs of normals each,
 * about 4 ns per level with AVX-512. */
void fpk_tree_interval(const struct fpk_tree *tree, unsigned level, uint64_t index, uint64_t first,
                       size_t n, double *w, double *h);

/* The children (level + 1, 2 index) and (level + 1, 2 index + 1) of (level, index) from its own
 * w, h [n]: one step of the descent, for callers that walk the tree; level < FPK_TREE_DEPTH, n <=
 * FPK_BLOCK. particle [n]: their numbers, in any order. Any output may be an input. Cost: one pair
 * of normals each. */
void fpk_tree_split(const struct fpk_tree *tree, unsigned level, uint64_t index, size_t n,
                    const uint64_t *particle, const double *w, const double *h, double *w_left,
                    double *h_left, double *w_right, double *h_right);

/* out [n] <- W(t) - W(t0) for any t in [t0, t1]: by descent to the deepest level, t being rounded
 * to the nearest of its 2^FPK_TREE_DEPTH + 1 times; n <= FPK_BLOCK. */
void fpk_tree_at(const struct fpk_tree *tree, double t, uint64_t first, size_t n, double *out);

#endif
