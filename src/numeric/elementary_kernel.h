/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The copies of the array kernels, for dispatch and for tests that compare them. */
#ifndef FPK_NUMERIC_ELEMENTARY_KERNEL_H
#define FPK_NUMERIC_ELEMENTARY_KERNEL_H

#include "fpk/base/isa.h"

#include <stddef.h>

FPK_KERNEL_DECLARE(void, fpk_exp_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_log_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_sin_kernel, (size_t n, const double *x, double *out)); /* small */
FPK_KERNEL_DECLARE(void, fpk_cos_kernel, (size_t n, const double *x, double *out)); /* small */
FPK_KERNEL_DECLARE(size_t, fpk_trig_large_kernel, (size_t n, const double *x));

FPK_KERNEL_DECLARE(void, fpk_expm1_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_tanh_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_erf_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_erfc_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_normal_pdf_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_normal_cdf_kernel, (size_t n, const double *x, double *out));

/* pow_kernel where pow_special_kernel counts none: x not 0 and finite, |y| < 2^51. */
FPK_KERNEL_DECLARE(void, fpk_log1p_kernel, (size_t n, const double *x, double *out));
FPK_KERNEL_DECLARE(void, fpk_pow_kernel, (size_t n, const double *x, const double *y, double *out));
FPK_KERNEL_DECLARE(size_t, fpk_pow_special_kernel, (size_t n, const double *x, const double *y));

#endif
