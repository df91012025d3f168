/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances between two one-dimensional laws, each with its absolute error.
 *
 *     kl_pq = int p ln(p/q)   kl_qp = int q ln(q/p)   tv = 1/2 int |p - q|
 *     w1 = int |F_p - F_q| dx        w2^2 = int_0^1 (Q_p(u) - Q_q(u))^2 du
 *
 * in nats and in the unit of x. p is the target, q the output law of a scheme, everywhere. A side
 * is a mixture (exact) or a density on nodes, which is interpolated to high order between them. */
#ifndef FPK_COMPARE_DISTANCE_H
#define FPK_COMPARE_DISTANCE_H

#include "fpk/base/density.h"
#include "fpk/base/status.h"
#include "fpk/distribution/mixture.h"
#include "fpk/distribution/pushed.h"

/* Exactly one of mixture, fine and pushed is set. coarse, pushed_coarse (may be NULL): the same law
 * at lower resolution; what it changes is added to every error. All borrowed. pushed: a law that is
 * folded or has atoms. Its quadratures are done along the line that is pushed, where the poles of
 * the density are integrable logarithms; kl is not reported for laws with atoms. */
struct fpk_side {
    const struct fpk_mixture *mixture;
    const struct fpk_density *fine, *coarse;
    const struct fpk_pushed *pushed, *pushed_coarse;
};

struct fpk_number {
    double value;
    double error;       /* absolute bound; infinite when value is not known */
    const char *reason; /* why value is NaN or infinite; NULL otherwise; static text */
};

struct fpk_distances {
    struct fpk_number kl_pq, kl_qp, tv, w1, w2;
};

/* FPK_USAGE when a mixture is not 1-D. Cost: about 6 evaluations of p and of the interpolant of q
 * per node. A KL whose integrand reaches where the other side has no nodes is NaN with a reason
 * when more than 1e-6 of the mass lies there, else that part is in the error. */
enum fpk_status fpk_distance(const struct fpk_side *p, const struct fpk_side *q,
                             struct fpk_distances *out) FPK_MUST_USE;

struct fpk_side_moments {
    struct fpk_number mass, mean, variance;
};
enum fpk_status fpk_side_moments(const struct fpk_side *side,
                                 struct fpk_side_moments *out) FPK_MUST_USE;

#endif
