/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modes: the shapes that decay at the eigenvalues of spectrum.h.
 *
 *     L phi_k = -lambda_k phi_k,   int p_s phi_j phi_k dx = delta_jk,   L = f d/dx + D d2/dx2
 *     p(x, t | x_0) = p_s(x) sum_k e^{-lambda_k t} phi_k(x) phi_k(x_0)
 *
 * phi_0 = 1 between reflecting ends; phi_1 of a double well tells the wells apart. Where an end
 * absorbs, p_s is e^{-Phi}/D normalised all the same. The sign is such that phi_k > 0 at the right
 * end (Risken, The Fokker-Planck equation, 5.4). */
#ifndef FPK_FOKKER_PLANCK_MODES_H
#define FPK_FOKKER_PLANCK_MODES_H

#include "fpk/fokker_planck/spectrum.h"

/* vector [n][cells] <- orthonormal eigenvectors v_k of the symmetrised rates for the eigenvalues
 * value [n] of fpk_generator_eigenvalues: phi_k(i) = v_k(i)/sqrt(pi_i), pi the stationary masses.
 * work [6 cells]. Same bits everywhere. FPK_NUMERIC when two of the eigenvalues coincide to
 * rounding and their vectors cannot be told apart. */
enum fpk_status fpk_generator_modes(const struct fpk_generator *generator, size_t n,
                                    const double *value, double *vector, double *work) FPK_MUST_USE;

struct fpk_modes {
    struct fpk_spectrum spectrum; /* eigenvalues, domain; owned, as all below */
    size_t n_at;
    double *mode, *mode_error; /* [spectrum.n][n_at] phi_k at the points */
    struct fpk_grid grid;      /* 512 equal cells in x over the domain */
    double *field;             /* [spectrum.n][grid.n] phi_k at the centres */
    double *stationary;        /* [grid.n] p_s at the centres */
    bool converged;            /* eigenvalues relative, modes relative to sqrt(max p_s phi^2) */
};

/* The problem is that of fpk_spectrum_solve; at [n_at] in the domain. Errors as there; FPK_USAGE
 * on a ring. */
enum fpk_status fpk_modes_solve(const struct fpk_spectrum_problem *problem, size_t n_at,
                                const double *at, struct fpk_modes *modes) FPK_MUST_USE;
void fpk_modes_clear(struct fpk_modes *modes);

#endif
