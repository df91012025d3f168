/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scale: a domain cut into panels, with the scale function Phi' = -f/D at all their nodes.
 *
 * Panels are equal in the mesh's coordinate and doubled until results settle. What stationary
 * states need are integrals of positive numbers that span any range, so these are given as
 * logarithms:
 *     suffix(x) = ln int_x^b e^{s (Phi(y) - Phi(x))} w(y) dy,   prefix(x) likewise from a to x,
 * summed panel by panel without a subtraction. */
#ifndef FPK_FOKKER_PLANCK_SCALE_PRIV_H
#define FPK_FOKKER_PLANCK_SCALE_PRIV_H

#include "panel_priv.h"

#include "fpk/fokker_planck/coordinate.h"

struct fpk_scale {
    const struct fpk_model *model; /* borrowed */
    struct fpk_panel_rule rule;
    double sign;     /* u = sign x ascends: with -1 the line is seen in a mirror */
    size_t panels;   /* n = panels * FPK_PANEL_NODES nodes */
    size_t n;        /* nodes */
    double *edge;    /* [panels + 1] u, ascending; owned, as all below */
    double *at_edge; /* [panels + 1] Phi, 0 at the first */
    double *u;       /* [n] nodes */
    double *weight;  /* [n] of Gauss-Legendre's rule, dx included */
    double *rise;    /* [n] Phi(u_i) - Phi(left edge of the panel) */
    double *phi;     /* [n] Phi(u_i) */
    double *log_d;   /* [n] ln D */
};

/* Panels of [a, b] in x. FPK_NUMERIC as fpk_panel_set. */
enum fpk_status fpk_scale_init(struct fpk_scale *scale, const struct fpk_model *model, double sign,
                               const struct fpk_coordinate *coordinate, double a, double b,
                               size_t panels) FPK_MUST_USE;
void fpk_scale_clear(struct fpk_scale *scale);

/* node [n] and edge [panels + 1] <- the logarithm above; log_w [n], NULL: w = 1. node may be log_w.
 * -inf where nothing is summed. */
void fpk_scale_suffix(const struct fpk_scale *scale, double s, const double *log_w, double *node,
                      double *edge);
void fpk_scale_prefix(const struct fpk_scale *scale, double s, const double *log_w, double *node,
                      double *edge);

/* ln int e^{log_w} dx over the domain. */
double fpk_scale_log_integral(const struct fpk_scale *scale, const double *log_w);

/* The panel that holds u; the first or last when it is outside. */
size_t fpk_scale_panel(const struct fpk_scale *scale, double u);

/* Polynomial through e^{y_i} at the nodes of a panel, at u, as a logarithm; -inf unless positive.
 */
double fpk_scale_interpolate(const struct fpk_scale *scale, size_t panel, const double *y,
                             double u);

/* Phi and ln D at any u: from the panel's left edge, beyond the ends over as many panels again. */
enum fpk_status fpk_scale_at(const struct fpk_scale *scale, double u, double *phi,
                             double *log_d) FPK_MUST_USE;

/* ln(e^a + e^b). */
double fpk_log_add(double a, double b);

#endif
