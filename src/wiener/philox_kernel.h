/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10 on many counters, and what is made of its bits; for dispatch and for tests.
 *
 * Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
 * doi:10.1145/2063384.2063405, section 3.3. */
#ifndef FPK_WIENER_PHILOX_KERNEL_H
#define FPK_WIENER_PHILOX_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>
#include <stdint.h>

#define FPK_PAIRS      256 /* pairs of numbers per pass: 4 KiB of bits, which stay in the cache */
#define FPK_PAIRS_ROOM 288 /* what a pass may write, rounded up to whole vectors */

#define FPK_PHILOX_M0 0xD2511F53u
#define FPK_PHILOX_M1 0xCD9E8D57u
#define FPK_PHILOX_W0 0x9E3779B9u /* golden ratio */
#define FPK_PHILOX_W1 0xBB67AE85u /* sqrt(3) - 1 */

/* For i < n <= FPK_PAIRS: encrypts the counter (c[0] + i, c[1], c[2], c[3]) under the key to four
 * words; a[i] <- the first two, b[i] <- the last two, low word first. c[0] + i must not wrap.
 * a and b have room for FPK_PAIRS_ROOM. */
FPK_KERNEL_DECLARE(void, fpk_philox_kernel,
                   (size_t n, const uint32_t c[4], uint64_t key, uint64_t *a, uint64_t *b));

/* The same for scattered counters: (lower half of pair[i], upper half | c[1], c[2], c[3]). pair has
 * room for FPK_PAIRS_ROOM, what is beyond n does not matter. */
FPK_KERNEL_DECLARE(void, fpk_philox_list_kernel,
                   (size_t n, const uint64_t *pair, const uint32_t c[4], uint64_t key, uint64_t *a,
                    uint64_t *b));

/* n pairs, n <= FPK_PAIRS a multiple of 8 -> out [2 n]: groups of eight first numbers, then eight
 * second. */
FPK_KERNEL_DECLARE(void, fpk_normal_kernel,
                   (size_t n, const uint64_t *a, const uint64_t *b, double *out));
FPK_KERNEL_DECLARE(void, fpk_uniform_kernel,
                   (size_t n, const uint64_t *a, const uint64_t *b, double *out));

#endif
