/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two loops of a histogram: numbers -> slots, slots -> counts. */
#ifndef FPK_NUMERIC_HISTOGRAM_KERNEL_H
#define FPK_NUMERIC_HISTOGRAM_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>
#include <stdint.h>

#define FPK_SLOT_TABLES 8   /* copies of a small table: neighbours never wait for each other */
#define FPK_SLOTS_SMALL 512 /* slots up to which the tables are copied: 16 KiB, half of an L1 */

/* slot[i] <- where x[i] is counted, as a whole number: its bin, or bins (above, or not less than
 * hi), bins + 1 (below), bins + 2 (not a number). */
struct fpk_slots {
    double lo, hi, scale, bins;
};
FPK_KERNEL_DECLARE(void, fpk_slot16_kernel,
                   (const struct fpk_slots *s, size_t n, const double *x, uint16_t *slot));
FPK_KERNEL_DECLARE(void, fpk_slot32_kernel,
                   (const struct fpk_slots *s, size_t n, const double *x, uint32_t *slot));

/* table[slot[i]][i mod FPK_SLOT_TABLES] += 1; n a multiple of FPK_SLOT_TABLES. */
FPK_KERNEL_DECLARE(void, fpk_tally_kernel,
                   (size_t n, const uint16_t *slot, uint32_t (*table)[FPK_SLOT_TABLES]));

#endif
