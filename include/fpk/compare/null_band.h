/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Null band: how large a distance between n points and a law is when the points do come from it.
 *
 * W1 = int |F_n - F| dx. sqrt(n) (F_n - F) is nearly a Brownian bridge B(F), so
 *     E W1     = int sqrt(2 F (1 - F) / (pi n)) dx
 *     P(W1 > E W1 + u std(X)/sqrt(n)) <= exp(-u^2/2)        (Borell; Tsirelson, Ibragimov, Sudakov)
 * because the covariance of the bridge is positive: no |h| <= 1 gives int h B(F) dx more variance
 * than h = 1, which gives Var X. (A limit statement: good once n > 1000.)
 *
 * TV of a histogram, 1/2 sum_k |N_k/n - p_k|: the mean is de Moivre's, exact, and moving one point
 * changes it by at most 1/n, so P(TV > E TV + u/sqrt(n)) <= exp(-2 u^2) (McDiarmid 1989), exact. */
#ifndef FPK_COMPARE_NULL_BAND_H
#define FPK_COMPARE_NULL_BAND_H

#include "fpk/compare/cells.h"

struct fpk_null_band {
    double mean; /* of the distance under the null */
    double high; /* exceeded with probability at most alpha */
    double alpha;
};

/* FPK_USAGE unless 0 < alpha < 1 and n >= 1. Cost: one pass over the nodes. */
enum fpk_status fpk_null_band_w1(const struct fpk_density *density, uint64_t n, double alpha,
                                 struct fpk_null_band *out) FPK_MUST_USE;

enum fpk_status fpk_null_band_tv(const struct fpk_cells *cells, uint64_t n, double alpha,
                                 struct fpk_null_band *out) FPK_MUST_USE;

/* 1/2 sum_k |count_k/n - p_k|. */
double fpk_cells_tv(const struct fpk_cells *cells, const uint64_t *count);

/* *w1 <- int |F_n - F| dx of 1-D points, read at the density's nodes with their weights: for
 * points of the law itself a random error of about W1/nodes, far below the band. FPK_USAGE when
 * points are not finite. Cost: one search among the nodes per point. */
enum fpk_status fpk_points_w1(const struct fpk_density *density, const struct fpk_points *points,
                              double *w1) FPK_MUST_USE;

#endif
