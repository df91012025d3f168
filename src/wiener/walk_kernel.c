/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk_kernel.h"

/* Sums of neighbouring fields of 1, 2, 4, ... bits; shifts and additions only, which every vector
 * unit has (a multiplication of 64 bits or a vector popcount few have). */
static inline uint64_t ones(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    x += x >> 8;
    x += x >> 16;
    x += x >> 32;
    return x & 0x7f;
}

void FPK_KERNEL(fpk_walk_kernel)(size_t n, uint64_t mask, const uint64_t *restrict a,
                                 const uint64_t *restrict b, uint64_t *restrict count)
{
    for (size_t g = 0; g < n; g += 8) {
        for (size_t j = 0; j < 8; j++)
            count[2 * g + j] += ones(a[g + j] & mask);
        for (size_t j = 0; j < 8; j++)
            count[2 * g + 8 + j] += ones(b[g + j] & mask);
    }
}
