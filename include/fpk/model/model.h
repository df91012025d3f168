/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Model: the equation itself, the one noun that particles and densities both solve.
 *
 *     dX = f(X, t) dt + g(X, t) dW          X in R^dim, W in R^noise
 *
 * Plain struct of block callbacks (base/block.h). Both sides of every comparison in the lab take
 * the same struct, so they solve the same equation by construction. */
#ifndef FPK_MODEL_MODEL_H
#define FPK_MODEL_MODEL_H

#include "fpk/base/block.h"
#include "fpk/base/parameter.h"
#include "fpk/base/status.h"
#include "fpk/schedule/level.h"
#include "fpk/schedule/schedule.h"

#include <stdbool.h>

enum fpk_convention { FPK_ITO, FPK_STRATONOVICH, FPK_KLIMONTOVICH };

/* The first of these that holds. All but the last are commutative: with the operators
 * L_j = sum_i g_ij d/dx_i, L_j g_k = L_k g_j for all columns j, k, so that iterated integrals of
 * pairs of noises are not needed for strong order 1. */
enum fpk_noise_kind {
    FPK_NOISE_ADDITIVE,    /* g does not depend on x */
    FPK_NOISE_SCALAR,      /* one noise; any equation in one dimension with one */
    FPK_NOISE_DIAGONAL,    /* noise = dim, g_ij = 0 off the diagonal, g_ii depends on x_i alone */
    FPK_NOISE_COMMUTATIVE, /* none of these, yet commutative */
    FPK_NOISE_GENERAL
};
#define FPK_NOISE_KINDS 5

const char *fpk_convention_name(enum fpk_convention convention); /* "ito", ... */
const char *fpk_noise_kind_name(enum fpk_noise_kind kind);       /* "additive", ... */

/* The law of X_t given X_s = x, for models where it is closed. */
enum fpk_exact_family {
    FPK_EXACT_GAUSSIAN,   /* N(alpha x + shift, sigma^2 I) */
    FPK_EXACT_MATRIX,     /* N(A x + b, L L^T) */
    FPK_EXACT_LOGNORMAL,  /* 1-D, ln(X_t / x) is N(shift, sigma^2) */
    FPK_EXACT_CHI_SQUARE, /* 1-D, X_t = scale * noncentral chi-square(freedom, ratio x) */
};
struct fpk_exact_law {
    enum fpk_exact_family family;
    double alpha, shift, sigma;     /* GAUSSIAN, LOGNORMAL */
    double freedom, scale, ratio;   /* CHI_SQUARE */
    double *matrix, *mean, *factor; /* MATRIX: A [dim][dim], b [dim], L [dim][dim] lower
                                     * triangular; the caller of `exact` points them at its room
                                     * before the call, whatever the family; where
                                     * matrix is NULL, only the family is answered */
};

struct fpk_model {
    const char *name;     /* as in `fpk show models`; borrowed or owned by ctx */
    const char *sentence; /* what it is, in one sentence */
    size_t dim, noise;
    enum fpk_convention convention;
    enum fpk_noise_kind noise_kind;
    bool autonomous; /* f and g do not depend on t */

    fpk_block_fn *drift;       /* f [dim][n] */
    fpk_block_fn *drift_x;     /* Jacobian df_i/dx_k of f [dim][dim][n]; in 1-D: f' [n]; or NULL */
    fpk_block_fn *diffusion;   /* g [dim][noise][n]; in 1-D: [n] */
    fpk_block_fn *diffusion_x; /* dg_ij/dx_k [dim][noise][dim][n]; in 1-D: g' [n]; NULL when the
                                * noise is additive or the derivative unknown */
    fpk_block_fn *potential;   /* f = -grad U, constant isotropic g: U [n]; NULL: there is none */

    /* *law <- law of X_t given X_s, s < t; false when it is not closed. NULL: never. */
    bool (*exact)(double s, double t, struct fpk_exact_law *law, const void *ctx);

    const void *ctx;          /* given to every callback */
    void (*clear)(void *ctx); /* releases ctx; NULL when borrowed */
};

/* Releases what the model owns; safe on a zeroed struct. */
void fpk_model_clear(struct fpk_model *model);

/* The same equation written in another convention. Plain; borrows the model that it was made from.
 * Nothing to release, but not to be copied or moved: model.ctx points into it. */
struct fpk_conversion {
    struct fpk_model model;
    const struct fpk_model *from;
    double stratonovich, divergence; /* factors of the two corrections below */
};

/* out->model <- `model` in `convention`. The drift of a term g dW in Ito's reading is
 *
 *     Ito f,    Stratonovich f + S/2,    Klimontovich f + S/2 + D/2,
 *     S_i = sum_jk g_kj d_k g_ij,        D_i = sum_j g_ij sum_k d_k g_kj,
 *
 * so that Klimontovich's (end-point, "isothermal") equation without f is p_t = div(g g^T grad p)/2.
 * drift_x of the result is NULL unless the drift is unchanged, as it is for additive noise.
 * FPK_USAGE, in a sentence, when the noise is not additive and diffusion_x is not known, or when
 * there are too many dimensions (24 with as many noises are possible). */
