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

/* mode [n][cells] <- phi_k of the rates for the eigenvalues value [n] that
 * fpk_generator_eigenvalues found, ascending; sum_i mass_i phi_j(i) phi_k(i) = delta_jk, where
 * mass [cells] <- the stationary masses without the leaks. work [2 cells]. Twisted factorisations
 * (Dhillon, Parlett 2004, doi:10.1016/j.laa.2003.12.028) in quotient-difference form: each
 * entry is a product of ratios of pivots, so that small ones keep their digits too; an error of
 * some 2^-52 over the relative gap to the next eigenvalue. 20 ns a cell and mode. Same bits
 * everywhere. FPK_USAGE on a ring; FPK_NUMERIC when two of the eigenvalues coincide to rounding and
 * their modes cannot be told apart, or a rate between two cells vanishes. */
enum fpk_status fpk_generator_modes(const struct fpk_generator *generator, size_t n,
                                    const double *value, double *mode, double *mass,
                                    double *work) FPK_MUST_USE;

struct fpk_modes {
    struct fpk_spectrum spectrum; /* eigenvalues, domain; owned, as all below */
    size_t n_at;
    double *mode, *mode_error; /* [spectrum.n][n_at] phi_k at the points */
    struct fpk_grid grid;      /* 512 equal cells in x over the domain */
    double *field;             /* [spectrum.n][grid.n] phi_k at the centres */
    double *field_error;       /* [spectrum.n] largest sqrt(p_s) |error| of phi_k in the field */
    double *stationary;        /* [grid.n] p_s at the centres */
    double *stationary_at;     /* [n_at] p_s at the points */
    size_t n_cell;             /* of the finest grid of the modes */
    bool converged;            /* eigenvalues relative, modes: sqrt(p_s) |error| relative to its
                                * largest sqrt(p_s) |phi_k| */
};

/* The problem is that of fpk_spectrum_solve; at [n_at] in the domain. Values at points by
 * polynomials of degree 9 through the nearest centres, extrapolated like the eigenvalues. Errors as
 * there; FPK_USAGE also for a point outside. */
enum fpk_status fpk_modes_solve(const struct fpk_spectrum_problem *problem, size_t n_at,
                                const double *at, struct fpk_modes *modes) FPK_MUST_USE;
void fpk_modes_clear(struct fpk_modes *modes);

#endif
