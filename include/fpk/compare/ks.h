/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kolmogorov-Smirnov: the largest gap between an empirical and a given distribution function.
 *
 *     D = sup_x |F_n(x) - F(x)| */
#ifndef FPK_COMPARE_KS_H
#define FPK_COMPARE_KS_H

#include "fpk/compare/cells.h"

struct fpk_ks {
    uint64_t n;
    double d, p_value;
    uint64_t ties; /* points equal to another one: a continuous law gives none */
};

/* P(D_n >= d) for a continuous F.
 *   n d^2 >= 2.25, n <= 1e5: twice Smirnov's exact one-sided tail; paths that leave on both sides
 *       are counted twice, relative error < 2e-6
 *   else, n <= 100: the matrix power of Marsaglia, Tsang, Wang (J. Stat. Softw. 8(18), 2003,
 *       doi:10.18637/jss.v008.i18), error < 1e-12
 *   else: Kolmogorov's limit at the shifted argument of Vrbik (Pioneer J. Theor. Appl. Stat. 15,
 *       15, 2018), measured absolute error < 0.02/n */
double fpk_ks_tail(uint64_t n, double d);

/* Tests x [n], in any order, against F. FPK_USAGE when a number is not finite or n = 0. Sorts a
 * copy: O(n log n) time, n doubles. */
enum fpk_status fpk_ks_test(size_t n, const double *x, fpk_cdf_fn *cdf, const void *ctx,
                            struct fpk_ks *out) FPK_MUST_USE;

/* The same against the uniform law on [0, 1]: are these p-values what a true null gives? */
enum fpk_status fpk_ks_uniform(size_t n, const double *p, struct fpk_ks *out) FPK_MUST_USE;

#endif
