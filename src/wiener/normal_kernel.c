/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bits -> uniforms and normals (Box and Muller 1958, doi:10.1214/aoms/1177706645).
 *
 *     r = sqrt(-2 log u),   (r cos(pi t/2), r sin(pi t/2)),   u in (0, 1], t in [-1/2, 1/2)
 *
 * t covers a quarter of the circle; a bit exchanges the two numbers and a bit flips both signs, for
 * the other quarters. The polynomials are this file's own, so that a better log in the numeric
 * layer can never change a random number. Coefficients: Sollya's fpminimax; docs/random.md. */
#include "philox_kernel.h"

#include <math.h>
#include <string.h>

#define ONE_BITS       0x3ff0000000000000u
#define SQRT_HALF_BITS 0x3fe6a09e667f3bcdu
#define MANTISSA       0x000fffffffffffffu

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed" /* sanitizers keep loops scalar: slow, not wrong */
#define VECTOR_LOOP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define VECTOR_LOOP _Pragma("GCC ivdep")
#else
#define VECTOR_LOOP
#endif

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

/* sqrt(-2 log u) for u = 2 - m, m in [1, 2) with the upper 52 bits of a for mantissa. With
 * u = 2^k (1 + f), s = f/(2 + f): log u = k ln 2 + s (2 + s^2 L(s^2)). */
static inline double radius(uint64_t a)
{
    double u = 2 - from_bits(a >> 12 | ONE_BITS);
    uint64_t b = bits_of(u) + (ONE_BITS - SQRT_HALF_BITS);
    double k = from_bits(b >> 52 | 0x4330000000000000u) - (0x1p52 + 1023);
    double f = from_bits((b & MANTISSA) + SQRT_HALF_BITS) - 1;
    double s = f / (2 + f), z = s * s;
    double p = 0x1.2b5b8533b7489p-3;
    p = p * z + 0x1.39fe212aea87bp-3;
    p = p * z + 0x1.7462b661a6659p-3;
    p = p * z + 0x1.c71c62e0b72cbp-3;
    p = p * z + 0x1.2492492df3035p-2;
    p = p * z + 0x1.9999999995303p-2;
    p = p * z + 0x1.5555555555558p-1;
    p = p * z + 2;
    return sqrt(-2 * (k * 0x1.62e42fefa39efp-1 + s * p));
}

static inline double sine(double t, double z)
{
    double p = 0x1.e357ef99eb0bap-25;
    p = p * z + -0x1.e2fe76fdffd2bp-19;
    p = p * z + 0x1.50782d5f14825p-13;
    p = p * z + -0x1.32d2ccdfe9424p-8;
    p = p * z + 0x1.466bc67754fffp-4;
    p = p * z + -0x1.4abbce625be09p-1;
    p = p * z + 0x1.921fb54442d18p0;
    return p * t;
}

static inline double cosine(double z)
{
    double p = 0x1.f3dca8531a138p-22;
    p = p * z + -0x1.a6c9c96ed0881p-16;
    p = p * z + 0x1.e1f4fb8227887p-11;
    p = p * z + -0x1.55d3c7dc3b7f3p-6;
    p = p * z + 0x1.03c1f081b0e01p-2;
    p = p * z + -0x1.3bd3cc9be459dp0;
    return p * z + 1;
}

void FPK_KERNEL(fpk_normal_kernel)(size_t n, const uint64_t *a, const uint64_t *b, double *out)
{
    for (size_t g = 0; g < n; g += 8) {
        VECTOR_LOOP
        for (size_t j = 0; j < 8; j++) {
            uint64_t w = b[g + j];
            double t = from_bits((w & MANTISSA) | ONE_BITS) - 1.5, z = t * t;
            uint64_t sign = w & 0x8000000000000000u;
            uint64_t r = bits_of(radius(a[g + j])) ^ sign;
            uint64_t c = bits_of(cosine(z)), s = bits_of(sine(t, z));
            uint64_t exchange = (c ^ s) & (0 - (w >> 62 & 1));
            out[2 * g + j] = from_bits(r) * from_bits(c ^ exchange);
            out[2 * g + 8 + j] = from_bits(r) * from_bits(s ^ exchange);
        }
    }
}

/* (k + 1/2) 2^-52 with the upper 52 bits of a word for k. */
void FPK_KERNEL(fpk_uniform_kernel)(size_t n, const uint64_t *a, const uint64_t *b, double *out)
{
    for (size_t g = 0; g < n; g += 8) {
        VECTOR_LOOP
        for (size_t j = 0; j < 8; j++) {
            out[2 * g + j] = from_bits(a[g + j] >> 12 | ONE_BITS) - (1 - 0x1p-53);
            out[2 * g + 8 + j] = from_bits(b[g + j] >> 12 | ONE_BITS) - (1 - 0x1p-53);
        }
    }
}
