/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pushed: the law of X(U) on a line, where X need be neither one to one nor smooth: what a density
 * becomes under a map that folds the line, or that sends an interval to a point.
 *
 *     F(x) = sum over branches P(U in the branch, X(U) <= x) + atoms up to x
 *     q(x) = sum over branches rho(u)/|X'(u)|,  u the branch's place of x
 *
 * A branch is an interval of u on which X is monotone. Where X' = 0 at its end, q has a pole like
 * |x - c|^(-1/2); F is continuous there. Where X is constant there is an atom. U is kept on panels
 * of Gauss-Legendre nodes (fpk/numeric/panel.h) on which X, X' and log rho are polynomials. */
#ifndef FPK_DISTRIBUTION_PUSHED_H
#define FPK_DISTRIBUTION_PUSHED_H

#include "fpk/base/status.h"
#include "fpk/numeric/panel.h"

#include <stddef.h>

struct fpk_branch {
    size_t first, last; /* panels, both included */
    double from, to;    /* where it begins on the first and ends on the last, in [-1, 1] */
    double sign;        /* of X' */
    double low, high;   /* range of X on it */
    double mass;
};

struct fpk_knot {
    double x, cdf, tail; /* P(X <= x), P(X > x) */
    double jump;         /* mass of the atom at x */
};

struct fpk_pushed {
    struct fpk_panel_rule rule;
    size_t n;                    /* panels */
    double *a, *b;               /* [n] their ends in u, increasing; owned, as are all below */
    double *x, *slope, *log_rho; /* [n][FPK_PANEL] at the nodes */
    double *below, *above;       /* [n + 1] mass of the panels before, from here on */
    double *x_a, *x_b;           /* [n] X at the panels' ends */
    size_t n_branch, n_atom, n_knot;
    struct fpk_branch *branch;
    double *atom, *atom_mass; /* [n_atom], ascending */
    struct fpk_knot *knot;    /* [n_knot], ascending: ends of panels and branches, atoms */
    double outside;           /* bound on the mass that was left out */
};

/* Takes n panels in order of u; x, slope, rho [n][FPK_PANEL]; and points with mass (any order).
 * Copies. A panel of less than 1e-12 of mass on which X is not monotone is left out, and its mass
 * is in `outside`; one on which X does not change becomes an atom. FPK_NUMERIC when nothing is
 * left. O(n log n) and O(n n_branch) evaluations. */
struct fpk_panels_view {
    size_t n, n_point;
    const double *a, *b, *x, *slope, *rho;
    const double *point, *point_mass;
};
enum fpk_status fpk_pushed_init(struct fpk_pushed *pushed,
                                const struct fpk_panels_view *from) FPK_MUST_USE;
void fpk_pushed_clear(struct fpk_pushed *pushed);

/* log density (minus infinity where there is none; atoms do not count), cdf and tail at x; outputs
 * may be NULL. Within d of a pole, relative to the curvature there, log density is good to 1e-16/d.
 * About 2 microseconds for each branch that reaches x. */
void fpk_pushed_at(const struct fpk_pushed *pushed, double x, double *log_pdf, double *cdf,
                   double *tail);

/* The smallest x with cdf(x) >= cdf, from the smaller of cdf and tail. */
double fpk_pushed_quantile(const struct fpk_pushed *pushed, double cdf, double tail);

/* X, and where it has the value x, on panel i between t = from and t = to (in [-1, 1], X monotone
 * there; x kept inside their range). */
double fpk_pushed_x(const struct fpk_pushed *pushed, size_t i, double t);
double fpk_pushed_solve(const struct fpk_pushed *pushed, size_t i, double from, double to,
                        double x);

/* Moments with their mass; u-line sums. */
void fpk_pushed_moments(const struct fpk_pushed *pushed, double *mass, double *mean,
                        double *variance);

#endif
