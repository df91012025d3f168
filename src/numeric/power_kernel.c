/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log1p and pow over arrays; compiled once per instruction set. */
#include "elementary_kernel.h"

#include "power_priv.h"

void FPK_KERNEL(fpk_log1p_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = log1p_core(x[i]);
}

void FPK_KERNEL(fpk_pow_kernel)(size_t n, const double *x, const double *y, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = pow_core(x[i], y[i]);
}

size_t FPK_KERNEL(fpk_pow_special_kernel)(size_t n, const double *x, const double *y)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !pow_is_plain(x[i], y[i]);
    return count;
}
