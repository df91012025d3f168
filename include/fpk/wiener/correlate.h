/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Correlated noise: z -> L z with L L^T = R turns independent normals into normals of
 * covariance R. */
#ifndef FPK_WIENER_CORRELATE_H
#define FPK_WIENER_CORRELATE_H

#include "fpk/base/status.h"

#include <stddef.h>

/* factor [d][d] <- lower triangular L, L L^T = covariance [d][d], by Cholesky's elimination; may be
 * the same array. Where what is left of a diagonal entry and of its column is at most 1e-12 of what
 * was there (a direction without noise of its own), the column is zero; so L L^T is R to d 1e-12
 * sqrt(R_ii R_jj). FPK_USAGE with the offending entry when one is not finite, when R_ij and R_ji
 * differ by more than 1e-12 sqrt(R_ii R_jj) (the lower is used), or when R is not positive
 * semidefinite to within the same. Cost: d^3/3 operations. */
enum fpk_status fpk_correlation_factor(size_t d, const double *covariance,
                                       double *factor) FPK_MUST_USE;

/* out [d][n] <- L z, z [d][n]; out may be z. Sums in index order. Cost: d (d + 1)/2 n products. */
void fpk_correlate(size_t d, const double *factor, size_t n, const double *z, double *out);

#endif
