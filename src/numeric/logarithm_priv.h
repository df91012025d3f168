/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log: x = 2^k (1 + f), 1 + f in [sqrt(1/2), sqrt 2), s = f/(2 + f), log(1 + f) = 2 atanh s.
 * Coefficients: fpminimax of Sollya (docs/numeric.md). */
#ifndef FPK_NUMERIC_LOGARITHM_PRIV_H
#define FPK_NUMERIC_LOGARITHM_PRIV_H

#include "exponential_priv.h"

#include <math.h>

#define SQRT_HALF_BITS 0x3fe6a09e667f3bcdu
#define ONE_BITS       0x3ff0000000000000u
#define MANTISSA       0x000fffffffffffffu

/* Positive x, subnormal or not: the part in [sqrt(1/2), sqrt 2), and the exponent as a double. */
FPK_CORE double split_exponent(double x, double *k)
{
    double small = x < 0x1p-1022 ? 54 : 0;
    double v = x < 0x1p-1022 ? x * 0x1p54 : x;
    uint64_t b = bits_of(v) + (ONE_BITS - SQRT_HALF_BITS);
    *k = from_bits(b >> 52 | 0x4330000000000000u) - (0x1p52 + 1023) - small;
    return from_bits((b & MANTISSA) + SQRT_HALF_BITS);
}

/* (2 atanh(s) - 2 s)/s in z = s^2. */
static inline double atanh_rest(double z)
{
    double p = 0x1.2b5b8533b7489p-3;
    p = p * z + 0x1.39fe212aea87bp-3;
    p = p * z + 0x1.7462b661a6659p-3;
    p = p * z + 0x1.c71c62e0b72cbp-3;
    p = p * z + 0x1.2492492df3035p-2;
    p = p * z + 0x1.9999999995303p-2;
    p = p * z + 0x1.5555555555558p-1;
    return p * z;
}

/* Every double. log(1+f) = f - (f^2/2 - s (f^2/2 + R)) keeps f exact: 2 s = f - s f. */
static inline double log_core(double x)
{
    double k, f = split_exponent(x, &k) - 1;
    double s = f / (2 + f), half = 0.5 * f * f;
    double y = k * LN2_HI - ((half - (s * (half + atanh_rest(s * s)) + k * LN2_LO)) - f);
    y = x == 0 ? -INFINITY : y;
    y = x < 0 ? NAN : y;
    return x != x || x == INFINITY ? x : y;
}

/* log of 2^k (m + c), m in [0.7, 1.42], |c| tiny, to about 2^-68 relative. */
FPK_CORE struct dd log_pair_split(double k, double m, double c)
{
    struct dd f = two_sum(m - 1, c), below = two_sum(2, f.hi);
    below.lo += f.lo;
    struct dd s = dd_div(f, below), z = dd_mul(s, s);
    double p = 0x1.d9cf8cfba024ap-4, h = z.hi;
    p = p * h + 0x1.e01ee351a42e7p-4;
    p = p * h + 0x1.1115a470d6479p-3;
    p = p * h + 0x1.3b13a51167a41p-3;
    p = p * h + 0x1.745d175535392p-3;
    p = p * h + 0x1.c71c71c7151d6p-3;
    p = p * h + 0x1.2492492492497p-2;
    struct dd two_fifths = {0x1.999999999999ap-2, -0x1.999999999999ap-56};
    struct dd two_thirds = {0x1.5555555555555p-1, 0x1.5555555555555p-55};
    struct dd q = dd_add(two_fifths, two_product(p, h));
    q = dd_mul(s, dd_mul(z, dd_add(two_thirds, dd_mul(z, q))));
    struct dd y = dd_add(dd_scale(s, 2), q);
    return dd_add(dd_add((struct dd){k * LN2_HI, 0}, two_product(k, LN2_LO)), y);
}

/* Positive finite x. */
FPK_CORE struct dd log_pair(double x)
{
    double k, m = split_exponent(x, &k);
    return log_pair_split(k, m, 0);
}

/* log of the pair x = hi + lo > 0, hi normal: the exponent is that of hi. */
FPK_CORE struct dd log_of_pair(struct dd x)
{
    double k, m = split_exponent(x.hi, &k);
    double c = scale_by(x.lo, -k);
    return log_pair_split(k, m, c);
}

#endif
