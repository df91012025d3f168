/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FPK_WIENER_WALK_KERNEL_H
#define FPK_WIENER_WALK_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>
#include <stdint.h>

/* count [2 n] += ones of a & mask and b & mask: groups of eight first words, then eight second, as
 * numbers of pairs are laid out (philox_kernel.h); n a multiple of 8. */
FPK_KERNEL_DECLARE(void, fpk_walk_kernel,
                   (size_t n, uint64_t mask, const uint64_t *a, const uint64_t *b,
                    uint64_t *count));

#endif
