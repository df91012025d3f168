/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/normal.h"

#include "philox_priv.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* The counter of a pair of numbers (docs/random.md). */
static void counter_of(struct fpk_stream s, uint64_t pair, uint32_t c[4])
{
    c[0] = (uint32_t)pair;
    c[1] = (uint32_t)(pair >> 32) | (uint32_t)(s.step >> 32) << 16;
    c[2] = (uint32_t)s.step;
    c[3] = s.component | s.draw << 12 | (uint32_t)s.purpose << 24;
}

/* The two 64-bit words of the pair that holds particle i, and whether i is its second number. */
static int words_of(struct fpk_stream s, uint64_t i, uint64_t *a, uint64_t *b)
{
    uint32_t c[4];
    counter_of(s, i / 16 * 8 + i % 8, c);
    fpk_philox(c, (uint32_t)s.seed, (uint32_t)(s.seed >> 32));
    *a = c[0] | (uint64_t)c[1] << 32;
    *b = c[2] | (uint64_t)c[3] << 32;
    return i % 16 >= 8;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static double normal_of(struct fpk_stream s, uint64_t i)
{
    uint64_t a, b;
    int second = words_of(s, i, &a, &b);
    double u = 2 - from_bits(0x3ff0000000000000u | a >> 12);
    double t = from_bits(0x3ff0000000000000u | (b & 0xfffffffffffffu)) - 1.5;
    double r = sqrt(-2 * fpk_log(u));
    int swap = (int)(b >> 62 & 1);
    double turn = FPK_PI / 2 * t, z = r * (swap != second ? fpk_sin(turn) : fpk_cos(turn));
    return b >> 63 ? -z : z;
}

static double uniform_of(struct fpk_stream s, uint64_t i)
{
    uint64_t a, b;
    int second = words_of(s, i, &a, &b);
    return from_bits(0x3ff0000000000000u | (second ? b : a) >> 12) - (1 - 0x1p-53);
}

static void check_stream(struct fpk_stream s, uint64_t first, size_t n)
{
    assert(s.step >> 40 == 0 && s.component >> 12 == 0 && s.draw >> 12 == 0);
    assert(first >> 48 == 0 && (n == 0 || (first + n - 1) >> 48 == 0));
    (void)s, (void)first, (void)n;
}

void fpk_normal_fill(struct fpk_stream stream, uint64_t first, size_t n, double *out)
{
    check_stream(stream, first, n);
    for (size_t i = 0; i < n; i++)
        out[i] = normal_of(stream, first + i);
}

void fpk_uniform_fill(struct fpk_stream stream, uint64_t first, size_t n, double *out)
{
    check_stream(stream, first, n);
    for (size_t i = 0; i < n; i++)
        out[i] = uniform_of(stream, first + i);
}
