/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quadrature: Gauss-Legendre nodes and weights, computed, with the same bits everywhere.
 *
 *     integral_{-1}^{1} f(x) dx = sum_i w_i f(x_i),  exact for polynomials of degree < 2 n. */
#ifndef FPK_NUMERIC_QUADRATURE_H
#define FPK_NUMERIC_QUADRATURE_H

#include <stddef.h>

#define FPK_GAUSS_MAX 64 /* largest n */

/* x [n], increasing, and w [n], positive, for 1 <= n <= FPK_GAUSS_MAX (asserted). Nodes symmetric
 * to the bit; nodes to 1e-16 absolute, weights to 2e-16 relative (seen: 1.01e-16
 * against mpmath). Newton on P_n from the start
 * cos(pi (i + 3/4)/(n + 1/2)). Cost O(n^2): call it once, not per integral. */
void fpk_gauss_legendre(size_t n, double *x, double *w);

/* x, w [n] <- the rule on [a, b] from that on [-1, 1], node and weight [n]. */
void fpk_gauss_legendre_on(double a, double b, size_t n, const double *node, const double *weight,
                           double *x, double *w);

#endif
