/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/walk.h"

#include "counter_priv.h"
#include "philox_kernel.h"
#include "walk_kernel.h"

#include <string.h>

#define PASS  (2 * FPK_PAIRS) /* walkers per pass */
#define GROUP 16              /* walkers per group of eight pairs */

/* count [to - from] <- steps up among `steps`, word by word; from and to multiples of GROUP in one
 * pass. */
static void count_up(struct fpk_stream s, uint64_t steps, uint64_t from, uint64_t to,
                     uint64_t *count)
{
    uint64_t a[FPK_PAIRS_ROOM], b[FPK_PAIRS_ROOM];
    uint32_t c[4];
    size_t pairs = (size_t)(to - from) / 2;
    memset(count, 0, (size_t)(to - from) * sizeof *count);
    for (; steps > 0; s.step++) {
        uint64_t mask = steps < 64 ? ((uint64_t)1 << steps) - 1 : UINT64_MAX;
        fpk_counter_of(s, from / 2, c);
        FPK_DISPATCH(fpk_philox_kernel)(pairs, c, s.seed, a, b);
        FPK_DISPATCH(fpk_walk_kernel)(pairs, mask, a, b, count);
        steps -= steps < 64 ? steps : 64;
    }
}

void fpk_walk(struct fpk_stream stream, uint64_t begin, uint64_t steps, uint64_t first, size_t n,
              double *out)
{
    assert(begin % 64 == 0 && first >> 48 == 0 && n <= ((uint64_t)1 << 48) - first);
    uint64_t end = first + n;
    stream.step += begin / 64;
    while (first < end) {
        uint64_t count[PASS], pass_end = (first / PASS + 1) * PASS;
        uint64_t stop = end < pass_end ? end : pass_end, from = first / GROUP * GROUP;
        count_up(stream, steps, from, (stop + GROUP - 1) / GROUP * GROUP, count);
        for (; first < stop; first++)
            *out++ = 2 * (double)count[first - from] - (double)steps;
    }
}
