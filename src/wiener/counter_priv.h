/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name of a random number as a Philox counter; docs/random.md. The only place that knows. */
#ifndef FPK_WIENER_COUNTER_PRIV_H
#define FPK_WIENER_COUNTER_PRIV_H

#include "fpk/wiener/normal.h"

#include <assert.h>

/* The counter of `pair` < 2^48 of a stream. */
static inline void fpk_counter_of(struct fpk_stream s, uint64_t pair, uint32_t c[4])
{
    assert(s.step >> 40 == 0 && s.component >> 12 == 0 && s.draw >> 12 == 0);
    c[0] = (uint32_t)pair;
    c[1] = (uint32_t)(pair >> 32) | (uint32_t)(s.step >> 32) << 16;
    c[2] = (uint32_t)s.step;
    c[3] = s.component | s.draw << 12 | (uint32_t)s.purpose << 24;
}

#endif
