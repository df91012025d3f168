/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels that show an evolution: its density along time, its end, its errors. Each fills `panel`;
 * what it draws beyond the views' own arrays is kept in `store`, released when the figure is
 * written. */
#ifndef FPK_EXPERIMENTS_EVOLUTION_FIGURE_H
#define FPK_EXPERIMENTS_EVOLUTION_FIGURE_H

#include "panel.h"
#include "evolution.h"

/* Heat map of the grid's density over (time, x) between low and high, a few particles on top. */
enum fpk_status fpk_panel_of_density(struct fpk_panel *panel, const struct fpk_evolution *evolution,
                                     const struct fpk_evolution_views *views, double low,
                                     double high, struct fpk_store *store) FPK_MUST_USE;

/* Histogram of the particles at the end, the law of their scheme, the reference over both. */
enum fpk_status fpk_panel_of_end(struct fpk_panel *panel, const struct fpk_evolution *evolution,
                                 const struct fpk_evolution_views *views, double low, double high,
                                 struct fpk_store *store) FPK_MUST_USE;

/* TV from the closed form along time, on a log scale: the law at dt, the grid. */
enum fpk_status fpk_panel_of_errors(struct fpk_panel *panel, const struct fpk_evolution *evolution,
                                    const struct fpk_evolution_views *views,
                                    struct fpk_store *store) FPK_MUST_USE;

/* What particles and law differ by from the reference at the end. */
enum fpk_status fpk_panel_of_difference(struct fpk_panel *panel,
                                        const struct fpk_evolution *evolution,
                                        const struct fpk_evolution_views *views, double low,
                                        double high, struct fpk_store *store) FPK_MUST_USE;

/* The density at n <= 4 of the stored times, by their numbers: particles as dots (of an evolution
 * with bins), the grid as lines, the reference dashed over them. */
enum fpk_status fpk_panel_of_times(struct fpk_panel *panel, const struct fpk_evolution *evolution,
                                   const struct fpk_evolution_views *views, size_t n,
                                   const size_t *number, double low, double high,
                                   struct fpk_store *store) FPK_MUST_USE;

/* TV of the law from the closed form at the end against the time step: a curve per evolution, then
 * the labels and a line of slope 1. */
enum fpk_status fpk_panel_add_order(struct fpk_panel *panel, const char *label,
                                    const struct fpk_evolution_views *views, enum fpk_colour colour,
                                    struct fpk_store *store) FPK_MUST_USE;
enum fpk_status fpk_panel_end_order(struct fpk_panel *panel, struct fpk_store *store) FPK_MUST_USE;

#endif
