/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sin, cos, tan: x = q pi/2 + r, |r| <= pi/4, r as a pair.
 *
 * For |x| <= 2^20 pi/2 is taken in parts of 33, 33, 33 and 53 bits, so that q times each of the
 * first three is exact (Cody and Waite 1980); beyond, reduce_large (reduction.c). */
#ifndef FPK_NUMERIC_TRIGONOMETRIC_PRIV_H
#define FPK_NUMERIC_TRIGONOMETRIC_PRIV_H

#include "double_double_priv.h"

#define TRIG_FAST 0x1p20 /* largest |x| of the fast reduction */

/* For finite |x| > TRIG_FAST: q modulo 4, and r. Payne and Hanek 1983,
 * doi:10.1145/1057600.1057602. */
uint64_t fpk_reduce_large(double x, struct dd *r);

/* q modulo 2^51 in the low bits of the result. */
static inline uint64_t reduce_small(double x, struct dd *r)
{
    double t = x * 0x1.45f306dc9c883p-1 + FPK_ROUNDER, q = t - FPK_ROUNDER;
    double y = x - q * 0x1.921fb54400000p+0;
    struct dd a = two_sum(y, q * -0x1.0b4611a600000p-34);
    struct dd b = two_sum(a.hi, q * -0x1.3198a2e000000p-69);
    *r = quick_sum(b.hi, b.lo + (a.lo - q * 0x1.b839a252049c1p-104));
    return bits_of(t);
}

/* (sin r - r)/r^3 and (cos r - 1 + r^2/2)/r^4 in z = r^2, |r| <= pi/4 (Sollya's fpminimax). */
static inline double sin_rest(double z)
{
    double p = -0x1.8dbcc41816166p-41;
    p = p * z + 0x1.60e68fae7ea57p-33;
    p = p * z + -0x1.ae63f909cfa2ap-26;
    p = p * z + 0x1.71de3a10dc51fp-19;
    p = p * z + -0x1.a01a019fe8dfep-13;
    p = p * z + 0x1.111111111101fp-7;
    return p * z + -0x1.5555555555555p-3;
}

static inline double cos_rest(double z)
{
    double p = -0x1.90734d02b3f33p-37;
    p = p * z + 0x1.1eeb578302a43p-29;
    p = p * z + -0x1.27e4fa0294bd1p-22;
    p = p * z + 0x1.a01a019f37fa7p-16;
    p = p * z + -0x1.6c16c16c168c9p-10;
    return p * z + 0x1.5555555555555p-5;
}

/* sin(r) and cos(r) as a leading part and a correction. */
static inline struct dd sin_pair(struct dd r)
{
    double z = r.hi * r.hi;
    return (struct dd){r.hi, r.hi * z * sin_rest(z) + (r.lo - 0.5 * z * r.lo)};
}

static inline struct dd cos_pair(struct dd r)
{
    double z = r.hi * r.hi, half = 0.5 * z, w = 1 - half;
    return (struct dd){w, ((1 - w) - half) + (z * z * cos_rest(z) - r.hi * r.lo)};
}

/* sin(q pi/2 + r): the parity of q picks the function, its second bit the sign. */
static inline double sin_of_quadrant(uint64_t q, struct dd r)
{
    struct dd s = sin_pair(r), c = cos_pair(r);
    uint64_t odd = 0 - (q & 1), sign = (q & 2) << 62;
    uint64_t b = (bits_of(c.hi + c.lo) & odd) | (bits_of(s.hi + s.lo) & ~odd);
    return from_bits(b ^ sign);
}

/* |x| <= TRIG_FAST. */
static inline double sin_core(double x)
{
    struct dd r;
    uint64_t q = reduce_small(x, &r);
    double y = sin_of_quadrant(q, r);
    return x == 0 ? x : y;
}

static inline double cos_core(double x)
{
    struct dd r;
    uint64_t q = reduce_small(x, &r);
    return sin_of_quadrant(q + 1, r);
}

#endif
