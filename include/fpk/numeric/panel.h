/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panel: the polynomial of degree 15 through 16 Gauss-Legendre nodes, which is how smooth functions
 * are kept on a panel [a, b]: integrated by the weights, read anywhere between the nodes, and its
 * last coefficients tell whether the panel is short enough. */
#ifndef FPK_NUMERIC_PANEL_H
#define FPK_NUMERIC_PANEL_H

#define FPK_PANEL 16 /* nodes of a panel */

struct fpk_panel_rule {
    double x[FPK_PANEL], w[FPK_PANEL]; /* Gauss-Legendre on [-1, 1] */
    double barycentric[FPK_PANEL];
    double high[3][FPK_PANEL]; /* values at the nodes -> Legendre coefficients 13, 14, 15 */
};
/* Computes the table; O(FPK_PANEL^2), same bits everywhere. Barycentric weights at Gauss nodes:
 * Wang & Xiang 2012, doi:10.1090/S0025-5718-2011-02549-4. */
void fpk_panel_init(struct fpk_panel_rule *rule);

/* Value at t in [-1, 1] of the polynomial through f [FPK_PANEL] at the nodes. */
double fpk_panel_interpolate(const struct fpk_panel_rule *rule, const double *f, double t);

/* Largest of the Legendre coefficients 13 to 15 of the polynomial through f at the nodes. */
double fpk_panel_tail(const struct fpk_panel_rule *rule, const double *f);

#endif
