/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/formula/formula.h"

#include "fpk/base/memory.h"

#include "formula_priv.h"
#include "parse_priv.h"

#include <string.h>

/* Program and text of a formula whose dag and root are there. */
static enum fpk_status finish(struct fpk_formula *f)
{
    FPK_TRY(f->dag.status);
    FPK_TRY(fpk_dag_print(&f->dag, f->root, &f->text));
    struct fpk_dag lowered; /* compiling adds nodes that nobody needs afterwards */
    FPK_TRY(fpk_dag_copy(&lowered, &f->dag));
    enum fpk_status status = fpk_program_init(&f->program, &lowered, 1, &f->root, f->dim);
    fpk_dag_clear(&lowered);
    return status;
}

static enum fpk_status read_text(struct fpk_formula *f, const char *text, size_t *at,
                                 const char *separators, const struct fpk_parameters *parameters)
{
    f->dim = parameters->dim;
    FPK_TRY(fpk_dag_init(&f->dag));
    FPK_TRY(fpk_formula_parse(&f->dag, text, at, separators, parameters, &f->root, &f->used));
    return finish(f);
}

enum fpk_status fpk_formula_read(struct fpk_formula **out, const char *text, size_t *at,
                                 const char *separators, const struct fpk_parameters *parameters)
{
    *out = NULL;
    struct fpk_formula *f = NULL;
    FPK_TRY(fpk_allocate(&f, 1));
    enum fpk_status status = read_text(f, text, at, separators, parameters);
    if (status != FPK_OK)
        fpk_formula_free(&f);
    *out = f;
    return status;
}

enum fpk_status fpk_formula_new_in(struct fpk_formula **out, const char *text,
                                   const char *parameters, size_t dim)
{
    *out = NULL;
    FPK_CHECK(dim >= 1 && dim <= FPK_FORMULA_DIM, FPK_USAGE,
              "a formula in %zu dimensions; the coordinates are x, y, z: at most %d", dim,
              FPK_FORMULA_DIM);
    struct fpk_parameters p;
    size_t at = 0;
    FPK_TRY(fpk_parameters_read(&p, parameters, dim));
    return fpk_formula_read(out, text, &at, "", &p);
}

enum fpk_status fpk_formula_new(struct fpk_formula **out, const char *text, const char *parameters)
{
    return fpk_formula_new_in(out, text, parameters, 1);
}

static enum fpk_status derive(struct fpk_formula *f, const struct fpk_formula *from,
                              enum fpk_variable variable, double scale)
{
    FPK_TRY(fpk_dag_copy(&f->dag, &from->dag));
    f->dim = from->dim;
    f->used = from->used;
    int derivative = fpk_dag_derivative(&f->dag, from->root, (int)variable);
    FPK_TRY(f->dag.status);
    f->root = fpk_make2(&f->dag, FPK_OP_MUL, fpk_dag_number(&f->dag, scale), derivative);
    return finish(f);
}

enum fpk_status fpk_formula_derivative(struct fpk_formula **out, const struct fpk_formula *formula,
                                       enum fpk_variable variable, double scale)
{
    *out = NULL;
    struct fpk_formula *f = NULL;
    FPK_TRY(fpk_allocate(&f, 1));
    enum fpk_status status = derive(f, formula, variable, scale);
    if (status != FPK_OK) {
        fpk_formula_free(&f);
        return fpk_fail_context(status, "derivative of \"%.60s\"", formula->text);
    }
    *out = f;
    return FPK_OK;
}

void fpk_formula_free(struct fpk_formula **formula)
{
    struct fpk_formula *f = *formula;
    if (!f)
        return;
    fpk_dag_clear(&f->dag);
    fpk_program_clear(&f->program);
    fpk_release(&f->text);
    fpk_release(formula);
}

void fpk_formula_eval(double t, size_t n, const double *x, double *out, const void *formula)
{
    const struct fpk_formula *f = formula;
    FPK_DISPATCH(fpk_formula_run)(&f->program, t, n, x, out);
}

bool fpk_formula_depends_on(const struct fpk_formula *formula, enum fpk_variable variable)
{
    return formula->dag.node[formula->root].has & 1u << variable;
}

bool fpk_formula_depends_on_point(const struct fpk_formula *formula)
{
    return formula->dag.node[formula->root].has & FPK_HAS_POINT;
}

bool fpk_formula_is_smooth(const struct fpk_formula *formula)
{
    return !(formula->dag.node[formula->root].has & FPK_HAS_KINK);
}

const char *fpk_formula_text(const struct fpk_formula *formula)
{
    return formula->text;
}

enum fpk_status fpk_formula_dim(size_t *dim, const char *text, const char *parameters)
{
    struct fpk_parameters p;
    *dim = 1;
    FPK_TRY(fpk_parameters_read(&p, parameters, 1));
    for (size_t at = 0, n; text[at]; at += n) {
        for (n = 0; fpk_is_name_part(text[at + n]); n++)
            ;
        int k = fpk_coordinate_find(text + at, n);
        for (size_t i = 0; k > 0 && i < p.n; i++)
            k = strncmp(p.item[i].name, text + at, n) == 0 && !p.item[i].name[n] ? -1 : k;
        *dim = k > 0 && (size_t)k >= *dim ? (size_t)k + 1 : *dim;
        n += n == 0;
    }
    return FPK_OK;
}

enum fpk_status fpk_formula_check_used(const char *parameters,
                                       const struct fpk_formula *const *formulas, size_t n)
{
    struct fpk_parameters p;
    FPK_TRY(fpk_parameters_read(&p, parameters, n > 0 ? formulas[0]->dim : 1));
    uint64_t used = 0;
    for (size_t i = 0; i < n; i++)
        used |= formulas[i]->used;
    for (size_t k = 0; k < p.n; k++)
        FPK_CHECK(used >> k & 1, FPK_USAGE, "parameter %s is not used by any formula",
                  p.item[k].name);
    return FPK_OK;
}
