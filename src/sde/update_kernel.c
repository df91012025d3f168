/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops over the particles of a block; the order of operations per particle is part of the
 * contract (same bits from the fused form and from its parts). */
#include "update_priv.h"

#include <float.h>
#include <math.h>

/* x += a f */
void FPK_KERNEL(fpk_sde_add)(size_t n, double a, const double *restrict f, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] += a * f[i];
}

/* x += a f; x += b z */
void FPK_KERNEL(fpk_sde_add_two)(size_t n, double a, const double *restrict f, double b,
                                 const double *restrict z, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] + a * f[i]) + b * z[i];
}

/* x += a (g z) */
void FPK_KERNEL(fpk_sde_add_product)(size_t n, double a, const double *restrict g,
                                     const double *restrict z, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] += a * (g[i] * z[i]);
}

/* x <- alpha x + shift + sigma z */
void FPK_KERNEL(fpk_sde_affine)(size_t n, double alpha, double shift, double sigma,
                                const double *restrict z, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (alpha * x[i] + shift) + sigma * z[i];
}

/* How many are NaN or infinite. */
size_t FPK_KERNEL(fpk_sde_count_bad)(size_t n, const double *x)
{
    long long bad = 0;
    for (size_t i = 0; i < n; i++)
        bad += !(fabs(x[i]) <= DBL_MAX);
    return (size_t)bad;
}
