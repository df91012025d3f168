/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One side of a distance: a mixture or a density on nodes, evaluated inside small cells. Between
 * nodes, log p is a polynomial through the nearest nodes and the cdf a Hermite polynomial through
 * cdf and pdf; the same with fewer nodes tells the error. */
#ifndef FPK_COMPARE_SIDE_PRIV_H
#define FPK_COMPARE_SIDE_PRIV_H

#include "fpk/base/density.h"
#include "fpk/compare/distance.h"
#include "fpk/distribution/mixture.h"
#include "fpk/distribution/pushed.h"

#include <stdbool.h>

#define FPK_SIDE_POINTS 8 /* most points in one call */

struct fpk_view {
    const struct fpk_mixture *mixture; /* one of the three; borrowed */
    const struct fpk_density *density;
    const struct fpk_pushed *pushed; /* only in folded.c, which asks by the functions below */
};

/* Values at n <= FPK_SIDE_POINTS points of one cell, and how far interpolation may be off. */
struct fpk_values_at {
    double pdf[FPK_SIDE_POINTS], log_pdf[FPK_SIDE_POINTS], log_error[FPK_SIDE_POINTS];
    double cdf[FPK_SIDE_POINTS], tail[FPK_SIDE_POINTS], cdf_error[FPK_SIDE_POINTS];
    bool outside; /* the cell is beyond the nodes: pdf is 0, log_pdf extrapolated */
};

/* The points lie in one cell of the view: no node of its density is strictly between them. */
void fpk_view_eval(const struct fpk_view *view, size_t n, const double *x,
                   struct fpk_values_at *out);

/* cdf and tail at one point. */
void fpk_view_mass(const struct fpk_view *view, double x, double *cdf, double *tail);

/* x with cdf(x) = cdf, tail(x) = tail, from whichever is smaller. An error of mass_error in that
 * mass moves x by mass_error/slope; of the interpolation the mass_error is given here. */
struct fpk_quantile {
    double x, mass_error, slope;
};
struct fpk_quantile fpk_view_quantile(const struct fpk_view *view, double cdf, double tail);

/* Any view, points anywhere; n <= FPK_PANEL. log_pdf is minus infinity where there is no density;
 * atoms do not count in it. of_mass: cdf and tail are wanted too. */
struct fpk_values_any {
    double log_pdf[FPK_PANEL], cdf[FPK_PANEL], tail[FPK_PANEL];
};
void fpk_view_any(const struct fpk_view *view, size_t n, const double *x,
                  struct fpk_values_any *out, bool of_mass);
double fpk_view_quantile_any(const struct fpk_view *view, double cdf, double tail);

/* Distances when at least one of the two is pushed, each with the error of its quadrature. */
enum fpk_status fpk_folded_distances(const struct fpk_view *p, const struct fpk_view *q,
                                     struct fpk_distances *out) FPK_MUST_USE;

/* Number of breakpoints of the view, and the breakpoints (unsorted). */
size_t fpk_view_breaks(const struct fpk_view *view, double *out);

#endif
