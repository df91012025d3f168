/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two Gaussians in coordinates in which the first is diagonal. */
#ifndef FPK_COMPARE_GAUSSIAN_PRIV_H
#define FPK_COMPARE_GAUSSIAN_PRIV_H

#include "fpk/compare/gaussian.h"

#include <stdbool.h>

/* p = N(., diag(v)), q = N(., diag(v) + e); all owned. */
struct fpk_gaussian_pair {
    size_t dim;
    bool diagonal;             /* q too: then q, e have [dim], else [dim][dim] */
    double *v, *q, *e;         /* e = q - diag(v), of full relative accuracy */
    double *shift;             /* [dim] mean of q less that of p */
    double *p_error, *q_error; /* [dim] */
    double turned; /* relative rounding of the turn into these coordinates, 0 without one */
};

/* Is the roles' exchange needed? Then kl_pq and kl_qp are to be exchanged. */
enum fpk_status fpk_gaussian_pair_init(struct fpk_gaussian_pair *pair, const struct fpk_gaussian *p,
                                       const struct fpk_gaussian *q, bool *exchanged) FPK_MUST_USE;
void fpk_gaussian_pair_clear(struct fpk_gaussian_pair *pair);

enum fpk_status fpk_gaussian_w2(const struct fpk_gaussian_pair *pair,
                                struct fpk_number *w2) FPK_MUST_USE;
enum fpk_status fpk_gaussian_kl(const struct fpk_gaussian_pair *pair, struct fpk_number *pq,
                                struct fpk_number *qp) FPK_MUST_USE;

#endif
