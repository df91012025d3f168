/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp and its relatives: x = k ln 2 + r, |r| <= ln(2)/2, e^x = 2^k e^r, with e^r a polynomial.
 * Coefficients: fpminimax of Sollya (docs/numeric.md). */
#ifndef FPK_NUMERIC_EXPONENTIAL_PRIV_H
#define FPK_NUMERIC_EXPONENTIAL_PRIV_H

#include "double_double_priv.h"

#define LOG2_E 0x1.71547652b82fep+0
#define LN2_HI 0x1.62e42fefa3800p-1 /* 42 bits: k LN2_HI is exact */
#define LN2_LO 0x1.ef35793c76730p-45

/* m 2^k for 1/4 < m < 4, rounded once while the result is normal; k in [-2100, 2000]. */
FPK_CORE double scale_by(double m, double k)
{
    double half = (k * 0.5 + FPK_ROUNDER) - FPK_ROUNDER;
    return m * power_of_two(half) * power_of_two(k - half);
}

/* e^x for every double. Beyond the clamps the result is 0 or infinite all the same; NaN passes.
 * Both exponents of the scaling come from the low bits of t, which hold k + 2046: additions are
 * what this function is made of and the integer units are idle. */
static inline double exp_core(double x)
{
    double v = x > 710 ? 710 : x;
    v = v < -746 ? -746 : v;
    double t = v * LOG2_E + (FPK_ROUNDER + 2046), k = t - (FPK_ROUNDER + 2046);
    uint64_t both = bits_of(t) & 0xfff, half = both >> 1;
    double hi = v - k * LN2_HI, lo = k * LN2_LO;
    double r = hi - lo, c = (hi - r) - lo;
    double p = 0x1.af858df694abbp-26;
    p = p * r + 0x1.28b10753051c1p-22;
    p = p * r + 0x1.71dddfc93e4a6p-19;
    p = p * r + 0x1.a01995aaf15ebp-16;
    p = p * r + 0x1.a01a01bae2a18p-13;
    p = p * r + 0x1.6c16c1860bca9p-10;
    p = p * r + 0x1.111111110d63cp-7;
    p = p * r + 0x1.555555554fdf8p-5;
    p = p * r + 0x1.5555555555561p-3;
    p = p * r + 0x1.000000000000cp-1;
    double m = 1 + (r + (c + r * r * p));
    return m * from_bits(half << 52) * from_bits((both - half) << 52);
}

/* e^r - 1 for |r.hi| <= 0.35 to 2^-60 relative: r + r^2/2 in pairs, the rest in one double. */
FPK_CORE struct dd expm1_reduced(struct dd r)
{
    double h = r.hi, p = 0x1.7b3170385762dp-31;
    p = p * h + 0x1.1f6655211a22bp-29;
    p = p * h + 0x1.aad6763fad0b4p-26;
    p = p * h + 0x1.27e4e585f57ccp-22;
    p = p * h + 0x1.71df4a1304016p-19;
    p = p * h + 0x1.a01a01a10b36p-16;
    p = p * h + 0x1.a01a0153833a7p-13;
    p = p * h + 0x1.6c16c16c17936p-10;
    p = p * h + 0x1.111111111b154p-7;
    p = p * h + 0x1.5555555555552p-5;
    p = p * h + 0x1.5555555555537p-3;
    struct dd square = two_product(h, h);
    struct dd s = two_sum(h, 0.5 * square.hi);
    double rest = r.lo + h * r.lo + (s.lo + 0.5 * square.lo) + square.hi * h * p;
    return quick_sum(s.hi, rest);
}

/* x = *k ln 2 + r. |x.hi| <= 2000. */
FPK_CORE struct dd exp_reduce(struct dd x, double *k)
{
    *k = (x.hi * LOG2_E + FPK_ROUNDER) - FPK_ROUNDER;
    struct dd r = two_sum(x.hi - *k * LN2_HI, -*k * LN2_LO);
    return quick_sum(r.hi, r.lo + x.lo);
}

/* e^x = m 2^*k, m in (0.7, 1.42), to 2^-60 relative. */
FPK_CORE struct dd exp_pair(struct dd x, double *k)
{
    struct dd e = expm1_reduced(exp_reduce(x, k));
    struct dd m = quick_sum(1, e.hi);
    return quick_sum(m.hi, m.lo + e.lo);
}

/* (e^x - 1)/2 to 2^-59 relative, for -60 <= x.hi <= 710: halved so that it does not overflow. */
FPK_CORE struct dd half_expm1_pair(struct dd x)
{
    double k;
    struct dd e = expm1_reduced(exp_reduce(x, &k));
    double power = power_of_two(k - 1);
    return dd_add(two_sum(power, -0.5), dd_scale(e, power));
}

static inline double expm1_core(double x)
{
    double v = x > 710 ? 710 : x;
    v = v < -60 ? -60 : v;
    double e = 2 * half_expm1_pair((struct dd){v, 0}).hi;
    double size = x < 0 ? -x : x;
    return size < 0x1p-54 || x != x ? x : e;
}

/* (e^2x - 1)/(e^2x + 1); beyond 22 it is +-1 to half an ulp. */
static inline double tanh_core(double x)
{
    double v = x > 22 ? 22 : x;
    v = v < -22 ? -22 : v;
    struct dd h = half_expm1_pair((struct dd){2 * v, 0});
    double t = dd_div(h, dd_add((struct dd){1, 0}, h)).hi;
    double size = x < 0 ? -x : x;
    return size < 0x1p-30 || x != x ? x : t;
}

#endif
