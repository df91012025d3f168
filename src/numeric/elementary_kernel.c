/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp, log, sin, cos over arrays; compiled once per instruction set. */
#include "elementary_kernel.h"

#include "logarithm_priv.h"
#include "trigonometric_priv.h"

void FPK_KERNEL(fpk_exp_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = exp_core(x[i]);
}

void FPK_KERNEL(fpk_log_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = log_core(x[i]);
}

void FPK_KERNEL(fpk_sin_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = sin_core(x[i]);
}

void FPK_KERNEL(fpk_cos_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = cos_core(x[i]);
}

/* Counted rather than left at the first: the count vectorises. */
size_t FPK_KERNEL(fpk_trig_large_kernel)(size_t n, const double *x)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !(fabs(x[i]) <= TRIG_FAST);
    return count;
}
