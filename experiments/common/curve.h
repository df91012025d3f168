/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact curve over what was measured. */
#ifndef FPK_EXPERIMENTS_CURVE_H
#define FPK_EXPERIMENTS_CURVE_H

#include "panel.h"

/* f(x, p) over [low, high] as a dashed black line, its points equally spaced on the panel's x axis.
 */
enum fpk_status fpk_panel_curve(struct fpk_panel *panel, const char *label, double low, double high,
                                double (*f)(double x, double p), double p,
                                struct fpk_store *store) FPK_MUST_USE;

#endif
