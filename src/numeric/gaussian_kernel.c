/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions made from pairs, over arrays; compiled once per instruction set. */
#include "elementary_kernel.h"

#include "error_function_priv.h"

void FPK_KERNEL(fpk_expm1_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = expm1_core(x[i]);
}

void FPK_KERNEL(fpk_tanh_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = tanh_core(x[i]);
}

void FPK_KERNEL(fpk_erf_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = erf_core(x[i]);
}

void FPK_KERNEL(fpk_erfc_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = erfc_core(x[i]);
}

void FPK_KERNEL(fpk_normal_pdf_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = normal_pdf_core(x[i]);
}

void FPK_KERNEL(fpk_normal_cdf_kernel)(size_t n, const double *x, double *out)
{
    FPK_VECTOR_LOOP
    for (size_t i = 0; i < n; i++)
        out[i] = normal_cdf_core(x[i]);
}
