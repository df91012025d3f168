/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bits -> uniforms and normals (Box and Muller 1958, doi:10.1214/aoms/1177706645).
 *
 *     r = sqrt(-2 log u),   (r cos(pi t/2), r sin(pi t/2)),   u in (0, 1], t in [-1/2, 1/2)
 *
 * t covers a quarter of the circle; a bit exchanges the two numbers and a bit flips both signs, for
 * the other quarters. The polynomials are this file's own, so that a better log in the numeric
 * layer can never change a random number. Coefficients: Sollya's fpminimax; docs/random.md.
 *
 * A normal passes a division, a square root and some thirty operations that wait for each other,
 * more than the CPU can look ahead; so a pass is made in three loops whose chains are short (1.39
 * ns with AVX-512 and 2.1 with AVX2, in one loop 1.51 and 2.43). */
#include "philox_kernel.h"

#include "fpk/base/memory.h"

#include "lanes_priv.h"

#define ONE_BITS       0x3ff0000000000000u
#define SQRT_HALF_BITS 0x3fe6a09e667f3bcdu
#define MANTISSA       0x000fffffffffffffu
#define SIGN           0x8000000000000000u
#define GROUP          8 /* pairs whose first numbers stand together */

/* u = 2 - m, m in [1, 2) with the upper 52 bits of a for mantissa, is 2^k (1 + f) with 1 + f within
 * sqrt(2) of 1; s = f/(2 + f). */
static inline void split(lanes a, double *k, double *s)
{
    reals u = 2 - reals_of(lanes_or(lanes_right(a, 12), lanes_all(ONE_BITS)));
    lanes b = lanes_add(lanes_of(u), lanes_all(ONE_BITS - SQRT_HALF_BITS));
    lanes power = lanes_or(lanes_right(b, 52), lanes_all(0x4330000000000000u));
    lanes fraction = lanes_and(b, lanes_all(MANTISSA));
    reals f = reals_of(lanes_add(fraction, lanes_all(SQRT_HALF_BITS))) - 1;
    reals_store(k, reals_of(power) - reals_all(0x1p52 + 1023));
    reals_store(s, f / (2 + f));
}

/* sqrt(-2 log u) with log u = k ln 2 + s (2 + s^2 L(s^2)); the factor -2 is in the coefficients,
 * exactly. */
static inline reals radius(reals k, reals s)
{
    reals z = s * s;
    reals p = reals_all(-0x1.2b5b8533b7489p-2);
    p = p * z - 0x1.39fe212aea87bp-2;
    p = p * z - 0x1.7462b661a6659p-2;
    p = p * z - 0x1.c71c62e0b72cbp-2;
    p = p * z - 0x1.2492492df3035p-1;
    p = p * z - 0x1.9999999995303p-1;
    p = p * z - 0x1.5555555555558p0;
    p = p * z - 4;
    return reals_sqrt(k * -0x1.62e42fefa39efp0 + s * p);
}

static inline reals sine(reals t, reals z)
{
    reals p = reals_all(0x1.e357ef99eb0bap-25);
    p = p * z - 0x1.e2fe76fdffd2bp-19;
    p = p * z + 0x1.50782d5f14825p-13;
    p = p * z - 0x1.32d2ccdfe9424p-8;
    p = p * z + 0x1.466bc67754fffp-4;
    p = p * z - 0x1.4abbce625be09p-1;
    p = p * z + 0x1.921fb54442d18p0;
    return p * t;
}

static inline reals cosine(reals z)
{
    reals p = reals_all(0x1.f3dca8531a138p-22);
    p = p * z - 0x1.a6c9c96ed0881p-16;
    p = p * z + 0x1.e1f4fb8227887p-11;
    p = p * z - 0x1.55d3c7dc3b7f3p-6;
    p = p * z + 0x1.03c1f081b0e01p-2;
    p = p * z - 0x1.3bd3cc9be459dp0;
    return p * z + 1;
}

/* The two numbers at radius r in the direction of the word w. */
static inline void turn(lanes w, reals r, double *first, double *second)
{
    reals t = reals_of(lanes_and_or(w, lanes_all(MANTISSA), lanes_all(ONE_BITS))) - 1.5, z = t * t;
    r = reals_of(lanes_and_xor(w, lanes_all(SIGN), lanes_of(r)));
    reals c = r * cosine(z), s = r * sine(t, z);
    reals_store(first, reals_choose62(w, c, s));
    reals_store(second, reals_choose62(w, s, c));
}

#define EACH_VECTOR                                                                                \
    for (size_t g = 0; g < n; g += GROUP)                                                          \
        for (size_t i = g, at = 2 * g; i < g + GROUP; i += LANES, at += LANES)

void FPK_KERNEL(fpk_normal_kernel)(size_t n, const uint64_t *a, const uint64_t *b, double *out)
{
    _Alignas(FPK_ALIGN) double k[FPK_PAIRS];
    _Alignas(FPK_ALIGN) double s[FPK_PAIRS];
    for (size_t i = 0; i < n; i += LANES)
        split(lanes_load(a + i), k + i, s + i);
    for (size_t i = 0; i < n; i += LANES)
        reals_store(k + i, radius(reals_load(k + i), reals_load(s + i)));
    EACH_VECTOR turn(lanes_load(b + i), reals_load(k + i), out + at, out + at + GROUP);
}

/* (k + 1/2) 2^-52 with the upper 52 bits of a word for k. */
static inline reals uniform(lanes word)
{
    lanes k = lanes_right(word, 12);
    return reals_of(lanes_or(k, lanes_all(ONE_BITS))) - reals_all(1 - 0x1p-53);
}

void FPK_KERNEL(fpk_uniform_kernel)(size_t n, const uint64_t *a, const uint64_t *b, double *out)
{
    EACH_VECTOR
    {
        reals_store(out + at, uniform(lanes_load(a + i)));
        reals_store(out + at + GROUP, uniform(lanes_load(b + i)));
    }
}
