/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plane: the exact law of a deterministic plan in two dimensions. The plan is one map x = X(u) of
 * its start, run with its Jacobian,
 *
 *     q(X(u)) = rho(u) / |det X'(u)|,        int f(x) q(x) dx = int f(X(u)) rho(u) du,
 *
 * and everything is an integral over the start: with r = p(X(u)) |det X'(u)| / rho(u), the ratio
 * p/q at the image,
 *
 *     kl_qp = E[-ln r],   kl_pq = E[r ln r - r + 1],   tv = E[max(0, 1 - r)].
 *
 * The integrals are tensor Gauss-Legendre sums on squares that are split until a square and its
 * four parts agree; what they differ by is the error. The last three need X one to one, which
 * holds for a smooth proper map when det X' > 0 everywhere (Hadamard; Krantz & Parks, The Implicit
 * Function Theorem, 2002, section 6.2) and is looked at in every node. */
#ifndef FPK_LAW_PLANE_H
#define FPK_LAW_PLANE_H

#include "fpk/distribution/start.h"
#include "fpk/plan/plan.h"
#include "fpk/score/score.h"

struct fpk_plane_number {
    double value, error; /* absolute; what two resolutions differ by, and rounding */
    const char *reason;  /* why value is NaN; NULL otherwise; static text */
};

struct fpk_plane {
    struct fpk_plane_number mass, mean[2], covariance[3]; /* xx, xy, yy */
    struct fpk_plane_number kl_pq, kl_qp, tv;             /* NaN without a target */
    double folded;                                        /* mass where det X' <= 0 */
    size_t nodes;
};

/* Zero means the default. */
struct fpk_plane_options {
    double tolerance;  /* of one square, absolute; default 1e-11 (1000 times that for tv's kinks) */
    size_t most_nodes; /* default 2^22; what is then not resolved is in the errors */
    int threads;       /* default: all that OpenMP gives */
};

/* start NULL: N(0, plan->start_std^2 I); mixtures only. target (the p; may be NULL): 2-D. FPK_USAGE
 * when score or start is not 2-D, the score has no Jacobian, or the plan draws noise, clips or
 * accepts: the sentence names the step. FPK_NUMERIC when the map is not finite where there is mass.
 * Cost: nodes (1e4 to 1e6) times evaluations. Same bits for any thread count. */
enum fpk_status fpk_plane_of_plan(struct fpk_plane *plane, const struct fpk_plan *plan,
                                  const struct fpk_score *score, const struct fpk_start *start,
                                  const struct fpk_mixture *target,
                                  const struct fpk_plane_options *options) FPK_MUST_USE;

/* The density for a picture, pdf [ny][nx] at the centres of nx by ny equal cells of [x0, x1] x
 * [y0, y1]: triangles of a grid of n by n starts are pushed and ln(rho/|det|) is interpolated
 * linearly in each; folds add up. Error O(1/n^2) where X is smooth on the grid. Fails as above. */
struct fpk_plane_grid {
    double x0, x1, y0, y1;
    size_t nx, ny, n;
};
enum fpk_status fpk_plane_density(const struct fpk_plane_grid *grid, const struct fpk_plan *plan,
                                  const struct fpk_score *score, const struct fpk_start *start,
                                  double *pdf) FPK_MUST_USE;

#endif
