/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/normal.h"

#include "philox_kernel.h"

#include <assert.h>
#include <string.h>

#define PASS  (2 * FPK_PAIRS) /* numbers per pass */
#define GROUP 16              /* numbers per group of eight pairs */

typedef void transform_fn(size_t n, const uint64_t *a, const uint64_t *b, double *out);

/* The counter of the pairs from `pair` on; docs/random.md. */
static void counter_of(struct fpk_stream s, uint64_t pair, uint32_t c[4])
{
    c[0] = (uint32_t)pair;
    c[1] = (uint32_t)(pair >> 32) | (uint32_t)(s.step >> 32) << 16;
    c[2] = (uint32_t)s.step;
    c[3] = s.component | s.draw << 12 | (uint32_t)s.purpose << 24;
}

/* Numbers from .. to - 1, all in one pass and both multiples of GROUP: there neither the upper half
 * of the pair number changes nor does the lower half wrap. */
static void fill_groups(struct fpk_stream s, uint64_t from, uint64_t to, transform_fn *transform,
                        double *out)
{
    uint64_t a[FPK_PAIRS_ROOM], b[FPK_PAIRS_ROOM];
    uint32_t c[4];
    size_t pairs = (size_t)(to - from) / 2;
    counter_of(s, from / 2, c);
    FPK_DISPATCH(fpk_philox_kernel)(pairs, c, s.seed, a, b);
    transform(pairs, a, b, out);
}

static void fill(struct fpk_stream s, uint64_t first, size_t n, transform_fn *transform,
                 double *out)
{
    assert(s.step >> 40 == 0 && s.component >> 12 == 0 && s.draw >> 12 == 0);
    assert(first >> 48 == 0 && n <= ((uint64_t)1 << 48) - first);
    uint64_t end = first + n;
    while (first < end) {
        uint64_t pass_end = (first / PASS + 1) * PASS;
        uint64_t stop = end < pass_end ? end : pass_end;
        uint64_t from = first / GROUP * GROUP, to = (stop + GROUP - 1) / GROUP * GROUP;
        if (from == first && to == stop) {
            fill_groups(s, from, to, transform, out);
        } else {
            double part[PASS];
            fill_groups(s, from, to, transform, part);
            memcpy(out, part + (first - from), (size_t)(stop - first) * sizeof *out);
        }
        out += stop - first;
        first = stop;
    }
}

void fpk_normal_fill(struct fpk_stream stream, uint64_t first, size_t n, double *out)
{
    fill(stream, first, n, FPK_DISPATCH(fpk_normal_kernel), out);
}

void fpk_uniform_fill(struct fpk_stream stream, uint64_t first, size_t n, double *out)
{
    fill(stream, first, n, FPK_DISPATCH(fpk_uniform_kernel), out);
}
