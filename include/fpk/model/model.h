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

enum fpk_noise_kind {
    FPK_NOISE_ADDITIVE, /* g does not depend on x */
    FPK_NOISE_DIAGONAL, /* noise = dim, g_ij = 0 off the diagonal, g_ii depends on x_i alone */
    FPK_NOISE_GENERAL
};

struct fpk_model {
    const char *name;     /* as in `fpk show models`; borrowed or owned by ctx */
    const char *sentence; /* what it is, in one sentence */
    size_t dim, noise;
    enum fpk_convention convention;
    enum fpk_noise_kind noise_kind;
    bool autonomous; /* f and g do not depend on t */

    fpk_block_fn *drift;       /* f [dim][n] */
    fpk_block_fn *drift_x;     /* Jacobian of f [dim][dim][n]; in 1-D: f' [n]; may be NULL */
    fpk_block_fn *diffusion;   /* g [dim][noise][n]; in 1-D: [n] */
    fpk_block_fn *diffusion_x; /* 1-D: g' [n]; NULL when noise is additive or unknown */
    fpk_block_fn *potential;   /* 1-D, f = -U', constant g: U [n]; NULL when there is none */

    /* X_t given X_s = x is N(alpha x + shift, sigma^2 I): false when not closed; NULL: never. */
    bool (*exact)(double s, double t, double *alpha, double *shift, double *sigma, const void *ctx);

    const void *ctx;          /* given to every callback */
    void (*clear)(void *ctx); /* releases ctx; NULL when borrowed */
};

/* Releases what the model owns; safe on a zeroed struct. */
void fpk_model_clear(struct fpk_model *model);

/* ---- by name: fpk_model_list() is the catalogue; each entry has its parameters ---- */

struct fpk_model_kind {
    const char *name, *sentence, *equation, *citation;
    const struct fpk_parameter *parameter;
    size_t n_parameter;
    enum fpk_status (*init)(struct fpk_model *model, const struct fpk_values *values);
};

const struct fpk_model_kind *const *fpk_model_kinds(size_t *n);

/* FPK_USAGE with the nearest name when unknown. */
enum fpk_status fpk_model_find(const char *name, const struct fpk_model_kind **kind) FPK_MUST_USE;

/* ---- by formula (1-D): variables x and t, named parameters "a=1,b=2" (NULL: none) ----
 *
 * The text is as in formula/formula.h. drift_x and diffusion_x are its exact derivatives;
 * autonomous and noise_kind follow from where t and x occur. FPK_USAGE, beginning with "drift:",
 * "diffusion:" or "potential:", for a text that cannot be read; for a constant diffusion below 0;
 * for a parameter that no formula uses. A failed call leaves *model zeroed. */

enum fpk_status fpk_model_from_drift(struct fpk_model *model, const char *drift,
                                     const char *diffusion, const char *parameters) FPK_MUST_USE;

/* dX = -U'(x) dt + sqrt(2 temperature) dW. FPK_USAGE unless temperature > 0. */
enum fpk_status fpk_model_from_potential(struct fpk_model *model, const char *potential,
                                         double temperature, const char *parameters) FPK_MUST_USE;

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
