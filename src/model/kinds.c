/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/memory.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct fpk_model_kind *const kinds[] = {
    &fpk_model_wiener,
    &fpk_model_ornstein_uhlenbeck,
    &fpk_model_rotating,
    &fpk_model_geometric_brownian,
    &fpk_model_cir,
    &fpk_model_benes,
    &fpk_model_double_well,
    &fpk_model_tilted_cosine,
    &fpk_model_mueller_brown,
    &fpk_model_duffing,
    &fpk_model_van_der_pol,
    &fpk_model_fitzhugh_nagumo,
    &fpk_model_lorenz,
    &fpk_model_vp,
    &fpk_model_ve,
    &fpk_model_sub_vp,
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

const struct fpk_model_kind *const *fpk_model_kinds(size_t *n)
{
    *n = N_KINDS;
    return kinds;
}

enum fpk_status fpk_model_find(const char *name, const struct fpk_model_kind **kind)
{
    const char *names[N_KINDS];
    for (size_t i = 0; i < N_KINDS; i++) {
        names[i] = kinds[i]->name;
        *kind = kinds[i];
        if (strcmp(name, names[i]) == 0)
            return FPK_OK;
    }
    *kind = NULL;
    const char *near = fpk_nearest(name, names, N_KINDS);
    FPK_CHECK(!near, FPK_USAGE, "no model is called \"%.60s\"; did you mean %s?", name, near);
    return fpk_fail(FPK_USAGE, "no model is called \"%.60s\"; `fpk show models` lists them", name);
}

void fpk_model_clear(struct fpk_model *model)
{
    if (model->clear)
        model->clear((void *)model->ctx);
    *model = (struct fpk_model){0};
}

enum fpk_status fpk_kind_init(struct fpk_model *model, const struct fpk_model_kind *kind,
                              const struct fpk_recipe *recipe, const struct fpk_values *values)
{
    assert(kind->n_parameter <= FPK_RECIPE_PARAMETERS);
    char text[FPK_RECIPE_PARAMETERS * 64] = ""; /* numbers with 17 digits: the same bits again */
    size_t n = 0;
    for (size_t k = 0; k < kind->n_parameter; k++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s=%.17g", k ? "," : "",
                              kind->parameter[k].name,
                              fpk_values_real(values, kind->parameter[k].name));
    FPK_TRY(fpk_recipe_init(model, recipe, text));
    struct fpk_recipe_model *own = (void *)model->ctx;
    for (size_t k = 0; k < kind->n_parameter; k++)
        own->value[k] = fpk_values_real(values, kind->parameter[k].name);
    model->name = kind->name;
    model->sentence = kind->sentence;
    return FPK_OK;
}
