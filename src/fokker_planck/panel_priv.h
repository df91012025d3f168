/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panel: a short interval with Gauss-Legendre nodes on it, and the model's scale function there.
 *
 *     Phi' = -f/D,   gain_i = e^{Phi(x_i) - Phi(left)},   D = g^2/2,
 *
 * and running integrals, from the left end to each node, of the polynomial through the nodes. */
#ifndef FPK_FOKKER_PLANCK_PANEL_PRIV_H
#define FPK_FOKKER_PLANCK_PANEL_PRIV_H

#include "fpk/model/model.h"

#define FPK_PANEL_NODES 8

struct fpk_panel_rule {
    double node[FPK_PANEL_NODES], weight[FPK_PANEL_NODES]; /* on [-1, 1] */
    double running[FPK_PANEL_NODES][FPK_PANEL_NODES]; /* int_-1^node_i of Lagrange polynomial j */
};

struct fpk_panel {
    double width;
    double x[FPK_PANEL_NODES];    /* the model's coordinate */
    double d[FPK_PANEL_NODES];    /* D */
    double phi[FPK_PANEL_NODES];  /* Phi(x_i) - Phi(left) */
    double gain[FPK_PANEL_NODES]; /* its exponential */
    double phi_end, gain_end;     /* at the right end */
};

void fpk_panel_rule_init(struct fpk_panel_rule *rule);

/* Nodes in [left, right] of the coordinate u = sign x; with sign = -1 the line is seen in a mirror.
 * FPK_NUMERIC when a coefficient is not finite or D is not positive at a node, naming x. */
enum fpk_status fpk_panel_set(struct fpk_panel *panel, const struct fpk_panel_rule *rule,
                              const struct fpk_model *model, double sign, double left,
                              double right) FPK_MUST_USE;

/* out_i <- int from the left end to node i of the polynomial through v; returns the whole one. */
double fpk_panel_integrate(const struct fpk_panel *panel, const struct fpk_panel_rule *rule,
                           const double *v, double *out);

#endif
