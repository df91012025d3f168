/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solve: the density of a 1-D model to a tolerance, with an error estimate for every number.
 *
 * g != 0: Scharfetter-Gummel x TR-BDF2 (march.h) on N, 2N, 4N, ... cells with as many times more
 * steps, extrapolated in h^2, h^3, h^4, ... (Richardson), until two successive extrapolants agree
 * to the tolerance. The coarsest time steps are chosen by step doubling, all finer ones halve them.
 * g = 0 (a probability-flow ODE): p_t = -(f p)_x by its characteristics, traced back from every
 * face of the grid to the start with a Runge-Kutta method of order 4, extrapolated likewise:
 *     F(x, t) = F_0(X_0(x, t)),   p(x, t) = p_0(X_0) dX_0/dx. */
#ifndef FPK_FOKKER_PLANCK_SOLVE_H
#define FPK_FOKKER_PLANCK_SOLVE_H

#include "fpk/base/grid.h"
#include "fpk/distribution/start.h"
#include "fpk/fokker_planck/boundary.h"
#include "fpk/fokker_planck/coordinate.h"
#include "fpk/model/model.h"

#include <stdbool.h>

/* How time is gone through. CONTOUR: p(t) = e^{tA} p_0 by a rational approximation, any time at one
 * cost (numeric/contour.h); autonomous models on a line. MARCH: TR-BDF2. AUTO: the first where it
 * can be had. */
enum fpk_time_method { FPK_TIME_AUTO, FPK_TIME_MARCH, FPK_TIME_CONTOUR };

/* Inputs, for designated initialisers: what is left zero takes its default. All borrowed. */
struct fpk_fokker_planck_problem {
    const struct fpk_model *model;    /* 1-D, Ito */
    const struct fpk_start *start;    /* any 1-D kind; for g = 0: mixture or uniform */
    double t0, t1;                    /* t0 < t1 */
    double a, b;                      /* domain; a = b = 0: chosen to hold all but 1e-14 of the mass
                                      over the whole run (then both ends are natural) */
    struct fpk_ends ends;             /* of a domain that is given */
    struct fpk_coordinate coordinate; /* the mesh; zero: equal cells in x */
    enum fpk_time_method method;
    bool currents;    /* flux, relative entropy and entropy production are wanted as well */
    double tolerance; /* of points relative to the largest density at t1, of mean and variance
                       * absolute up to 1 and relative beyond; 0: 1e-6 */
    size_t n_at;
    const double *at; /* [n_at], where the density at t1 is wanted; anywhere (0 outside) */
    size_t n_time;
    const double *time; /* [n_time], ascending in [t0, t1]: stored times; NULL: t1 alone */
    size_t field_cells; /* cells of the stored fields; 0: 512 */
    size_t max_cells;   /* finest grid allowed; 0: 16384 */
};

/* One stored time. Each error is an estimate meant as a bound. */
struct fpk_fokker_planck_moments {
    double t;
    double mass, mean, variance;
    double mass_error, mean_error, variance_error;
    double tv_error; /* 1/2 int |error| of the stored field */

    /* With problem.currents, else NaN, from the scheme's own rates, for which the second is exactly
     * minus the derivative of the first between walls:
     *     relative entropy   H = int p ln(p/p_s) dx >= 0, nats; D H is the free energy above
     *                        equilibrium; NaN where p_s does not exist
     *     entropy production sigma = int J^2/(D p) dx >= 0, nats per time */
    double relative_entropy, entropy_production;
    double relative_entropy_error, entropy_production_error;
};

struct fpk_fokker_planck_result {
    size_t n_time;
    struct fpk_field *field; /* [n_time] cell averages; owned, as all below */
    double **flux; /* [n_time][field_cells + 1] J at the fields' faces; NULL without currents */
    struct fpk_fokker_planck_moments
        *moments; /* [n_time]; the last one is at t1 if no times given */
    size_t n_at;
    double *density;                      /* [n_at] p(at, t1), point values */
    double *density_error;                /* [n_at] */
    struct fpk_fokker_planck_moments end; /* at t1, always */

    double min_p;   /* least cell value of the finest run over every step; never clipped */
    double outside; /* bound on what the domain's ends saw: end density x width, over the run */
    double peclet;  /* largest cell Peclet number of the finest run */
    enum fpk_time_method method; /* that was used */
    struct fpk_ends ends;        /* that were used */
    size_t n_cell, n_step;       /* of the finest run; no steps with the contour */
    size_t n_redone;   /* steps of the finest run redone for falling below -tolerance/1000 */
    double order;      /* observed order of the plain (not extrapolated) scheme at the points or
                        moments, from the last three grids; NaN when it cannot be told */
    bool converged;    /* every error of density, mean, variance is within the tolerance */
    char warning[512]; /* "" or sentences: domain too small, tolerance not met, steps redone, ... */
};

/* FPK_USAGE: not 1-D or not Ito, t0 >= t1, times out of order, start outside the domain, a start
 * that g = 0 cannot carry; FPK_NUMERIC: a coefficient is not finite (names t and x), or no domain
 * holds the mass (it escapes). Not reaching the tolerance is no failure: `converged` is false and
 * the errors say how far it got. Same bits on any machine. Owned result; free with _clear. */
enum fpk_status fpk_fokker_planck_solve(const struct fpk_fokker_planck_problem *problem,
                                        struct fpk_fokker_planck_result *result) FPK_MUST_USE;
void fpk_fokker_planck_result_clear(struct fpk_fokker_planck_result *result);

/* The domain that solve would choose. */
enum fpk_status fpk_fokker_planck_domain(const struct fpk_fokker_planck_problem *problem, double *a,
                                         double *b) FPK_MUST_USE;

/* Stationary density at the coefficients of time t on a grid (field is initialised here). Exact
 * discrete state of the scheme: exp(-U/D) at the centres for a potential. */
enum fpk_status fpk_fokker_planck_stationary(const struct fpk_model *model, double t,
                                             struct fpk_grid grid,
                                             struct fpk_field *field) FPK_MUST_USE;

#endif
