/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Correlated noise: z -> L z with L L^T = R turns independent normals into normals of
 * covariance R. */
#ifndef FPK_WIENER_CORRELATE_H
#define FPK_WIENER_CORRELATE_H

#include "fpk/base/status.h"

#include <stddef.h>

/* factor [d][d] <- lower triangular L, L L^T = covariance [d][d], symmetric. A zero pivot (a
 * degenerate direction, up to 1e-12 of the diagonal) gives a zero column. FPK_USAGE with the
 * offending entry when not symmetric or not positive semidefinite. */
enum fpk_status fpk_correlation_factor(size_t d, const double *covariance,
                                       double *factor) FPK_MUST_USE;

/* out [d][n] <- L z, z [d][n]; out may be z. Sums in index order. */
void fpk_correlate(size_t d, const double *factor, size_t n, const double *z, double *out);

#endif
