/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectral: eigenvalues by a route that shares nothing with the grid, to judge it by.
 *
 *     psi = e^{U/(2 D)} p solves  -D psi'' + V psi = lambda psi,  V = f^2/(4 D) + f'/2,
 *
 * on sinc functions of spacing h: a dense symmetric matrix whose eigenvalues converge faster than
 * any power of h where f is smooth (Stenger 1981, doi:10.1137/1023037). Its errors are absolute,
 * some 2^-52 of the largest entry: 1e-12 and better for rates of order 1, nothing for 1e-30. */
#ifndef FPK_FOKKER_PLANCK_SPECTRAL_H
#define FPK_FOKKER_PLANCK_SPECTRAL_H

#include "fpk/fokker_planck/spectrum.h"

/* As fpk_spectrum_solve, on the whole line: FPK_USAGE where the problem has a domain, the noise
 * depends on x, or f' is not known (drift_x). n_cell is the order of the matrix, at most 512;
 * n <= 100. The error is the change from half the order plus what rounding made of the eigenvalue
 * 0. O(n_cell^3): 0.1 s at most. Same bits everywhere. Owned result; free with
 * fpk_spectrum_clear. */
enum fpk_status fpk_spectral_solve(const struct fpk_spectrum_problem *problem,
                                   struct fpk_spectrum *spectrum) FPK_MUST_USE;

#endif
