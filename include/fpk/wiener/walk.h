/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random walk: S_n = x_1 + ... + x_n with independent steps +-1, each with probability 1/2, whose
 * scaled path sqrt(dt) S_{t/dt} tends to the Wiener process (Donsker 1951).
 *
 *     P(S_n = 2k - n) = C(n, k) 2^-n
 */
#ifndef FPK_WIENER_WALK_H
#define FPK_WIENER_WALK_H

#include "fpk/wiener/normal.h"

/* out [n] <- S_steps of walkers first .. first + n - 1, whole numbers, exactly distributed; bits
 * come 64 at a time (popcount), so a walk costs steps/64 words. Adding ranges: the walk of steps
 * a + b (b from `begin` a) is the sum of the two; begin a multiple of 64. */
void fpk_walk(struct fpk_stream stream, uint64_t begin, uint64_t steps, uint64_t first, size_t n,
              double *out);

/* pmf [n + 1] <- P(S_n = 2k - n), k = 0..n, each to a relative error of 1e-13; n <= 2^24. */
void fpk_walk_law(size_t n, double *pmf);

/* sup_x |P(S_n <= x sqrt(n)) - Phi(x)|, exact over the jumps: the distance to the limit, of order
 * n^-1/2 (Berry-Esseen); half the largest jump, (2 pi n)^-1/2, to leading order. */
double fpk_walk_distance(size_t n);

#endif
