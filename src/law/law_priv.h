/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law at one resolution: a base, whose density is known in closed form on a line u, and panels
 * of Gauss-Legendre nodes that carry it through the deterministic maps X(u) applied since.
 *
 *     base     sum_i mass_i N(u; m_i, s_i^2)  (after a step with noise, or a mixture start),
 *              a uniform density, or atoms (points without density)
 *     panels   u-intervals; at their nodes X = X(u), J = dX/du, rho = density of the base at u
 *
 * A step with noise turns the nodes into the sources of the next base. Before the first step after
 * a base there are no panels: they are laid when the step is known, as fine as its kernel needs. */
#ifndef FPK_LAW_LAW_PRIV_H
#define FPK_LAW_LAW_PRIV_H

#include "fpk/law/law.h"
#include "fpk/numeric/panel.h"

#include <stdbool.h>

#define FPK_LAW_NODES (1u << 20) /* most nodes of one resolution */

enum fpk_base_kind { FPK_BASE_KERNELS, FPK_BASE_UNIFORM, FPK_BASE_ATOMS };

struct fpk_base {
    enum fpk_base_kind kind;
    size_t n;
    double *m, *s, *mass;     /* [n] sources, m increasing; atoms: m, mass only; owned */
    double *below, *above;    /* [n + 1] mass of sources 0..i-1, of i..n-1 */
    double *rate, *amplitude; /* [n] of kernels: 1/s, mass/s; owned */
    double s_min, s_max, total;
    double smooth; /* width of the density's features, s_min or more */
    double nearer; /* reach of a kernel, as a part of that for 1e-30 outside */
    double a, b;   /* uniform */
};

/* Takes the arrays (owned from now on, freed on failure too), sorts and sums them. Sources of
 * negligible mass (`outside` in all) are dropped and their mass added to *lost. */
enum fpk_status fpk_base_take(struct fpk_base *base, enum fpk_base_kind kind, size_t n, double *m,
                              double *s, double *mass, double outside, double *lost) FPK_MUST_USE;
void fpk_base_clear(struct fpk_base *base);

/* [*low, *high] holds all but `outside`. */
void fpk_base_range(const struct fpk_base *base, double outside, double *low, double *high);
/* Smallest width of the base's features on [a, b]; infinite for a uniform one. */
double fpk_base_width(const struct fpk_base *base, double a, double b);
/* Density, and P(U <= u), P(U > u), at n points (any n, any order; each output may be NULL). */
void fpk_base_pdf(const struct fpk_base *base, size_t n, const double *u, double *pdf, int threads);
void fpk_base_cdf(const struct fpk_base *base, size_t n, const double *u, double *cdf, double *tail,
                  int threads);

/* How far a bell counts, in widths: beyond is as little as a step may leave outside. */
double fpk_base_reach(const struct fpk_base *base);
/* Density at low + i h, i < n, for bells of one width and h <= 8 of it; sources beyond these points
 * are left out, and of a bell what is beyond `reach` widths. */
enum fpk_status fpk_base_pdf_on_grid(const struct fpk_base *base, double reach, double low,
                                     double h, size_t n, double *pdf) FPK_MUST_USE;

struct fpk_panels {
    size_t n, capacity;
    double *a, *b;       /* [n] ends in u */
    double *x, *j, *rho; /* [n][FPK_PANEL]; rho[i][0] < 0: not yet evaluated */
    double *tail;        /* [n] Legendre tail of the panel that this one is a piece of */
    double *noise;       /* [n] tail that splitting did not reduce: rounding, to be lived with */
};
void fpk_panels_clear(struct fpk_panels *panels);
enum fpk_status fpk_panels_reserve(struct fpk_panels *panels, size_t n) FPK_MUST_USE;
/* Appends [a, b] as k equal panels with X = u, J = 1. */
enum fpk_status fpk_panels_lay(struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                               double a, double b, size_t k) FPK_MUST_USE;
/* Appends k equal pieces of panel i of `from`; X and J interpolated (exactly when !moved). */
enum fpk_status fpk_panels_split(struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                                 const struct fpk_panels *from, size_t i, size_t k,
                                 bool moved) FPK_MUST_USE;
