/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two loops around the exponentials of a sum over sources. */
#ifndef FPK_LAW_SUM_KERNEL_H
#define FPK_LAW_SUM_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>

/* e_i <- -((u - m_i) rate_i)^2/2 */
FPK_KERNEL_DECLARE(void, fpk_sum_exponent_kernel,
                   (size_t n, double u, const double *m, const double *rate, double *e));
/* sum a_i b_i by eight partial sums, whose order is part of the result. */
FPK_KERNEL_DECLARE(double, fpk_sum_dot_kernel, (size_t n, const double *a, const double *b));

#endif
