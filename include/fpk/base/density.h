/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Density: a one-dimensional law on quadrature nodes, the noun in which a law or a solved field
 * goes to be compared.
 *
 *     integral f(x) p(x) dx = sum_i f(x_i) p_i w_i + (what lies outside the nodes)
 *
 * Both tails are kept beside the cdf because 1 - cdf loses all digits where the cdf is near 1. */
#ifndef FPK_BASE_DENSITY_H
#define FPK_BASE_DENSITY_H

#include "fpk/base/status.h"

#include <stddef.h>

struct fpk_density {
    size_t n;
    double *x;      /* [n] nodes, strictly increasing; owned, as are all below */
    double *w;      /* [n] quadrature weights, positive */
    double *pdf;    /* [n] density at the nodes */
    double *cdf;    /* [n] P(X <= x_i) */
    double *tail;   /* [n] P(X > x_i) */
    double outside; /* bound on the mass below x_0 and above x_{n-1} */
};

/* Room for n nodes, all zero. */
enum fpk_status fpk_density_init(struct fpk_density *density, size_t n) FPK_MUST_USE;
void fpk_density_clear(struct fpk_density *density);

#endif
