/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survival: how long a motion stays between two ends of which one at least absorbs.
 *
 *     S(t) = P(still inside at t) = int p dx,   -dS/dt = e_left(t) + e_right(t)
 *     e    = |J| at an absorbing end: the density of the exit time through it (defective: its
 *            integral is the splitting probability of the end)
 *
 * from the scheme's own fluxes, so that S + exited_left + exited_right = 1 to rounding. */
#ifndef FPK_FOKKER_PLANCK_SURVIVAL_H
#define FPK_FOKKER_PLANCK_SURVIVAL_H

#include "fpk/distribution/start.h"
#include "fpk/fokker_planck/boundary.h"
#include "fpk/fokker_planck/coordinate.h"
#include "fpk/model/model.h"

#include <stdbool.h>

/* Inputs, for designated initialisers; zero is the default. All borrowed. */
struct fpk_survival_problem {
    const struct fpk_model *model; /* 1-D, Ito; may depend on t */
    const struct fpk_start *start; /* any 1-D kind, inside the domain */
    double t0;
    double a, b; /* domain; a side that does not absorb may be left to be chosen: -inf, inf */
    struct fpk_ends ends;
    struct fpk_coordinate coordinate;
    double
        tolerance; /* absolute for probabilities, relative to its largest for densities; 0: 1e-6 */
    size_t n_time;
    const double *time; /* [n_time], ascending, > t0 */
    size_t max_cells;   /* finest grid; 0: 16384 */
};

struct fpk_survival {
    size_t n_time;
    double *survival, *exited_left, *exited_right; /* [n_time]; owned, as all below */
    double *density_left, *density_right;          /* [n_time] of the exit time */
    double *survival_error, *exited_left_error, *exited_right_error; /* [n_time] */
    double *density_left_error, *density_right_error;                /* [n_time] */
    double a, b;
    size_t n_cell;
    double order; /* of the plain scheme; NaN: too small to tell */
    bool converged;
    char warning[512];
};

enum fpk_status fpk_survival_solve(const struct fpk_survival_problem *problem,
                                   struct fpk_survival *survival) FPK_MUST_USE;
void fpk_survival_clear(struct fpk_survival *survival);

#endif
