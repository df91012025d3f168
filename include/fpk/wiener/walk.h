/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random walk: S_n = x_1 + ... + x_n with independent steps +-1, each with probability 1/2, whose
 * scaled path sqrt(dt) S_{t/dt} tends to the Wiener process (Donsker 1951).
 *
 *     P(S_n = 2k - n) = C(n, k) 2^-n
 */
#ifndef FPK_WIENER_WALK_H
#define FPK_WIENER_WALK_H

#include "fpk/wiener/normal.h"

/* out [n] <- S of the steps begin .. begin + steps - 1 of walkers first .. first + n - 1, whole
 * numbers, exactly distributed. Ranges add: the walk of a + b steps from `begin` is that of a from
 * `begin` and of b from begin + a; begin and a multiples of 64. Steps come 64 at a time, as all the
 * bits of a word: a walk costs steps/64 of them, 1 ns each with AVX-512. The words are those of
 * steps stream.step + begin/64, ... of the stream (docs/random.md), so that its normals are not
 * independent of the walk; stream.step + (begin + steps + 63)/64 <= 2^40. */
void fpk_walk(struct fpk_stream stream, uint64_t begin, uint64_t steps, uint64_t first, size_t n,
              double *out);

/* pmf [n + 1] <- P(S_n = 2k - n), k = 0..n, each to a relative error of 1e-15 unless it is
 * subnormal; n <= 2^24. Cost: n stores, and at most 20 sqrt(n) quotients of 15 ns. */
void fpk_walk_law(size_t n, double *pmf);

/* sup_x |P(S_n <= x sqrt(n)) - Phi(x)|, exact over the jumps: the distance to the limit, of order
 * n^-1/2 (Berry-Esseen); half the largest jump, (2 pi n)^-1/2, to leading order. To 2e-16; n <=
 * 2^50, cost 6 sqrt(n) times .1 us. n = 0 has 1/2. */
double fpk_walk_distance(size_t n);

#endif
