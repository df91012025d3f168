/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers as a pure function: (seed; purpose, particle, step, component, draw) -> value.
 *
 * The seed is the key of Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011,
 * doi:10.1145/2063384.2063405), everything else is in its 128-bit counter, laid out in
 * docs/random.md. There is no generator and no state: any number can be computed again alone, in
 * any order, on any thread. */
#ifndef FPK_WIENER_NORMAL_H
#define FPK_WIENER_NORMAL_H

#include <stddef.h>
#include <stdint.h>

/* What a number is drawn for; two purposes never share a number. */
enum fpk_purpose {
    FPK_FOR_START = 1,     /* the initial positions */
    FPK_FOR_INCREMENT = 2, /* Brownian increments of an SDE */
    FPK_FOR_SAMPLER = 3,   /* the noises of a sampler's plan */
    FPK_FOR_DATA = 4,      /* samples of a target */
    FPK_FOR_TEST = 5,      /* checks, bootstraps, resampling */
    FPK_FOR_TREE = 6       /* nodes of a Brownian tree (wiener/tree.h) */
};

/* Which stream of numbers: everything but the particle. */
struct fpk_stream {
    uint64_t seed;
    enum fpk_purpose purpose;
    uint64_t step;      /* < 2^40 */
    uint32_t component; /* < 2^12: component of the noise vector */
    uint32_t draw;      /* < 2^12: further draws of the same step */
};

/* out[i] <- standard normal of particle first + i, i = 0..n-1, for any first, first + n <= 2^48.
 * Block boundaries do not matter: a range gives the same bits as its parts; first and n multiples
 * of 512 are fastest. |z| < 8.5 (52-bit uniforms); error of a value at most 3.5 ulp. About 1.4 ns
 * each with AVX-512. */
void fpk_normal_fill(struct fpk_stream stream, uint64_t first, size_t n, double *out);

/* The same with uniforms on (0, 1), both ends excluded, 52 bits. Uniforms and normals of one stream
 * come from the same counters and are NOT independent: use another draw or purpose. */
void fpk_uniform_fill(struct fpk_stream stream, uint64_t first, size_t n, double *out);

/* z1[i], z2[i] <- both numbers of pair[i] < 2^48, scattered as they may be: the numbers that
 * fpk_normal_fill gives to particles q = 16 floor(pair/8) + pair mod 8 and q + 8, the same bits.
 * z1 and z2 are apart from each other and from pair. Any n; n a multiple of 256 is fastest; about
 * 1.7 ns per normal with AVX-512, and 100 ns for one pair alone. */
void fpk_normal_pairs(struct fpk_stream stream, size_t n, const uint64_t *pair, double *z1,
                      double *z2);

#endif
