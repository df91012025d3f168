/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of doubles, hi + lo with |lo| <= ulp(hi)/2: about 100 correct bits from + - * / alone.
 *
 * Every function here is straight-line code, so that loops over it vectorise, and uses no fused
 * operation, so that all instruction sets give the same bits. Dekker 1971,
 * doi:10.1007/BF01397083; Knuth, TAOCP vol. 2, 4.2.2. */
#ifndef FPK_NUMERIC_DOUBLE_DOUBLE_PRIV_H
#define FPK_NUMERIC_DOUBLE_DOUBLE_PRIV_H

#include <stdint.h>
#include <string.h>

/* In front of a loop over elements: out may be x itself, and nothing else overlaps. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed" /* sanitizers keep loops scalar: slow, not wrong */
#define FPK_VECTOR_LOOP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define FPK_VECTOR_LOOP _Pragma("GCC ivdep")
#else
#define FPK_VECTOR_LOOP
#endif

/* Long functions called once in such a loop: clang would leave the call, and the loop scalar. */
#if defined(__GNUC__)
#define FPK_CORE static inline __attribute__((always_inline))
#else
#define FPK_CORE static inline
#endif

#define FPK_ROUNDER 0x1.8p52 /* t + this - this = t rounded to an integer, |t| < 2^51 */

struct dd {
    double hi, lo;
};

static inline uint64_t bits_of(double x)
{
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static inline double from_bits(uint64_t b)
{
    double x;
    memcpy(&x, &b, sizeof x);
    return x;
}

/* 2^k for an integral k in [-1022, 1023]. */
static inline double power_of_two(double k)
{
    return from_bits(bits_of(k + (FPK_ROUNDER + 1023)) << 52);
}

/* a + b exactly, for |a| >= |b| or a = 0. */
FPK_CORE struct dd quick_sum(double a, double b)
{
    double s = a + b;
    return (struct dd){s, b - (s - a)};
}

/* a + b exactly. */
FPK_CORE struct dd two_sum(double a, double b)
{
    double s = a + b, t = s - a;
    return (struct dd){s, (a - (s - t)) + (b - t)};
}

/* a b to 2^-105 relative: the upper halves are exact products, the masks never overflow. */
FPK_CORE struct dd two_product(double a, double b)
{
    double p = a * b;
    double ah = from_bits(bits_of(a) & 0xfffffffff8000000u), al = a - ah;
    double bh = from_bits(bits_of(b) & 0xfffffffff8000000u), bl = b - bh;
    return (struct dd){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

FPK_CORE struct dd dd_add(struct dd a, struct dd b)
{
    struct dd s = two_sum(a.hi, b.hi);
    return quick_sum(s.hi, s.lo + (a.lo + b.lo));
}

FPK_CORE struct dd dd_mul(struct dd a, struct dd b)
{
    struct dd p = two_product(a.hi, b.hi);
    return quick_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

FPK_CORE struct dd dd_div(struct dd a, struct dd b)
{
    double q = a.hi / b.hi;
    struct dd p = two_product(q, b.hi);
    return quick_sum(q, ((a.hi - p.hi) - p.lo + a.lo - q * b.lo) / b.hi);
}

FPK_CORE struct dd dd_scale(struct dd a, double power)
{
    return (struct dd){a.hi * power, a.lo * power};
}

#endif
