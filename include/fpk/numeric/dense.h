/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small dense matrices, row by row, in a fixed order of operations: what the exact law of a linear
 * equation needs. No allocation: `work` is the caller's. The same bits everywhere. */
#ifndef FPK_NUMERIC_DENSE_H
#define FPK_NUMERIC_DENSE_H

#include <stddef.h>

#define FPK_MATRIX_WORK(dim) (3 * (dim) * (dim)) /* doubles of work */

/* Where dX = (A X + c) dt + dB, B of covariance D dt, is after h >= 0: X_h = phi X_0 + shift +
 * noise,
 *
 * phi = exp(A h),  shift = int_0^h exp(A s) c ds,  covariance = int_0^h exp(A s) D exp(A s)^T ds.
 *
 * a, d, phi, covariance [dim][dim], c, shift [dim], none of them overlapping; d symmetric. c and
 * shift, or d and covariance, may be NULL. Taylor's series over h/2^k, |A| h/2^k <= 1/8, then k
 * doublings, which add positive terms to the covariance: for a stable A nothing cancels, unlike in
 * the exponential of a block matrix (C. Van Loan, IEEE Trans. Automat. Control 23 (1978) 395,
 * doi:10.1109/TAC.1978.1101743). Errors of some 1e-15 (1 + |A| h) of the largest entry. NaN in,
 * or overflow, gives NaN or infinities. O((15 + k) dim^3). */
void fpk_matrix_flow(size_t dim, const double *a, const double *c, const double *d, double h,
                     double *phi, double *shift, double *covariance, double *work);

/* l <- lower triangular with l l^T = c, for a symmetric c [dim][dim] that may be singular (a noise
 * that does not reach every direction): a pivot within rounding of zero, 8 dim 2^-52 of its
 * diagonal, gives a column of zeros. Reads the lower triangle. l may be c. */
void fpk_matrix_cholesky(size_t dim, const double *c, double *l);

/* Eigenvalues and orthonormal eigenvectors (columns of `axes`) of the symmetric a [dim][dim], by
 * cyclic Jacobi rotations; `a` is destroyed. A diagonal matrix comes back as it is, axes = I. Small
 * eigenvalues of positive definite matrices keep relative digits where scaling rows and columns
 * would make the matrix well-conditioned (Demmel & Veselic 1992, doi:10.1137/0613074). O(dim^3)
 * for each of some 8 sweeps. */
void fpk_symmetric_eigen(size_t dim, double *a, double *axes, double *values);

#endif
