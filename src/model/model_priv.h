/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the models of the catalogue share: most are formulas with numbers for their parameters, so
 * their derivatives are exact without anybody writing them. */
#ifndef FPK_MODEL_MODEL_PRIV_H
#define FPK_MODEL_MODEL_PRIV_H

#include "fpk/formula/formula.h"
#include "fpk/model/model.h"

enum { FPK_RECIPE_PARAMETERS = 4 };

/* A 1-D equation as formulas in x, t and the kind's parameters. */
struct fpk_recipe {
    const char *drift;     /* NULL: -d potential/dx */
    const char *diffusion; /* required */
    const char *potential; /* NULL: none */
    /* NULL: none; ctx is a struct fpk_recipe_model */
    bool (*exact)(double s, double t, struct fpk_exact_law *law, const void *ctx);
};

/* ctx of a model made of formulas; all owned. */
struct fpk_recipe_model {
    struct fpk_formula *drift, *drift_x, *diffusion;
    struct fpk_formula *diffusion_x; /* NULL when the noise is additive */
    struct fpk_formula *potential;   /* NULL when there is none */
    char *sentence;
    double value[FPK_RECIPE_PARAMETERS]; /* of the kind's parameters, in the table's order */
};

/* The model of `recipe` with `parameters` ("a=1,b=2" or NULL). name is borrowed; sentence NULL: the
 * equation in words, owned by the model. */
enum fpk_status fpk_recipe_init(struct fpk_model *model, const struct fpk_recipe *recipe,
                                const char *parameters) FPK_MUST_USE;

/* The same for an entry of the catalogue: numbers from `values`, name and sentence from `kind`. */
enum fpk_status fpk_kind_init(struct fpk_model *model, const struct fpk_model_kind *kind,
                              const struct fpk_recipe *recipe,
                              const struct fpk_values *values) FPK_MUST_USE;

extern const struct fpk_model_kind fpk_model_wiener, fpk_model_ornstein_uhlenbeck,
    fpk_model_geometric_brownian, fpk_model_double_well, fpk_model_tilted_cosine, fpk_model_benes,
    fpk_model_vp, fpk_model_ve;

#endif
