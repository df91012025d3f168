/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tile is summed apart and then written, so that the sum may be written over one of its terms
 * and the compiler need not fear it. */
#include "mix_priv.h"

#include <stdint.h>
#include <string.h>

enum { TILE = 128 };

/* An exponent of all ones, that of a NaN or an infinity, and one more, without the sign: the carry
 * is in the highest bit. */
static inline uint64_t carry_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (bits & 0x7fffffffffffffffu) + 0x0010000000000000u;
}

static inline uint64_t carries(size_t n, const double *x)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < n; i++)
        carry |= carry_of(x[i]);
    return carry;
}

/* sum <- its terms on [at, at + n). Two at a time, because most sums are of two. A sum begins at
 * +0, so that one of zeros is +0. */
static void add_terms(const struct fpk_mix_terms *terms, size_t at, size_t n, double *restrict sum)
{
    for (int j = 0; j < terms->n; j += 2) {
        const double *r = terms->r[j] + at;
        bool pair = j + 1 < terms->n, begin = j == 0;
        const double *q = pair ? terms->r[j + 1] + at : NULL;
        double c = terms->c[j], d = pair ? terms->c[j + 1] : 0;
        if (pair && begin)
            for (size_t i = 0; i < n; i++)
                sum[i] = (0 + c * r[i]) + d * q[i];
        else if (pair)
            for (size_t i = 0; i < n; i++)
                sum[i] = (sum[i] + c * r[i]) + d * q[i];
        else if (begin)
            for (size_t i = 0; i < n; i++)
                sum[i] = 0 + c * r[i];
        else
            for (size_t i = 0; i < n; i++)
                sum[i] += c * r[i];
    }
}

bool FPK_KERNEL(fpk_mix)(const struct fpk_mix_terms *terms, size_t n, double *out)
{
    double sum[TILE];
    uint64_t carry = 0;
    for (size_t at = 0; at < n; at += TILE) {
        size_t m = n - at < TILE ? n - at : TILE;
        add_terms(terms, at, m, sum);
        carry |= carries(m, sum);
        memcpy(out + at, sum, m * sizeof *sum);
    }
    return !(carry >> 63);
}

bool FPK_KERNEL(fpk_mix_noise)(size_t n, double s, const double *restrict z, double *restrict x)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < n; i++) {
        double next = x[i] + s * z[i];
        carry |= carry_of(next);
        x[i] = next;
    }
    return !(carry >> 63);
}

bool FPK_KERNEL(fpk_mix_finite)(size_t n, const double *x)
{
    return !(carries(n, x) >> 63);
}
