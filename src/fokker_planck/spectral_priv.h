/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the spectral oracle's files share: dense matrices, nodes, modes, doubling of the order. */
#ifndef FPK_FOKKER_PLANCK_SPECTRAL_PRIV_H
#define FPK_FOKKER_PLANCK_SPECTRAL_PRIV_H

#include "fpk/fokker_planck/boundary.h"
#include "fpk/model/model.h"

#include <stdbool.h>

#define FPK_SPECTRAL_FIRST 32
#define FPK_SPECTRAL_MODES 256 /* most functions with singular values, */
#define FPK_SPECTRAL_MOST  512 /* and without */
#define FPK_SPECTRAL_PANEL 16  /* Gauss-Legendre nodes between neighbours */

/* ---- spectral_dense.c: the one file that calls GSL. Matrices row by row. ---- */

/* sigma [n] ascending, vector [n][n], row k the right singular vector of sigma_k; a [m][n], m >= n,
 * is overwritten. FPK_NUMERIC when it is not finite or the iteration fails. */
enum fpk_status fpk_dense_singular(size_t m, size_t n, double *a, double *sigma,
                                   double *vector) FPK_MUST_USE;
/* Each of the right-hand sides b [count][n] <- a^-1 b; a [n][n] is overwritten. FPK_NUMERIC when a
 * is singular. */
enum fpk_status fpk_dense_solve(size_t n, double *a, size_t count, double *b) FPK_MUST_USE;
/* Eigenvalues re + i im [n] of a general a [n][n], overwritten, by ascending re; balanced first. */
enum fpk_status fpk_dense_eigenvalues(size_t n, double *a, double *re, double *im) FPK_MUST_USE;
/* out <- e^a by scaling and squaring, both [n][n]; a is overwritten. */
enum fpk_status fpk_dense_exponential(size_t n, double *a, double *out) FPK_MUST_USE;

/* ---- spectral_nodes.c ---- */

enum fpk_nodes_kind { FPK_NODES_SINC, FPK_NODES_LEGENDRE };

/* n nodes with quadrature weights on [a, b]: equal distances for sinc functions, Gauss-Lobatto
 * points (both ends among them) for polynomials of degree n - 1. */
struct fpk_nodes {
    enum fpk_nodes_kind kind;
    size_t n;
    double a, b;
    double *x, *weight; /* [n], owned */
    double *bary;       /* [n] barycentric weights of the polynomials; owned */
};
enum fpk_status fpk_nodes_init(struct fpk_nodes *nodes, enum fpk_nodes_kind kind, double a,
                               double b, size_t n) FPK_MUST_USE;
void fpk_nodes_clear(struct fpk_nodes *nodes);
/* out [n][n]: the derivative at node i of the function that is 1 at node j and 0 at the others. */
void fpk_nodes_derivative(const struct fpk_nodes *nodes, double *out);
/* row [n]: those functions at x. */
void fpk_nodes_row(const struct fpk_nodes *nodes, double x, double *row);
/* out [n][n]: their integrals from a to node i. Polynomials only. */
enum fpk_status fpk_nodes_integral(const struct fpk_nodes *nodes, double *out) FPK_MUST_USE;

/* ---- spectral_modes.c ---- */

/* Singular values and vectors of A (spectral.h), psi_k(x_j) = vector[k][j]/sqrt(weight_j). */
struct fpk_spectral_modes {
    const struct fpk_model *model; /* borrowed */
    struct fpk_nodes nodes;
    struct fpk_ends ends;
    bool flat;        /* no modes, log_root = 0 */
    size_t n;         /* modes */
    double *sigma;    /* [n] ascending; owned, as all below */
    double *vector;   /* [n][nodes.n], 0 at absorbing ends */
    double *log_root; /* [nodes.n] ln sqrt(p_s), its largest value 0 */
    double *d;        /* [nodes.n] D */
    double rounding;  /* what rounding makes of a singular value */
    double node[FPK_SPECTRAL_PANEL], rule[FPK_SPECTRAL_PANEL]; /* on [-1, 1] */
};
/* Any [a, b]; absorbing ends with polynomials only. FPK_NUMERIC when a coefficient is not finite or
 * the noise vanishes, naming x. */
enum fpk_status fpk_spectral_modes_init(struct fpk_spectral_modes *modes,
                                        const struct fpk_model *model, enum fpk_nodes_kind kind,
                                        double a, double b, struct fpk_ends ends,
                                        size_t order) FPK_MUST_USE;
/* Polynomial nodes and D alone, no modes; sqrt(p_s) counts as 1. */
enum fpk_status fpk_spectral_modes_flat(struct fpk_spectral_modes *modes,
                                        const struct fpk_model *model, double a, double b,
                                        struct fpk_ends ends, size_t order) FPK_MUST_USE;
void fpk_spectral_modes_clear(struct fpk_spectral_modes *modes);
/* ln sqrt(p_s) anywhere in [a, b]. */
double fpk_spectral_log_root(const struct fpk_spectral_modes *modes, double x);

/* f, D and f/D at n points of any number; FPK_NUMERIC as above. Any out may be NULL. */
enum fpk_status fpk_spectral_coefficients(const struct fpk_model *model, size_t n, const double *x,
                                          double *f, double *d) FPK_MUST_USE;

/* ---- spectral_domain.c ---- */

/* FPK_USAGE unless 1-D, Ito, autonomous, a < b finite (or a = b: no domain), ends as possible. */
enum fpk_status fpk_spectral_check(const struct fpk_model *model, double a, double b,
                                   struct fpk_ends ends) FPK_MUST_USE;
/* The same; then a domain: one that is not given (a = b = 0), or a side of it that is -inf or inf
 * and does not absorb, is put where the stationary density is e^-80 of its largest value. *whole:
 * both sides were. */
enum fpk_status fpk_spectral_domain(const struct fpk_model *model, struct fpk_ends ends, double *a,
                                    double *b, bool *whole) FPK_MUST_USE;

/* ---- spectral_refine.c ---- */

/* Fills value, floor (what rounding makes of it) and scale (that the tolerance is relative to), all
 * of the length that was given to refine, at one order. */
typedef enum fpk_status fpk_spectral_level_fn(size_t order, void *ctx, double *value, double *floor,
                                              double *scale);

/* The order doubles from `first` to `most` until every change + floor <= tolerance x scale; the
 * order whose worst error is smallest is kept. value and error [n]. */
enum fpk_status fpk_spectral_refine(size_t first, size_t most, double tolerance, size_t n,
                                    fpk_spectral_level_fn *level, void *ctx, double *value,
                                    double *error, size_t *order, bool *converged) FPK_MUST_USE;

#endif
