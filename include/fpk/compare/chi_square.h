/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chi-square: do these points come from that law?
 *
 *     X^2 = sum_k (N_k - n p_k)^2 / (n p_k),   p-value = P(chi2_dof >= X^2),   dof = cells - 1
 *
 * With few expected in each cell the far tail of X^2 is heavier than that of the chi-square law:
 * at 20 in each of 10 cells a level of 1e-6 is really 1.8e-6, at 200 in each of 49 it cannot be
 * told from 1e-6 (docs/verdicts.md has the figures). Pearson, Phil. Mag. 50, 157 (1900). */
#ifndef FPK_COMPARE_CHI_SQUARE_H
#define FPK_COMPARE_CHI_SQUARE_H

#include "fpk/compare/cells.h"
#include "fpk/compare/distance.h"

struct fpk_chi_square {
    uint64_t n; /* points */
    size_t cells;
    double statistic, dof, p_value;
    double least_expected; /* min n p_k */
    /* What the error of the law itself adds to the expectation of X^2, n chi2(error), and how much
     * of it the verdict allows, 0.1 sqrt(2 dof): a tenth of the standard deviation of X^2. */
    double law_shift, law_allowed;
};

/* Tests 1-D points against cells; law_chi2 is sum_k (error of p_k)^2/p_k of the law itself
 * (fpk_cells_chi2, fpk_cells_chi2_from_tv; 0 for a closed form), to which cells->error_chi2 is
 * added. FPK_USAGE as fpk_cells_tally, or when a cell expects fewer than 20 points. */
enum fpk_status fpk_chi_square_test(const struct fpk_cells *cells, const struct fpk_points *points,
                                    double law_chi2, struct fpk_chi_square *out) FPK_MUST_USE;

/* All in one: fpk_cells_count cells of the density, tally, test. `law_tv`: a bound on the total
 * variation error of the density. */
enum fpk_status fpk_chi_square_density(const struct fpk_density *density, double law_tv,
                                       const struct fpk_points *points,
                                       struct fpk_chi_square *out) FPK_MUST_USE;

/* The same for a law known at two resolutions: its error in each cell is what the coarse one gives
 * differently. Sharper than a bound in total variation, which must fear all error in one cell. */
enum fpk_status fpk_chi_square_pair(const struct fpk_density *fine,
                                    const struct fpk_density *coarse,
                                    const struct fpk_points *points,
                                    struct fpk_chi_square *out) FPK_MUST_USE;

/* The same for a law however it is known (fpk/compare/distance.h): at two resolutions as above,
 * folded ones by their distribution function, closed forms without an error. An atom larger than a
 * cell is refused (FPK_NUMERIC). */
enum fpk_status fpk_chi_square_side(const struct fpk_side *law, const struct fpk_points *points,
                                    struct fpk_chi_square *out) FPK_MUST_USE;

/* Whole numbers that fell on `cells` values of a discrete law, count and probability [cells]:
 * neighbours are joined from the left until each expects n/fpk_cells_count(n) and at least 20.
 * FPK_USAGE when fewer than 2 cells remain or the probabilities do not sum to 1 within 1e-9. */
enum fpk_status fpk_chi_square_counts(size_t cells, const uint64_t *count,
                                      const double *probability,
                                      struct fpk_chi_square *out) FPK_MUST_USE;

/* m figures that are independent standard normals when the claim holds (a mean over its standard
 * error, say), from n numbers: X^2 = sum z^2, dof = m. n: for what the test detects,
 * sqrt(lambda/n), a shift of one figure in units of a single number's standard deviation. */
struct fpk_chi_square fpk_chi_square_scores(uint64_t n, size_t m, const double *z);

/* The x with P(chi2_dof >= x) = alpha, 0 < alpha < 1: above it a test at level alpha rejects. */
double fpk_chi_square_critical(double dof, double alpha);

/* The smallest fault that a test at level alpha finds with probability `power` (0.999 in verdicts):
 * the chi distance sqrt(sum_k (q_k - p_k)^2 / p_k) = sqrt(lambda/n), lambda the noncentrality. */
double fpk_chi_square_detects(uint64_t n, double dof, double alpha, double power);

/* P(chi2_dof(lambda) >= x), noncentral, by its Poisson mixture; lambda >= 0. */
double fpk_chi_square_tail(double x, double dof, double lambda);

#endif
