/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectrum: how fast a 1-D autonomous model forgets, as eigenvalues of minus its generator.
 *
 *     -L phi = lambda phi,   L = f d/dx + D d2/dx2,   0 = lambda_0 < lambda_1 < ...,
 *     relaxation times 1/lambda_k; lambda_1 of a double well is the rate of hopping, both ways.
 *
 * The generator of generator.h, symmetrised by its stationary state, is -B^T B with B bidiagonal
 * and known entry by entry from the rates, so its eigenvalues are squared singular values and are
 * found to nearly full relative accuracy, lambda_1 = 1e-30 beside lambda_N = 1e5 too
 * (Demmel, Kahan 1990, doi:10.1137/0911052; Fernando, Parlett 1994, doi:10.1007/s002110050024). */
#ifndef FPK_FOKKER_PLANCK_SPECTRUM_H
#define FPK_FOKKER_PLANCK_SPECTRUM_H

#include "fpk/fokker_planck/generator.h"

#include <stdbool.h>

/* value [n] <- the n smallest eigenvalues of minus the matrix of rates, ascending. value[0] = 0
 * between reflecting ends; where one absorbs value[0] > 0 is the rate at which all leaks away.
 * Relative error at most a few (cells x 2^-52), in practice 1e-14. Bisection by counting negative
 * pivots of differential quotient-difference sweeps: no subtraction but by the shift. 16 shifts
 * share a sweep of 11 ns a cell, 18 sweeps for a single eigenvalue and 59 for 16: 40 ns a cell and
 * eigenvalue, a batch of 16 to a thread. Allocates nothing, same bits everywhere. FPK_USAGE unless
 * 1 <= n <= cells, and on a ring; FPK_NUMERIC when a rate between two cells is 0 (underflow: mesh
 * too coarse for the drift, or no noise). */
enum fpk_status fpk_generator_eigenvalues(const struct fpk_generator *generator, size_t n,
                                          double *value) FPK_MUST_USE;

/* Inputs, for designated initialisers; zero is the default. */
struct fpk_spectrum_problem {
    const struct fpk_model *model;    /* 1-D, Ito, autonomous; borrowed */
    double a, b;                      /* domain; a = b = 0: reflecting ends far away, see below; one
                                       * side may be -inf or inf, far away likewise */
    struct fpk_ends ends;             /* of a domain that is given; not a ring */
    struct fpk_coordinate coordinate; /* the mesh; zero: equal cells in x */
    double tolerance;                 /* relative, of each eigenvalue; 0: 1e-6 */
    size_t n;                         /* eigenvalues wanted, the 0 included; at least 1 */
    size_t max_cells;                 /* finest grid allowed; 0: 16384 */
};

struct fpk_spectrum {
    size_t n;
    double *value; /* [n], ascending, the first 0 unless an end absorbs; owned */
    double *error; /* [n], absolute, an estimate meant as a bound; owned */
    double a, b;   /* the domain */
    double wall;   /* largest relative change of an eigenvalue when ends that were chosen moved out
                    * by an eighth; 0 where they were given */
    size_t n_cell; /* of the finest grid */
    double order;  /* observed order of the plain scheme, of the last eigenvalue; NaN: too small to
                    * tell */
    bool converged;
};

/* Eigenvalues on N, 2N, 4N, ... cells extrapolated in h^2, h^4, h^6, h^8; with an absorbing end
 * in h^2, h^3, h^4, h^5. Without a domain the ends are put where the stationary density is
 * e^-80 of its largest value, and further out until the eigenvalues no longer depend on them.
 * FPK_USAGE: not 1-D, not Ito, time-dependent, n out of range, a domain that is empty, a ring,
 * an absorbing end at infinity. FPK_NUMERIC: a coefficient is not finite, no domain confines
 * the motion, or some eigenvalue depends on the walls however far they are (the spectrum is
 * continuous there). Not reaching the tolerance is no failure: `converged` is false. Owned
 * result; free with _clear. */
enum fpk_status fpk_spectrum_solve(const struct fpk_spectrum_problem *problem,
                                   struct fpk_spectrum *spectrum) FPK_MUST_USE;
void fpk_spectrum_clear(struct fpk_spectrum *spectrum);

#endif
