/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast path of the exact sum: two integers out of each number, all added up. */
#ifndef FPK_NUMERIC_BINNED_SUM_KERNEL_H
#define FPK_NUMERIC_BINNED_SUM_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>
#include <stdint.h>

#define FPK_BINNED_RUN  2048 /* numbers whose integers, below 2^51 each, add up in 63 bits */
#define FPK_BINNED_STEP 51   /* binary places between the two units */

/* With units u = 2^e and v = 2^(e-51), e = s.exponent: sum_i x_i = high u + low v, exactly, when
 * the answer is 1; 0 when some number is too large for u or has bits below v, or is not finite. */
struct fpk_binned_pair {
    int exponent;
    int64_t high, low;
};
FPK_KERNEL_DECLARE(int, fpk_binned_kernel, (size_t n, const double *x, struct fpk_binned_pair *s));

#endif
