/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Iterated integrals of a block of particles from their normals. */
#include "runge_kutta_priv.h"

void FPK_KERNEL(fpk_rk_time_integral)(size_t n, double root, const double *restrict z,
                                      const double *restrict a, double *restrict u)
{
    const double twelfth = 0x1.279a74590331dp-2; /* 1/sqrt(12) */
    for (size_t i = 0; i < n; i++)
        u[i] = root * (0.5 * z[i] + twelfth * a[i]);
}

void FPK_KERNEL(fpk_rk_weight)(size_t n, double root, const double *restrict b,
                               const double *restrict z, const double *restrict u,
                               double *restrict w)
{
    double b1 = root * b[0], b2 = root * b[1] / 2, b3 = b[2], b4 = root * b[3] / 6;
    for (size_t i = 0; i < n; i++) {
        double z2 = z[i] * z[i];
        w[i] = (b1 * z[i] + b2 * (z2 - 1)) + (b3 * u[i] + b4 * (z2 * z[i] - 3 * z[i]));
    }
}

void FPK_KERNEL(fpk_rk_pair)(size_t n, double root, const double *y, const double *z, double minus,
                             double *restrict w)
{
    double half = root / 2;
    for (size_t i = 0; i < n; i++)
        w[i] = half * (y[i] * z[i] - minus);
}
