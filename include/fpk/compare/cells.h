/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells: a partition of the line into intervals of (nearly) equal probability under a law.
 *
 *     cell k = (edge_{k-1}, edge_k],   p_k = F(edge_k) - F(edge_{k-1}),   edge_{-1} = -inf, ...
 *
 * The edges aim at equal p_k; the p_k kept are the law's own at the edges that were found, so an
 * edge slightly off its quantile costs nothing. */
#ifndef FPK_COMPARE_CELLS_H
#define FPK_COMPARE_CELLS_H

#include "fpk/base/density.h"
#include "fpk/base/points.h"

#include <stdint.h>

/* F(x) = P(X <= x) and its tail P(X > x) at any n points. */
typedef void fpk_cdf_fn(size_t n, const double *x, double *cdf, double *tail, const void *ctx);

struct fpk_cells {
    size_t n;            /* cells, at least 2 */
    double *edge;        /* [n-1], strictly increasing; owned */
    double *probability; /* [n], positive, summing to 1 up to rounding; owned */
    double error_chi2;   /* bound on sum_k (error of p_k)^2 / p_k made by reading F between nodes */
};

/* How many cells for a sample of n: min(n/20, 1.25 n^(2/5)), at least 2. The second is half of Mann
 * and Wald's number at a level of 1e-6 (Ann. Math. Stat. 13, 306, 1942, eq. 2; halving it costs
 * little power: Williams, JASA 45, 77, 1950); the first keeps 20 expected in each. n = 1e4: 49,
 * 1e6: 313, 1e7: 788. */
size_t fpk_cells_count(uint64_t n);

/* n cells of a density: F between nodes is the Hermite polynomial of degree 9 through the nearest
 * node values of cdf (or, above the median, tail) and pdf; what it changes beyond degree 7 is taken
 * as its error and kept in error_chi2. FPK_USAGE when n < 2 or the density has fewer than 8 nodes;
 * FPK_NUMERIC when a number in it is not finite, cdf decreases, or a cell lies in the mass outside
 * the nodes. */
enum fpk_status fpk_cells_of_density(struct fpk_cells *cells, const struct fpk_density *density,
                                     size_t n) FPK_MUST_USE;

/* n cells of a law given by its distribution function, edges by bisection in [low, high] (an
 * interval with all but little of the mass). FPK_NUMERIC when F is not finite there or has a jump
 * larger than a cell. Cost: about 60 n evaluations. */
enum fpk_status fpk_cells_of_cdf(struct fpk_cells *cells, fpk_cdf_fn *cdf, const void *ctx,
                                 double low, double high, size_t n) FPK_MUST_USE;
void fpk_cells_clear(struct fpk_cells *cells);

/* count [cells->n] <- how many of the 1-D points lie in each cell; the same at any thread count.
 * FPK_USAGE, with how many and the first, when points are NaN or infinite. */
enum fpk_status fpk_cells_tally(const struct fpk_cells *cells, const struct fpk_points *points,
                                uint64_t *count) FPK_MUST_USE;

/* *chi2 <- sum_k (p_k - q_k)^2 / p_k, q the probabilities that another density gives to the cells:
 * with the law on half the nodes, an estimate of the law's own error. */
enum fpk_status fpk_cells_chi2(const struct fpk_cells *cells, const struct fpk_density *other,
                               double *chi2) FPK_MUST_USE;

/* A bound on the same from a bound on the total variation: sum of |errors| <= 2 tv and each
 * <= tv, so chi2 <= 2 tv^2 / min p_k. */
double fpk_cells_chi2_from_tv(const struct fpk_cells *cells, double tv);

#endif
