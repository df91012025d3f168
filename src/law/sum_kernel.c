/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sum_kernel.h"

void FPK_KERNEL(fpk_sum_exponent_kernel)(size_t n, double u, const double *m, const double *rate,
                                         double *e)
{
    for (size_t i = 0; i < n; i++) {
        double z = (u - m[i]) * rate[i];
        e[i] = -.5 * z * z;
    }
}

/* Two rows of eight in flight hide the latency of an addition. */
double FPK_KERNEL(fpk_sum_dot_kernel)(size_t n, const double *a, const double *b)
{
    double part[16] = {0};
    size_t i = 0;
    for (; i + 16 <= n; i += 16)
        for (int k = 0; k < 16; k++)
            part[k] += a[i + (size_t)k] * b[i + (size_t)k];
    for (int k = 0; i < n; i++, k++)
        part[k] += a[i] * b[i];
    for (int k = 0; k < 8; k++)
        part[k] += part[k + 8];
    return ((part[0] + part[4]) + (part[2] + part[6])) +
           ((part[1] + part[5]) + (part[3] + part[7]));
}
