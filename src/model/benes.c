/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

/* U = -ln cosh x, written so that cosh does not overflow. */
static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "tanh(x)",
                                      .diffusion = "1",
                                      .potential = "log(2) - abs(x) - log1p(exp(-2*abs(x)))"};
    return fpk_kind_init(model, &fpk_model_benes, &recipe, values);
}

const struct fpk_model_kind fpk_model_benes = {
    .name = "benes",
    .sentence = "nonlinear, bimodal, and solved: p = cosh x/cosh x0 e^{-t/2} N(x - x0; t)",
    .equation = "dX = tanh X dt + dW",
    .citation = "V. E. Benes, Stochastics 5 (1981) 65, doi:10.1080/17442508108833174",
    .init = init,
};
