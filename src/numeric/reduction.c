/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trigonometric_priv.h"

#define WORDS 8 /* of 2/pi that matter: 256 bits, of which 62 may cancel and 120 are kept */

/* 2/pi = sum_j words[j] 2^(-32 (j + 1)), computed with mpmath. */
static const uint32_t two_over_pi[] = {
    0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu,
    0xdebbc561u, 0xb7246e3au, 0x424dd2e0u, 0x06492eeau, 0x09d1921cu, 0xfe1deb1cu, 0xb129a73eu,
    0xe88235f5u, 0x2ebb4484u, 0xe99c7026u, 0xb45f7e41u, 0x3991d639u, 0x835339f4u, 0x9c845f8bu,
    0xbdf9283bu, 0x1ff897ffu, 0xde05980fu, 0xef2f118bu, 0x5a0a6d1fu, 0x6d367ecfu, 0x27cb09b7u,
    0x4f463f66u, 0x9e5fea2du, 0x7527bac7u, 0xebe5f17bu, 0x3d0739f7u, 0x8a5292eau, 0x6bfb5fb1u,
    0x1f8d5d08u, 0x56033046u, 0xfc7b6babu, 0xf0cfbc20u, 0x9af4361du,
};

/* p [WORDS + 2], least significant first <- mantissa times the words first .. first + 7. */
static void multiply(uint64_t mantissa, int first, uint32_t *p)
{
    for (int i = 0; i < WORDS + 2; i++)
        p[i] = 0;
    for (int half = 0; half < 2; half++) {
        uint64_t factor = half ? mantissa >> 32 : mantissa & 0xffffffffu, carry = 0;
        for (int i = 0; i < WORDS; i++) {
            carry += factor * two_over_pi[first + WORDS - 1 - i] + p[i + half];
            p[i + half] = (uint32_t)carry;
            carry >>= 32;
        }
        p[WORDS + half] = (uint32_t)carry;
    }
}

/* 64 bits of p from bit `low` upwards; bits outside are 0. */
static uint64_t bits_from(const uint32_t *p, int low)
{
    uint64_t b = 0;
    for (int i = 0; i < 3; i++) {
        int word = low / 32 + i, shift = 32 * i - low % 32;
        uint64_t w = word < WORDS + 2 ? p[word] : 0;
        b |= shift >= 0 ? (shift < 64 ? w << shift : 0) : w >> -shift;
    }
    return b;
}

/* The 192-bit fraction f, most significant first, as a pair to 2^-100 relative. */
static struct dd fraction_of(const uint64_t f[3])
{
    uint64_t a = f[0], b = f[1], c = f[2];
    double power = 0x1p-53;
    if (a == 0) {
        a = b, b = c, c = 0;
        power *= 0x1p-64;
    }
    while (a != 0 && a >> 63 == 0) {
        a = a << 1 | b >> 63;
        b = b << 1 | c >> 63;
        c <<= 1;
        power *= 0.5;
    }
    double hi = (double)(a >> 11) * power;
    uint64_t next = a << 42 | b >> 22; /* the 53 bits after those, and no more */
    return (struct dd){hi, (double)(next & 0x1fffffffffffffu) * power * 0x1p-53};
}

uint64_t fpk_reduce_large(double x, struct dd *r)
{
    uint64_t bits = bits_of(x), mantissa = (bits & 0xfffffffffffffu) | 0x10000000000000u;
    int e = (int)(bits >> 52 & 0x7ff) - 1075; /* |x| = mantissa 2^e */
    int first = e < 2 ? 0 : (e - 2) / 32;     /* earlier words give multiples of 4 */
    uint32_t p[WORDS + 2];
    multiply(mantissa, first, p);
    int point = 32 * (first + WORDS) - e; /* the bit of p that weighs 1 */
    uint64_t q = bits_from(p, point) & 3;
    uint64_t f[3] = {bits_from(p, point - 64), bits_from(p, point - 128),
                     bits_from(p, point - 192)};
    int up = (int)(f[0] >> 63);
    if (up) { /* round to nearest: q + 1, and 1 - f */
        q++;
        f[2] = ~f[2] + 1;
        f[1] = ~f[1] + (f[2] == 0);
        f[0] = ~f[0] + (f[2] == 0 && f[1] == 0);
    }
    struct dd half_pi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
    *r = dd_mul(fraction_of(f), half_pi);
    int negative = (int)(bits >> 63);
    if (up != negative)
        *r = dd_scale(*r, -1);
    return negative ? 0 - q : q;
}
