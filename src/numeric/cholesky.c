/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/dense.h"

#include <math.h>

void fpk_matrix_cholesky(size_t dim, const double *c, double *l)
{
    double rounding = 8 * (double)dim * 0x1p-52;
    for (size_t j = 0; j < dim; j++) {
        double size = c[j * dim + j], pivot = size;
        for (size_t k = 0; k < j; k++)
            pivot -= l[j * dim + k] * l[j * dim + k];
        double root = pivot <= rounding * size ? 0 : sqrt(pivot); /* NaN stays NaN */
        for (size_t i = j; i < dim; i++) {
            double sum = c[i * dim + j];
            for (size_t k = 0; k < j; k++)
                sum -= l[i * dim + k] * l[j * dim + k];
            l[i * dim + j] = i == j ? root : (root == 0 ? 0 : sum / root);
        }
    }
    for (size_t i = 0; i < dim; i++)
        for (size_t j = i + 1; j < dim; j++)
            l[i * dim + j] = 0;
}
