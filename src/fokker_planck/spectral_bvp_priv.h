/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boundary values: f u' + D u'' = given between two ends, at one order, for times of exit and
 * committors. */
#ifndef FPK_FOKKER_PLANCK_SPECTRAL_BVP_PRIV_H
#define FPK_FOKKER_PLANCK_SPECTRAL_BVP_PRIV_H

#include "spectral_priv.h"

#include "fpk/fokker_planck/spectral.h"

enum fpk_bvp_end { FPK_BVP_RISE, FPK_BVP_FLAT_LEFT, FPK_BVP_FLAT_RIGHT };

struct fpk_bvp {
    struct fpk_nodes nodes;
    double *integral; /* [n][n]; owned, as all below */
    double *matrix;   /* [n + 1][n + 1] room */
    double *f, *d;    /* [n] */
};
enum fpk_status fpk_bvp_init(struct fpk_bvp *bvp, const struct fpk_model *model, double a, double b,
                             size_t order) FPK_MUST_USE;
void fpk_bvp_clear(struct fpk_bvp *bvp);

/* v [n + 1] comes in with what u'' + (f/D) u' is given as, goes out with u'' and u'(a); slope [n]
 * <- u'. FPK_BVP_RISE: u(b) - u(a) = rise; FLAT: u' = 0 at that end. *residual: what rounding
 * leaves of f u' + D u'' at most. */
enum fpk_status fpk_bvp_solve(struct fpk_bvp *bvp, enum fpk_bvp_end end, double rise, double *v,
                              double *slope, double *residual) FPK_MUST_USE;
/* u [n] <- the integral of its slope that is 0 at an end. */
void fpk_bvp_sum(const struct fpk_bvp *bvp, const double *slope, bool zero_right, double *u);
/* u at x; row [n] is room; *rounding of the sum. */
double fpk_bvp_at(const struct fpk_bvp *bvp, const double *u, double x, double *row,
                  double *rounding);

/* Mean and variance of the time of exit at the nodes; v [n + 1], the others [n], the caller's. */
struct fpk_exit_time {
    double *v, *slope, *mean, *variance;
    double residual, variance_residual;
};
enum fpk_status fpk_bvp_time(struct fpk_bvp *bvp, struct fpk_ends ends,
                             struct fpk_exit_time *t) FPK_MUST_USE;
/* q [n]: P(b before a); v [n + 1] is room. */
enum fpk_status fpk_bvp_committor(struct fpk_bvp *bvp, double *v, double *q,
                                  double *residual) FPK_MUST_USE;
/* q [order + 1]: P(leaving through the right end) from each node, 0 or 1 where one end alone
 * absorbs; *at_x: from *x (NULL: not wanted). *rounding of any of them. */
enum fpk_status fpk_bvp_sides(const struct fpk_model *model, double a, double b,
                              struct fpk_ends ends, size_t order, const double *x, double *q,
                              double *at_x, double *rounding) FPK_MUST_USE;

#endif
