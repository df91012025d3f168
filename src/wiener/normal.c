/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/normal.h"

#include "fpk/base/memory.h"

#include "counter_priv.h"
#include "philox_kernel.h"

#include <string.h>

#define PASS  (2 * FPK_PAIRS) /* numbers per pass */
#define GROUP 16              /* numbers per group of eight pairs */

typedef void transform_fn(size_t n, const uint64_t *a, const uint64_t *b, double *out);

/* Numbers from .. to - 1, all in one pass and both multiples of GROUP: there neither the upper half
 * of the pair number changes nor does the lower half wrap. */
static void fill_groups(struct fpk_stream s, uint64_t from, uint64_t to, transform_fn *transform,
                        double *out)
{
    _Alignas(FPK_ALIGN) uint64_t a[FPK_PAIRS_ROOM];
    _Alignas(FPK_ALIGN) uint64_t b[FPK_PAIRS_ROOM];
    uint32_t c[4];
    size_t pairs = (size_t)(to - from) / 2;
    fpk_counter_of(s, from / 2, c);
    FPK_DISPATCH(fpk_philox_kernel)(pairs, c, s.seed, a, b);
    transform(pairs, a, b, out);
}

static void fill(struct fpk_stream s, uint64_t first, size_t n, transform_fn *transform,
                 double *out)
{
    assert(first >> 48 == 0 && n <= ((uint64_t)1 << 48) - first);
    uint64_t end = first + n;
    while (first < end) {
        uint64_t pass_end = (first / PASS + 1) * PASS;
        uint64_t stop = end < pass_end ? end : pass_end;
        uint64_t from = first / GROUP * GROUP, to = (stop + GROUP - 1) / GROUP * GROUP;
        if (from == first && to == stop) {
            fill_groups(s, from, to, transform, out);
        } else {
            _Alignas(FPK_ALIGN) double part[PASS];
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

/* A pass of scattered pairs; the list is padded because the kernels work on whole vectors (at most
 * the difference of FPK_PAIRS_ROOM and FPK_PAIRS at once). */
static void pairs_pass(struct fpk_stream s, size_t n, const uint64_t *pair, double *z1, double *z2)
{
    uint64_t a[FPK_PAIRS_ROOM], b[FPK_PAIRS_ROOM], padded[FPK_PAIRS_ROOM];
    double z[PASS];
    uint32_t c[4];
    fpk_counter_of(s, 0, c);
    memcpy(padded, pair, n * sizeof *pair);
    memset(padded + n, 0, (FPK_PAIRS_ROOM - FPK_PAIRS) * sizeof *pair);
    FPK_DISPATCH(fpk_philox_list_kernel)(n, padded, c, s.seed, a, b);
    FPK_DISPATCH(fpk_normal_kernel)((n + 7) / 8 * 8, a, b, z);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) { /* of a fixed size: no call */
        memcpy(z1 + i, z + 2 * i, 8 * sizeof *z1);
        memcpy(z2 + i, z + 2 * i + 8, 8 * sizeof *z2);
    }
    for (size_t j = i; j < n; j++) {
        z1[j] = z[i + j];
        z2[j] = z[i + j + 8];
    }
}

void fpk_normal_pairs(struct fpk_stream stream, size_t n, const uint64_t *pair, double *z1,
                      double *z2)
{
    for (size_t i = 0; i < n; i += FPK_PAIRS)
        pairs_pass(stream, n - i < FPK_PAIRS ? n - i : FPK_PAIRS, pair + i, z1 + i, z2 + i);
}
