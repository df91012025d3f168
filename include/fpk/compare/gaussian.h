/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances between two Gaussians of any dimension, in closed form, each with an error bound.
 *
 *     w2^2  = |m_p - m_q|^2 + tr(P + Q - 2 (P^1/2 Q P^1/2)^1/2)
 *     kl_pq = 1/2 [tr(Q^-1 P) - dim + (m_q - m_p)^T Q^-1 (m_q - m_p) + ln(det Q/det P)]
 *
 * in the unit of x and in nats; computed from Q - P, so that neighbours 1e-8 apart keep their
 * digits. */
#ifndef FPK_COMPARE_GAUSSIAN_H
#define FPK_COMPARE_GAUSSIAN_H

#include "fpk/compare/distance.h"

/* N(mean, covariance), borrowed arrays. The covariance is symmetric positive semi-definite. */
struct fpk_gaussian {
    size_t dim;
    const double *mean;       /* [dim] */
    const double *covariance; /* [dim][dim]; NULL: the diagonal one of `variance` */
    const double *variance;   /* [dim], read when covariance is NULL */
    const double *error;      /* [dim] each coordinate of the variable that it is the law of may be
                               * off by so much in root mean square; NULL: nothing */
};

struct fpk_gaussian_distances {
    struct fpk_number w2, kl_pq, kl_qp;
};

/* Both in the same coordinates. A covariance without width in some direction gives infinite KL with
 * a reason, or not a number when its width there is within the errors. FPK_USAGE when dimensions
 * differ or a variance is negative or not finite. O(dim) for diagonal covariances, else O(dim^3).
 * Sources: D. C. Dowson and B. V. Landau 1982, doi:10.1016/0047-259X(82)90077-X (w2); S. Kullback
 * 1959, chapter 9 (KL). */
enum fpk_status fpk_gaussian_distance(const struct fpk_gaussian *p, const struct fpk_gaussian *q,
                                      struct fpk_gaussian_distances *out) FPK_MUST_USE;

/* On the line also the other two, with dim = 1; fails as above. */
enum fpk_status fpk_gaussian_on_line(const struct fpk_gaussian *p, const struct fpk_gaussian *q,
                                     struct fpk_distances *out) FPK_MUST_USE;

#endif
