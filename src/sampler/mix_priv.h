/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kernels of src/sampler/mix_kernel.c, one copy per instruction set: the loops over the points of a
 * register, n = dim times points. */
#ifndef FPK_SAMPLER_MIX_PRIV_H
#define FPK_SAMPLER_MIX_PRIV_H

#include "fpk/base/isa.h"
#include "fpk/plan/plan.h"

#include <stdbool.h>

/* out <- sum_j c_j r_j, the terms in their order. out may be one of the r_j. */
struct fpk_mix_terms {
    int n;
    double c[FPK_MIX_MAX];
    const double *r[FPK_MIX_MAX];
};

/* False when a number that was written is not finite. */
FPK_KERNEL_DECLARE(bool, fpk_mix, (const struct fpk_mix_terms *terms, size_t n, double *out));

/* x += s z */
FPK_KERNEL_DECLARE(bool, fpk_mix_noise, (size_t n, double s, const double *z, double *x));

FPK_KERNEL_DECLARE(bool, fpk_mix_finite, (size_t n, const double *x));

#endif
