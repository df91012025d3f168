/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spread_kernel.h"

/* One bell. Rows are aligned, so that what one bell stored the next one loads whole. */
static void spread(size_t rows, double start, double ratio, double leap,
                   const double *restrict table, double *restrict out)
{
    double r2 = ratio * ratio, r4 = r2 * r2;
    double v[FPK_SPREAD] = {start, start * ratio, start * r2, start * (r2 * ratio)};
    for (int k = 0; k < 4; k++)
        v[k + 4] = v[k] * r4;
    for (size_t q = 0; q < rows * FPK_SPREAD; q += FPK_SPREAD)
        for (size_t k = 0; k < FPK_SPREAD; k++) {
            out[q + k] += v[k] * table[q + k];
            v[k] *= leap;
        }
}

void FPK_KERNEL(fpk_spread_kernel)(size_t n, size_t rows, const double *start, const double *ratio,
                                   const double *leap, const size_t *first, const size_t *shift,
                                   const double *table, double *out)
{
    for (size_t i = 0; i < n; i++)
        spread(rows, start[i], ratio[i], leap[i], table + shift[i], out + first[i]);
}
