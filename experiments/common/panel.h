/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers that many pictures share: a histogram of particles, the law of a scheme, a mixture. */
#ifndef FPK_EXPERIMENTS_PANEL_H
#define FPK_EXPERIMENTS_PANEL_H

#include "fpk/base/density.h"
#include "fpk/base/points.h"
#include "fpk/distribution/mixture.h"
#include "fpk/figure/figure.h"

#define FPK_STORE_MAX 96

/* Arrays that live as long as a figure: start from {0}, clear when the figure is written. */
struct fpk_store {
    size_t n;
    double *array[FPK_STORE_MAX];
};
enum fpk_status fpk_store_new(struct fpk_store *store, size_t n, double **out) FPK_MUST_USE;
void fpk_store_clear(struct fpk_store *store);

/* Histogram of 1-D points, 80 bins between low and high. */
enum fpk_status fpk_panel_histogram(struct fpk_panel *panel, const struct fpk_points *points,
                                    double low, double high, struct fpk_store *store) FPK_MUST_USE;

/* The law's density at its nodes between low and high (borrowed). */
void fpk_panel_law(struct fpk_panel *panel, const struct fpk_density *law, double low, double high);

/* A closed-form density, dashed, on top. */
enum fpk_status fpk_panel_mixture(struct fpk_panel *panel, const char *label,
                                  const struct fpk_mixture *mixture, double low, double high,
                                  struct fpk_store *store) FPK_MUST_USE;

/* What particles and law differ by from a closed form, times 1000: bins of the particles (80, as
 * above), the law with the band in which 95 of 100 bins should lie, the closed form as the line at
 * 0. */
enum fpk_status fpk_panel_difference(struct fpk_panel *panel, const struct fpk_points *points,
                                     const struct fpk_density *law, const struct fpk_mixture *exact,
                                     double low, double high, struct fpk_store *store) FPK_MUST_USE;

#endif
