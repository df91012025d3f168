/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectral: the layer's answers again by a route that shares nothing with the grid, to judge it by.
 *
 *     -L = A^T A in the norm of 1/p_s:   A psi = sqrt(D) (psi' - s psi),   s = (f - D')/(2 D),
 *     p = sqrt(p_s) psi,   psi_t = -A^T A psi,   D = g^2/2
 *
 * in nodal values: sinc functions on the whole line (Stenger 1981, doi:10.1137/1023037), Legendre
 * polynomials at Gauss-Lobatto points between walls, where reflection is the natural boundary
 * condition of the form and psi = 0 absorbs. Eigenvalues are squared singular values of A, so that
 * small ones keep about half of their digits: an error of some 2^-52 sigma_max 2 sqrt(lambda).
 * Mean times and committors are solved as integral equations for the second derivative (Greengard
 * 1991, doi:10.1137/0728057), rings in trigonometric polynomials.
 *
 * The order doubles (32, 64, ... 256; 512 where no singular values are wanted) until the tolerance
 * is met; the error of a number is its change from half the order plus what rounding makes of it,
 * which grows like the exponential of the barrier and is not hidden. Smooth coefficients are right
 * to 1e-12 and better; kinks converge slowly and say so. Models are 1-D, Ito and autonomous with a
 * noise that vanishes nowhere; problems are those of the grid's own solvers, whose meshes
 * (`coordinate`) are not used; results have the same bits on one machine and build (GSL factors
 * the matrices). Costs: O(order^3), 2 ms for order 64, 0.01 s for 128, 0.1 s for 256. */
#ifndef FPK_FOKKER_PLANCK_SPECTRAL_H
#define FPK_FOKKER_PLANCK_SPECTRAL_H

#include "fpk/fokker_planck/committor.h"
#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/fokker_planck/spectrum.h"
#include "fpk/fokker_planck/stationary.h"
#include "fpk/fokker_planck/survival.h"

/* As fpk_spectrum_solve, n <= 100: reflecting, natural or absorbing ends, without a domain the
 * whole line. n_cell is the order. Free with fpk_spectrum_clear. */
enum fpk_status fpk_spectral_solve(const struct fpk_spectrum_problem *problem,
                                   struct fpk_spectrum *spectrum) FPK_MUST_USE;

/* As fpk_fokker_planck_solve: points, moments and fields from a mixture or a point; without a
 * domain between walls that the motion does not reach. n_cell is the order; no steps, no currents.
 * Where the tails of the start are wider than those of sqrt(p_s), so that its modes cancel, p
 * itself is moved by the exponential of the generator: 1e-10, half a second. */
enum fpk_status fpk_spectral_density(const struct fpk_fokker_planck_problem *problem,
                                     struct fpk_fokker_planck_result *result) FPK_MUST_USE;

/* As fpk_survival_solve, from a mixture or a point. */
enum fpk_status fpk_spectral_survival(const struct fpk_survival_problem *problem,
                                      struct fpk_survival *survival) FPK_MUST_USE;

/* Mean and variance of the time to leave [a, b] through an absorbing end,
 *     f T' + D T'' = -1,   f V' + D V'' = -2 D T'^2,   T = V = 0 where an end absorbs, T' = V' = 0
 * where it does not. FPK_USAGE when no end absorbs. */
struct fpk_exit_problem {
    const struct fpk_model *model; /* borrowed, as x is */
    double a, b;                   /* a < b */
    struct fpk_ends ends;
    double tolerance; /* relative; 0: 1e-6 */
    size_t n;
    const double *x; /* [n] in [a, b] */
};

/* mean, variance [n] and their errors [n], absolute; *order: of the finest polynomial. */
enum fpk_status fpk_spectral_exit(const struct fpk_exit_problem *problem, double *mean,
                                  double *mean_error, double *variance, double *variance_error,
                                  size_t *order, bool *converged) FPK_MUST_USE;

/* As fpk_passage_solve; panels is the order. A wall that was not given stands where the stationary
 * density is e^-80 of its largest value. */
enum fpk_status fpk_spectral_passage(const struct fpk_passage_problem *problem,
                                     struct fpk_passage *passage) FPK_MUST_USE;

/* As fpk_committor_solve, from f q' + D q'' = 0; the errors are absolute. */
enum fpk_status fpk_spectral_committor(const struct fpk_committor_problem *problem, double *q,
                                       double *error, bool *converged) FPK_MUST_USE;

/* As fpk_stationary_solve: between walls, on the whole line, quasi-stationary where an end absorbs,
 * on a ring with current, D_eff (from f chi' + D chi'' = v - f, D_eff = int D (1 + chi')^2 p dx)
 * and entropy production. n_cell is the order. */
enum fpk_status fpk_spectral_stationary(const struct fpk_stationary_problem *problem,
                                        struct fpk_stationary *stationary) FPK_MUST_USE;

/* Eigenvalues of minus the generator on the ring [a, b): decay rates [n], ascending, the first 0,
 * and the angular frequencies [n] beside them (a pair turns both ways: +, then -). Errors [n] of
 * rate and frequency alike; FPK_USAGE for n > 100 and where the ends' coefficients differ. */
enum fpk_status fpk_spectral_ring(const struct fpk_model *model, double a, double b,
                                  double tolerance, size_t n, double *rate, double *frequency,
                                  double *error, bool *converged) FPK_MUST_USE;

#endif
