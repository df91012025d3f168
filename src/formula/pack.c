/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/formula/pack.h"

#include "fpk/base/memory.h"

#include "formula_priv.h"

struct fpk_formula_pack {
    struct fpk_program program; /* owned */
};

static enum fpk_status fill(struct fpk_formula_pack *pack, size_t n,
                            const struct fpk_formula *const *formula)
{
    struct fpk_dag dag;
    int root[FPK_ROOTS_MAX];
    FPK_TRY(fpk_dag_init(&dag));
    for (size_t i = 0; i < n; i++)
        root[i] = fpk_dag_import(&dag, &formula[i]->dag, formula[i]->root);
    enum fpk_status status = dag.status;
    if (status == FPK_OK)
        status = fpk_program_init(&pack->program, &dag, n, root, formula[0]->dim);
    fpk_dag_clear(&dag);
    return status;
}

enum fpk_status fpk_formula_pack_new(struct fpk_formula_pack **out, size_t n,
                                     const struct fpk_formula *const *formula)
{
    *out = NULL;
    FPK_CHECK(n >= 1 && n <= FPK_ROOTS_MAX, FPK_USAGE, "a pack of %zu formulas; 1 to %d", n,
              FPK_ROOTS_MAX);
    for (size_t i = 1; i < n; i++)
        FPK_CHECK(formula[i]->dim == formula[0]->dim, FPK_USAGE,
                  "a pack of formulas in %zu and in %zu dimensions", formula[0]->dim,
                  formula[i]->dim);
    struct fpk_formula_pack *pack = NULL;
    FPK_TRY(fpk_allocate(&pack, 1));
    enum fpk_status status = fill(pack, n, formula);
    if (status != FPK_OK)
        fpk_release(&pack);
    *out = pack;
    return status;
}

void fpk_formula_pack_free(struct fpk_formula_pack **pack)
{
    if (!*pack)
        return;
    fpk_program_clear(&(*pack)->program);
    fpk_release(pack);
}

void fpk_formula_pack_eval(double t, size_t n, const double *x, double *out, const void *pack)
{
    const struct fpk_formula_pack *p = pack;
    FPK_DISPATCH(fpk_formula_run)(&p->program, t, n, x, out);
}