/* Appends panel i of `from` with new x and j (each [FPK_PANEL]). */
enum fpk_status fpk_panels_append(struct fpk_panels *panels, const struct fpk_panels *from,
                                  size_t i, const double *x, const double *j) FPK_MUST_USE;
enum fpk_status fpk_panels_sort(struct fpk_panels *panels) FPK_MUST_USE;
/* Base density where it is not yet known. */
enum fpk_status fpk_panels_weigh(struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                                 const struct fpk_base *base, int threads) FPK_MUST_USE;
/* u of node k of panel i; its weight in u. */
double fpk_panels_u(const struct fpk_panels *panels, const struct fpk_panel_rule *rule, size_t i,
                    size_t k);
double fpk_panels_weight(const struct fpk_panels *panels, const struct fpk_panel_rule *rule,
                         size_t i, size_t k);

struct fpk_state {
    double spacing;   /* panel length in local widths for a step with noise */
    double tolerance; /* of the Legendre tail for a step without */
    double outside;
    int threads;
    struct fpk_panel_rule rule;
    struct fpk_base base;
    struct fpk_panels panels; /* n = 0 before the first step after a base */
    bool moved;               /* X is not u */
    double lost;              /* mass dropped so far, a bound */
    double rough_x, rough_j;  /* rounding of the steps in X, and in J relative to it */
    uint64_t step;
};

enum fpk_status fpk_state_begin(struct fpk_state *state,
                                const struct fpk_start *start) FPK_MUST_USE;
void fpk_state_clear(struct fpk_state *state);
enum fpk_status fpk_state_step(struct fpk_state *state,
                               const struct fpk_transition *transition) FPK_MUST_USE;
/* The same on equally spaced nodes, where that is possible; else nothing, and *taken is false. */
enum fpk_status fpk_grid_step(struct fpk_state *state, const struct fpk_transition *transition,
                              bool *taken) FPK_MUST_USE;
/* m, m' and s at n points, FPK_BLOCK at a time. */
void fpk_state_apply(const struct fpk_transition *transition, size_t n, const double *x, double *m,
                     double *slope, double *s, int threads);
enum fpk_status fpk_state_density(const struct fpk_state *state,
                                  struct fpk_density *density) FPK_MUST_USE;
enum fpk_status fpk_state_pushed(const struct fpk_state *state,
                                 struct fpk_pushed *pushed) FPK_MUST_USE;
/* The same where the law is not folded. */
enum fpk_status fpk_state_at_once(const struct fpk_state *state, size_t n, const double *x,
                                  double *pdf, double *cdf) FPK_MUST_USE;
enum fpk_status fpk_state_at(const struct fpk_state *state, size_t n, const double *x, double *pdf,
                             double *cdf) FPK_MUST_USE;
enum fpk_status fpk_state_moments(const struct fpk_state *state, double *mass, double *mean,
                                  double *variance) FPK_MUST_USE;
/* Panels for the base alone: of `length` widths of it, for a step with noise to split; or fine
 * enough to interpolate between, out to where the density underflows when that is cheap. */
enum fpk_status fpk_state_lay(const struct fpk_state *state, struct fpk_panels *panels,
                              double length) FPK_MUST_USE;
enum fpk_status fpk_state_lay_to_read(const struct fpk_state *state,
                                      struct fpk_panels *panels) FPK_MUST_USE;

/* The run of panels [first, last) on which X(u) is monotone, with the sign of J; FPK_NUMERIC when
 * more than a trace of mass is outside it: the line is folded. */
struct fpk_run {
    size_t first, last;
    double sign;
};
/* Is more than a trace of mass where X(u) is not monotone, or has the state atoms? */
bool fpk_state_folded(const struct fpk_state *state);
enum fpk_status fpk_state_run(const struct fpk_state *state, const struct fpk_panels *panels,
                              struct fpk_run *run) FPK_MUST_USE;

struct fpk_law {
    struct fpk_state fine, coarse;
    double size; /* of the start: |mean| + standard deviation */
};

#endif
