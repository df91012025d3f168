/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers that many pictures share: a histogram of particles, the law of a scheme, a mixture. */
#ifndef FPK_EXPERIMENTS_PANEL_H
#define FPK_EXPERIMENTS_PANEL_H

#include "fpk/base/density.h"
#include "fpk/base/points.h"
#include "fpk/distribution/mixture.h"
#include "fpk/figure/figure.h"

#define FPK_STORE_MAX   96
#define FPK_STORE_TEXTS 16

/* Arrays and labels that live as long as a figure: start from {0}, clear when the figure is
 * written. */
struct fpk_store {
    size_t n, n_text;
    double *array[FPK_STORE_MAX];
    char text[FPK_STORE_TEXTS][32];
};
/* A label, borrowed from the store. */
const char *fpk_store_text(struct fpk_store *store, const char *format, ...) FPK_PRINTF(2, 3);
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

/* The same where the exact density is known at the law's nodes between low and high,
 * fpk_panel_nodes of them, and as its averages over the bins [FPK_PANEL_BINS]. */
#define FPK_PANEL_BINS 80
size_t fpk_panel_nodes(const struct fpk_density *law, double low, double high, size_t *first);
enum fpk_status fpk_panel_difference_of(struct fpk_panel *panel, const struct fpk_points *points,
                                        const struct fpk_density *law, const double *exact_at_nodes,
                                        const double *exact_in_bins, double low, double high,
                                        struct fpk_store *store) FPK_MUST_USE;

#endif
