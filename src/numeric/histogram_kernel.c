/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to slots, slots to counts; compiled once per instruction set. */
#include "histogram_kernel.h"

#include <string.h>

/* lo <= x < hi is decided by comparing x itself, so that rounding moves nothing in or out; inside,
 * (x - lo) scale is not negative, and what rounds up to `bins` belongs to the last bin. The
 * selections are ordered so that NaN, which fails every comparison, ends in its own slot. */
static inline double slot_of(const struct fpk_slots *s, double x)
{
    double q = (x - s->lo) * s->scale, last = s->bins - 1;
    q = q < last ? q : last;
    q = x < s->hi ? q : s->bins;
    q = x < s->lo ? s->bins + 1 : q;
    return x == x ? q : s->bins + 2;
}

void FPK_KERNEL(fpk_slot16_kernel)(const struct fpk_slots *s, size_t n, const double *x,
                                   uint16_t *slot)
{
    const struct fpk_slots own = *s; /* a copy that the stores cannot reach */
    for (size_t i = 0; i < n; i++)
        slot[i] = (uint16_t)(int32_t)slot_of(&own, x[i]);
}

void FPK_KERNEL(fpk_slot32_kernel)(const struct fpk_slots *s, size_t n, const double *x,
                                   uint32_t *slot)
{
    const struct fpk_slots own = *s;
    for (size_t i = 0; i < n; i++)
        slot[i] = (uint32_t)(int32_t)slot_of(&own, x[i]);
}

void FPK_KERNEL(fpk_tally_kernel)(size_t n, const uint16_t *slot,
                                  uint32_t (*table)[FPK_SLOT_TABLES])
{
    for (size_t i = 0; i < n; i += FPK_SLOT_TABLES) {
        table[slot[i]][0]++;
        table[slot[i + 1]][1]++;
        table[slot[i + 2]][2]++;
        table[slot[i + 3]][3]++;
        table[slot[i + 4]][4]++;
        table[slot[i + 5]][5]++;
        table[slot[i + 6]][6]++;
        table[slot[i + 7]][7]++;
    }
}