enum fpk_status fpk_model_convert(struct fpk_conversion *out, const struct fpk_model *model,
                                  enum fpk_convention convention) FPK_MUST_USE;

/* ---- by name: fpk_model_list() is the catalogue; each entry has its parameters ---- */

/* Something known of a model, exact unless its formula says otherwise. */
struct fpk_model_fact {
    const char *name;    /* "stationary variance" */
    const char *formula; /* "sigma^2/(2 theta)", or words */
    /* Its number for the kind's parameters; NaN where it does not hold for them, or cannot be
     * computed; NULL: words. */
    double (*value)(const struct fpk_values *values);
};

struct fpk_model_kind {
    const char *name, *sentence, *equation, *citation;
    const struct fpk_parameter *parameter;
    size_t n_parameter;
    const struct fpk_model_fact *fact;
    size_t n_fact;
    enum fpk_status (*init)(struct fpk_model *model, const struct fpk_values *values);
};

const struct fpk_model_kind *const *fpk_model_kinds(size_t *n);

/* FPK_USAGE with the nearest name when unknown. */
enum fpk_status fpk_model_find(const char *name, const struct fpk_model_kind **kind) FPK_MUST_USE;

/* ---- by formula: variables x, y, z and t, named parameters "a=1,b=2" (NULL: none) ----
 *
 * The text is as in formula/formula.h and formula/matrix.h: a drift has one row for each
 * coordinate, "y; x - x^3 - 0.1*y", and so says how many there are; a diffusion one row for each
 * coordinate and one column for each noise (up to 8), "0; 0.5" or "0.7, 0; 0, 1"; a single formula
 * is that number times the unit matrix. drift_x and diffusion_x are exact derivatives; autonomous
 * and noise_kind follow from where t and the coordinates occur. Noise that is neither additive,
 * scalar nor diagonal is commutative when its commutators vanish, to 1e-9 of their terms, at those
 * of 64 fixed pseudo-random points where they are finite (16 at least): formulas without kinks are
 * analytic, and an analytic function that vanishes at random points vanishes. An affine drift with
 * constant coefficients and noise has its exact law. FPK_USAGE, beginning with "drift:",
 * "diffusion:" or "potential:", for a text that cannot be read; for shapes that disagree; for a
 * constant diffusion of one formula below 0; for a parameter that no formula uses. A failed call
 * leaves *model zeroed. */

enum fpk_status fpk_model_from_drift(struct fpk_model *model, const char *drift,
                                     const char *diffusion, const char *parameters) FPK_MUST_USE;

/* dX = -grad U dt + sqrt(2 temperature) dW in the fewest dimensions that have the coordinates which
 * U names. FPK_USAGE unless temperature > 0. */
enum fpk_status fpk_model_from_potential(struct fpk_model *model, const char *potential,
                                         double temperature, const char *parameters) FPK_MUST_USE;

/* ---- without formulas: dX = (A X + c) dt + G dW with constants, a [dim][dim], c [dim] (NULL: 0),
 * g [dim][noise], copied. Its exact law is Gaussian, FPK_EXACT_MATRIX (in 1-D FPK_EXACT_GAUSSIAN),
 * by fpk_matrix_flow, which takes 100 kB of stack. FPK_USAGE beyond 64 dimensions or noises and for
 * numbers that are not finite. ---- */
#define FPK_MODEL_LINEAR_DIM 64
enum fpk_status fpk_model_linear(struct fpk_model *model, size_t dim, const double *a,
                                 const double *c, size_t noise, const double *g) FPK_MUST_USE;

/* ---- forward noising process as a model, and its reverse ---- */

enum fpk_status fpk_model_from_process(struct fpk_model *model, struct fpk_process process,
                                       size_t dim) FPK_MUST_USE;

/* Reverse family of a forward model with additive noise (Anderson 1982; Song et al. 2021). With
 * reverse time r = t_end - t and lambda >= 0,
 *
 *     dX = [ -f(X, t) + (1 + lambda^2)/2 g^2 score(X, t) ] dr + lambda g dW,
 *
 * lambda = 1 the reverse-time SDE, lambda = 0 the probability-flow ODE. `score` and `score_x` (its
 * Jacobian, may be NULL: then drift_x is NULL) are called with FORWARD time t. Borrows forward and
 * score_ctx. FPK_USAGE unless the noise is additive, t_end > 0, lambda >= 0, and there are at most
 * 64 dimensions. Callbacks use up to 200 kB of stack in more than 4 dimensions. */
enum fpk_status fpk_model_reverse(struct fpk_model *model, const struct fpk_model *forward,
                                  fpk_block_fn *score, fpk_block_fn *score_x, const void *score_ctx,
                                  double t_end, double lambda) FPK_MUST_USE;

#endif
