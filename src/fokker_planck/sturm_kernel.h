/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sturm counts of the matrix of rates, many shifts at once. */
#ifndef FPK_FOKKER_PLANCK_STURM_KERNEL_H
#define FPK_FOKKER_PLANCK_STURM_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>

#define FPK_STURM_SHIFTS 16

/* below[k] <- how many eigenvalues of B^T B lie below s[k], both [FPK_STURM_SHIFTS], the squares of
 * B being the rates, up and down [n]:
 *     (B^T B)_ii = up_i + down_i,   (B^T B)_{i,i+1}^2 = up_i down_{i+1}. */
FPK_KERNEL_DECLARE(void, fpk_sturm_kernel,
                   (size_t n, const double *up, const double *down, const double *s,
                    double *below));

#endif
