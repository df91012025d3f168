/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An equation's formulas, checked against each other, and their derivatives. */
#include "model_priv.h"

#include "fpk/base/memory.h"

#include <stdio.h>
#include <string.h>

/* "diffusion: at position 3 ..." */
static enum fpk_status in_context(enum fpk_status status, const char *what)
{
    return status == FPK_OK ? status : fpk_fail_context(status, "%s", what);
}

/* f = -grad U. */
static enum fpk_status read_gradient(struct fpk_recipe_model *own, const char *text,
                                     const char *parameters)
{
    FPK_TRY(fpk_formula_dim(&own->dim, text, parameters));
    FPK_TRY(
        in_context(fpk_formula_new_in(&own->potential, text, parameters, own->dim), "potential"));
    own->drift.rows = own->dim;
    own->drift.columns = 1;
    for (size_t i = 0; i < own->dim; i++)
        FPK_TRY(
            fpk_formula_derivative(&own->drift.entry[i], own->potential, (enum fpk_variable)i, -1));
    return FPK_OK;
}

static enum fpk_status read_drift(struct fpk_recipe_model *own, const struct fpk_recipe *recipe,
                                  const char *parameters)
{
    if (!recipe->drift)
        return read_gradient(own, recipe->potential, parameters);
    FPK_TRY(
        in_context(fpk_formula_matrix_init(&own->drift, recipe->drift, parameters, 0), "drift"));
    FPK_CHECK(own->drift.columns == 1, FPK_USAGE,
              "drift: %zu columns, but a drift is a column: separate its rows, one for each "
              "coordinate, by \";\"",
              own->drift.columns);
    own->dim = own->drift.rows;
    if (!recipe->potential)
        return FPK_OK;
    return in_context(fpk_formula_new_in(&own->potential, recipe->potential, parameters, own->dim),
                      "potential");
}

/* The law does not know the sign of g, but a scheme that divides by it or draws it does. */
static enum fpk_status check_sign(const struct fpk_formula *g)
{
    double x[FPK_FORMULA_DIM] = {0}, value;
    if (fpk_formula_depends_on_point(g) || fpk_formula_depends_on(g, FPK_T))
        return FPK_OK;
    fpk_formula_eval(0, 1, x, &value, g);
    FPK_CHECK(
        value >= 0, FPK_USAGE,
        "diffusion: %.10g is negative; g multiplies dW, whose sign makes no difference: write "
        "%.10g",
        value, -value);
    return FPK_OK;
}

static enum fpk_status read_diffusion(struct fpk_recipe_model *own, const char *text,
                                      const char *parameters)
{
    struct fpk_formula_matrix *g = &own->diffusion;
    FPK_TRY(in_context(fpk_formula_matrix_init(g, text, parameters, own->dim), "diffusion"));
    if (g->rows == 1 && g->columns == 1) {
        own->noise = own->dim;
        return check_sign(g->entry[0]);
    }
    FPK_CHECK(own->dim > 1, FPK_USAGE,
              "diffusion: %zu rows of %zu formulas, but the drift has one row: in one dimension "
              "there is one noise, and several of sizes g1, g2 make sqrt(g1^2 + g2^2)",
              g->rows, g->columns);
    FPK_CHECK(g->rows == own->dim, FPK_USAGE,
              "diffusion: %zu row%s, but the drift has %zu: one row for each coordinate, "
              "separated by \";\", or a single formula for that number times the unit matrix",
              g->rows, g->rows > 1 ? "s" : "", own->dim);
    own->noise = g->columns;
    return FPK_OK;
}

static enum fpk_status derive(struct fpk_formula **out, const struct fpk_formula_matrix *f,
                              size_t dim)
{
    for (size_t i = 0; i < f->rows * f->columns; i++)
        for (size_t k = 0; k < dim; k++)
            FPK_TRY(
                fpk_formula_derivative(&out[i * dim + k], f->entry[i], (enum fpk_variable)k, 1));
    return FPK_OK;
}

static enum fpk_status check_used(const struct fpk_recipe_model *own, const char *parameters)
{
    const struct fpk_formula *all[FPK_FORMULA_DIM * (1 + FPK_FORMULA_COLUMNS) + 1];
    size_t n = 0;
    for (size_t i = 0; i < own->diffusion.rows * own->diffusion.columns; i++)
        all[n++] = own->diffusion.entry[i];
    for (size_t i = 0; i < own->dim; i++)
        all[n++] = own->drift.entry[i];
    if (own->potential)
        all[n++] = own->potential;
    return fpk_formula_check_used(parameters, all, n);
}

/* "y; x - x^3" into out [size], cut at its end. */
static void print(const struct fpk_formula_matrix *m, char *out, size_t size)
{
    *out = '\0';
    for (size_t i = 0, n = 0; i < m->rows * m->columns && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s",
                              i == 0 ? "" : (i % m->columns ? ", " : "; "),
                              fpk_formula_text(m->entry[i]));
}

/* More than a program holds is no failure: each formula has a program of its own. */
static void pack(struct fpk_formula_pack **out, size_t n, struct fpk_formula *const *formula)
{
    if (n > 1 && fpk_formula_pack_new(out, n, (const struct fpk_formula *const *)formula) != FPK_OK)
        fpk_message_clear();
}

enum fpk_status fpk_recipe_read(struct fpk_recipe_model *own, const struct fpk_recipe *recipe,
                                const char *parameters)
{
    FPK_TRY(read_drift(own, recipe, parameters));
    FPK_TRY(derive(own->drift_x, &own->drift, own->dim));
    FPK_TRY(read_diffusion(own, recipe->diffusion, parameters));
    FPK_TRY(derive(own->diffusion_x, &own->diffusion, own->dim));
    FPK_TRY(check_used(own, parameters));
    size_t entries = own->diffusion.rows * own->diffusion.columns;
    pack(&own->f, own->dim, own->drift.entry);
    pack(&own->f_x, own->dim * own->dim, own->drift_x);
    pack(&own->g, entries, own->diffusion.entry);
    pack(&own->g_x, entries * own->dim, own->diffusion_x);
    char f[151], g[151], text[400];
    print(&own->drift, f, sizeof f);
    print(&own->diffusion, g, sizeof g);
    snprintf(text, sizeof text, "dX = f dt + g dW with f = %s, g = %s", f, g);
    return fpk_copy_text(&own->sentence, text);
}

void fpk_recipe_clear(struct fpk_recipe_model *own)
{
    fpk_formula_matrix_clear(&own->drift);
    fpk_formula_matrix_clear(&own->diffusion);
    for (size_t i = 0; i < sizeof own->drift_x / sizeof *own->drift_x; i++)
        fpk_formula_free(&own->drift_x[i]);
    for (size_t i = 0; i < sizeof own->diffusion_x / sizeof *own->diffusion_x; i++)
        fpk_formula_free(&own->diffusion_x[i]);
    fpk_formula_free(&own->potential);
    fpk_formula_pack_free(&own->f);
    fpk_formula_pack_free(&own->f_x);
    fpk_formula_pack_free(&own->g);
    fpk_formula_pack_free(&own->g_x);
    fpk_release(&own->sentence);
    fpk_release(&own);
}

const struct fpk_formula *fpk_recipe_entry(const struct fpk_recipe_model *own, size_t i, size_t j)
{
    if (own->diffusion.rows == own->dim && own->diffusion.columns == own->noise)
        return own->diffusion.entry[i * own->noise + j];
    return i == j ? own->diffusion.entry[0] : NULL;
}
