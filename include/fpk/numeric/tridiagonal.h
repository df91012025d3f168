/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tridiagonal systems A x = b, factored once and solved many times, same bits everywhere.
 *
 *     (A x)_i = lower_i x_{i-1} + diag_i x_i + upper_i x_{i+1},   lower_0 and upper_{n-1} unused.
 *
 * Elimination without pivoting (Thomas): right for the matrices that Fokker-Planck steps make,
 * diagonally dominant by rows or by columns (M-matrices, mass-conserving ones included). */
#ifndef FPK_NUMERIC_TRIDIAGONAL_H
#define FPK_NUMERIC_TRIDIAGONAL_H

#include "fpk/base/status.h"

#include <stddef.h>

struct fpk_tridiagonal {
    size_t n;           /* order */
    double *multiplier; /* [n] l_i = lower_i / d_{i-1} */
    double *inverse;    /* [n] 1 / d_i, the pivots */
    double *upper;      /* [n] upper_i */
};

/* Factors; the three arrays are [n] and copied. FPK_NUMERIC when a pivot is zero or not finite
 * (the sentence names the row) or memory is not to be had; then nothing is owned. */
enum fpk_status fpk_tridiagonal_init(struct fpk_tridiagonal *factor, size_t n, const double *lower,
                                     const double *diag, const double *upper) FPK_MUST_USE;
void fpk_tridiagonal_clear(struct fpk_tridiagonal *factor);

/* Factors another matrix of the same order in the same storage. On failure the factor is not to be
 * used. */
enum fpk_status fpk_tridiagonal_refactor(struct fpk_tridiagonal *factor, const double *lower,
                                         const double *diag, const double *upper) FPK_MUST_USE;

/* b [n] <- A^-1 b. Pure in the factor: several threads may share it. */
void fpk_tridiagonal_solve(const struct fpk_tridiagonal *factor, double *b);

/* out [n] <- A x, out distinct from x: for residuals. */
void fpk_tridiagonal_apply(size_t n, const double *lower, const double *diag, const double *upper,
                           const double *x, double *out);

#endif
