/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the models of the catalogue share: most are formulas with numbers for their parameters, so
 * their derivatives are exact without anybody writing them. */
#ifndef FPK_MODEL_MODEL_PRIV_H
#define FPK_MODEL_MODEL_PRIV_H

#include "fpk/formula/formula.h"
#include "fpk/formula/matrix.h"
#include "fpk/formula/pack.h"
#include "fpk/model/model.h"

enum { FPK_RECIPE_PARAMETERS = 8 };

/* An equation as formulas in x, y, z, t and the kind's parameters. */
struct fpk_recipe {
    const char *drift;     /* one row for each coordinate; NULL: -grad potential */
    const char *diffusion; /* required; one formula: times the unit matrix */
    const char *potential; /* NULL: none */
    /* NULL: none but that of a linear equation; ctx is a struct fpk_recipe_model */
    bool (*exact)(double s, double t, struct fpk_exact_law *law, const void *ctx);
};

/* ctx of a model made of formulas; all owned. */
struct fpk_recipe_model {
    size_t dim, noise;
    struct fpk_formula_matrix drift;     /* [dim][1] */
    struct fpk_formula_matrix diffusion; /* [dim][noise], or one formula times the unit matrix */
    struct fpk_formula *drift_x[FPK_FORMULA_DIM * FPK_FORMULA_DIM]; /* [dim][dim] */
    /* [entries of diffusion][dim] */
    struct fpk_formula *diffusion_x[FPK_FORMULA_DIM * FPK_FORMULA_COLUMNS * FPK_FORMULA_DIM];
    struct fpk_formula *potential; /* NULL when there is none */
    /* the same as functions; NULL when together they are too large: then one by one */
    struct fpk_formula_pack *f, *f_x, *g, *g_x;
    /* of dX = (A X + c) dt + G dW, when the equation is that: A, c, G G^T */
    double a[FPK_FORMULA_DIM * FPK_FORMULA_DIM], c[FPK_FORMULA_DIM];
    double d[FPK_FORMULA_DIM * FPK_FORMULA_DIM];
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

/* read_recipe.c: the formulas and their derivatives; sentence. fpk_recipe_clear after a failure
 * too. */
enum fpk_status fpk_recipe_read(struct fpk_recipe_model *own, const struct fpk_recipe *recipe,
                                const char *parameters) FPK_MUST_USE;
void fpk_recipe_clear(struct fpk_recipe_model *own);

/* Formula of g_ij; NULL: 0. */
const struct fpk_formula *fpk_recipe_entry(const struct fpk_recipe_model *own, size_t i, size_t j);

/* from_formula.c: the callbacks, ctx a struct fpk_recipe_model. */
fpk_block_fn fpk_recipe_drift, fpk_recipe_drift_x, fpk_recipe_diffusion, fpk_recipe_diffusion_x,
    fpk_recipe_potential;

/* noise_kind.c */
enum fpk_noise_kind fpk_recipe_noise_kind(const struct fpk_recipe_model *own);

/* linear.c: *law <- that of X_h, dX = (A X + c) dt + G dW, d = G G^T; in one dimension GAUSSIAN.
 * Always true. */
bool fpk_linear_law(size_t dim, const double *a, const double *c, const double *d, double h,
                    struct fpk_exact_law *law);

/* d [dim][dim] <- G G^T, g [dim][noise]. */
void fpk_linear_square(size_t dim, size_t noise, const double *g, double *d);

/* quartic.c: mean of x^2 under p ~ exp(-(a x^2/2 + b x^4/4)/temperature); NaN when that cannot be
 * normalised. */
double fpk_quartic_square(double a, double b, double temperature);

/* The length of a table, for n_parameter and n_fact. */
#define FPK_COUNT(table) (sizeof(table) / sizeof *(table))

extern const struct fpk_model_kind fpk_model_wiener, fpk_model_ornstein_uhlenbeck,
    fpk_model_rotating, fpk_model_geometric_brownian, fpk_model_cir, fpk_model_double_well,
    fpk_model_tilted_cosine, fpk_model_mueller_brown, fpk_model_duffing, fpk_model_van_der_pol,
    fpk_model_fitzhugh_nagumo, fpk_model_lorenz, fpk_model_benes, fpk_model_vp, fpk_model_ve,
    fpk_model_sub_vp;

#endif
