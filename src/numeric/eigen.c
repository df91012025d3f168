/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 4th ed., algorithm 8.5.3): only
 * + - * / and sqrt in a fixed order, so the same bits everywhere, which LAPACK would not give. */
#include "fpk/numeric/dense.h"

#include <math.h>
#include <stdbool.h>

enum { MOST_SWEEPS = 64 }; /* convergence is quadratic: 6 to 10 are usual */

/* Rows p and q of m [dim][dim] (or columns, with the strides exchanged): a plane rotation. */
static void rotate(size_t dim, double *p, double *q, size_t stride, double c, double s)
{
    for (size_t i = 0; i < dim; i++) {
        double a = p[i * stride], b = q[i * stride];
        p[i * stride] = c * a - s * b;
        q[i * stride] = s * a + c * b;
    }
}

/* Annihilates a_pq; false when it was negligible already. */
static bool annihilate(size_t dim, double *a, double *axes, size_t p, size_t q)
{
    double apq = a[p * dim + q], app = a[p * dim + p], aqq = a[q * dim + q];
    if (fabs(apq) <= 1e-17 * sqrt(fabs(app)) * sqrt(fabs(aqq)))
        return false;
    double theta = (aqq - app) / (2 * apq);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    double c = 1 / sqrt(t * t + 1), s = t * c;
    rotate(dim, a + p, a + q, dim, c, s);           /* columns */
    rotate(dim, a + p * dim, a + q * dim, 1, c, s); /* rows */
    rotate(dim, axes + p, axes + q, dim, c, s);
    a[p * dim + q] = a[q * dim + p] = 0;
    return true;
}

void fpk_symmetric_eigen(size_t dim, double *a, double *axes, double *values)
{
    for (size_t i = 0; i < dim * dim; i++)
        axes[i] = i % (dim + 1) == 0;
    bool again = true;
    for (int sweep = 0; again && sweep < MOST_SWEEPS; sweep++) {
        again = false;
        for (size_t p = 0; p + 1 < dim; p++)
            for (size_t q = p + 1; q < dim; q++)
                again |= annihilate(dim, a, axes, p, q);
    }
    for (size_t i = 0; i < dim; i++)
        values[i] = a[i * dim + i];
}
