/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bells of one width added up on equally spaced points. */
#ifndef FPK_LAW_SPREAD_KERNEL_H
#define FPK_LAW_SPREAD_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>

#define FPK_SPREAD 8 /* points in a row; a bell begins at a multiple of it */

/* out[first_i + q] += start_i ratio_i^q table[shift_i + q] for 0 <= q < 8 rows, i = 0..n-1 in this
 * order. leap_i = ratio_i^8. */
FPK_KERNEL_DECLARE(void, fpk_spread_kernel,
                   (size_t n, size_t rows, const double *start, const double *ratio,
                    const double *leap, const size_t *first, const size_t *shift,
                    const double *table, double *out));

#endif
