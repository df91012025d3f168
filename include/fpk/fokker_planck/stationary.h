/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary: what an autonomous 1-D model comes to.
 *
 *     between reflecting or natural ends   J = 0,  p = e^{-Phi}/(Z D),  Phi' = -f/D
 *     on a ring                            J constant, in general not 0
 *     with an absorbing end                the quasi-stationary density, the shape of what is left:
 *                                          p_t = -lambda_0 p, all leaks at the least rate lambda_0
 *
 * On a ring of length L the current gives the drift velocity v = J L, and
 * D_eff = lim Var X_t/(2 t) of the unfolded motion; the entropy production is
 *     sigma = int J^2/(D p) dx = J oint f/D dx   (nats per time)
 * (Risken, The Fokker-Planck equation, 5 and 11; Reimann et al. 2001,
 * doi:10.1103/PhysRevLett.87.010602; Seifert 2012, doi:10.1088/0034-4885/75/12/126001). */
#ifndef FPK_FOKKER_PLANCK_STATIONARY_H
#define FPK_FOKKER_PLANCK_STATIONARY_H

#include "fpk/base/grid.h"
#include "fpk/fokker_planck/boundary.h"
#include "fpk/fokker_planck/coordinate.h"
#include "fpk/model/model.h"

#include <stdbool.h>

/* A number with its error, an estimate meant as a bound. */
struct fpk_bounded {
    double value, error;
};

/* Inputs, for designated initialisers; zero is the default. All borrowed. */
struct fpk_stationary_problem {
    const struct fpk_model *model; /* 1-D, Ito, autonomous */
    double a, b; /* domain; a = b = 0: far away; without a ring one side that does not absorb may be
                  * -inf or inf: far away */
    struct fpk_ends ends;
    struct fpk_coordinate coordinate; /* in which the panels are equal; zero: in x */
    double tolerance;                 /* relative to max p, and of each number; 0: 1e-6 */
    size_t n_at;
    const double *at;   /* [n_at] in the domain; anywhere beyond an end that was chosen */
    size_t field_cells; /* equal cells in x of the stored field; 0: 512 */
    size_t max_panels;  /* finest rule; 0: 8192 */
};

struct fpk_stationary {
    double a, b;            /* the domain */
    struct fpk_field field; /* cell averages, mass 1; owned, as all below */
    size_t n_at;
    double *density, *density_error; /* [n_at] */
    double *log_density; /* [n_at] ln p, right where p underflows too; -inf on an absorbing end */
    struct fpk_bounded mean, variance, entropy; /* entropy = -int p ln p, nats */
    struct fpk_bounded decay_rate;              /* lambda_0; 0 unless an end absorbs */
    struct fpk_bounded exit_right;              /* share that leaks to the right; absorbing only */
    struct fpk_bounded current, velocity;       /* ring; else 0 */
    struct fpk_bounded diffusivity;             /* D_eff on a ring; else NaN */
    struct fpk_bounded entropy_production;      /* ring; else 0 */
    double field_error;                         /* 1/2 int |error| of the field */
    size_t panels;                              /* of the finest rule */
    bool converged;
};

/* Integrals of positive numbers on panels of 8 Gauss-Legendre nodes, doubled until every number
 * settles; on smooth coefficients 1e-12 with a few dozen panels. With an absorbing end the inverse
 * of the operator, by its Green's function, is applied again and again: a decay rate of 1e-30 has
 * as many digits as one of 1. FPK_USAGE: not 1-D, not Ito, time-dependent, an empty domain, an end
 * at infinity that absorbs, a ring without a domain or whose coefficients differ at its two ends,
 * a point outside; FPK_NUMERIC: a coefficient is not finite, the motion is not confined, the noise
 * vanishes inside. Not reaching the tolerance is no failure. Same bits everywhere. Free with
 * _clear. */
enum fpk_status fpk_stationary_solve(const struct fpk_stationary_problem *problem,
                                     struct fpk_stationary *stationary) FPK_MUST_USE;
void fpk_stationary_clear(struct fpk_stationary *stationary);

#endif
