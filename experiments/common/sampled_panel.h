/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two panels that every chapter on samplers draws. */
#ifndef FPK_EXPERIMENTS_SAMPLED_PANEL_H
#define FPK_EXPERIMENTS_SAMPLED_PANEL_H

#include "panel.h"
#include "sampled.h"

/* n samplers at the same scale, a panel each: particles, law and the closed form, which the key
 * calls `label`; titles are the caller's. The range is the target's, with some room. */
enum fpk_status fpk_sampled_panels(struct fpk_panel *panel, size_t n,
                                   const struct fpk_sampled *const *sampled,
                                   const char *const *title, const char *label,
                                   const struct fpk_mixture *target,
                                   struct fpk_store *store) FPK_MUST_USE;

/* A line with its points, on an axis that may be logarithmic; NaN are left out. */
enum fpk_status fpk_panel_marked(struct fpk_panel *panel, const char *label, size_t n,
                                 const double *x, const double *y, enum fpk_colour colour,
                                 struct fpk_store *store) FPK_MUST_USE;

/* TV of n samplers from the target against their evaluations, as such a line. */
enum fpk_status fpk_sampled_cost(struct fpk_panel *panel, const char *label, size_t n,
                                 const struct fpk_sampled *sampled, enum fpk_colour colour,
                                 struct fpk_store *store) FPK_MUST_USE;

#endif
