/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/elementary.h"

/* U = -ln cosh x, written so that cosh does not overflow. */
static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "tanh(x)",
                                      .diffusion = "1",
                                      .potential = "log(2) - abs(x) - log1p(exp(-2*abs(x)))"};
    return fpk_kind_init(model, &fpk_model_benes, &recipe, values);
}

static double mean(const struct fpk_values *v)
{
    (void)v;
    return 0.5 + fpk_tanh(0.5);
}

static double variance(const struct fpk_values *v)
{
    (void)v;
    double c = fpk_cosh(0.5);
    return 1 + 1 / (c * c);
}

static const struct fpk_model_fact facts[] = {
    {"law of X_t", "e^{x0} N(x0 + t, t) + e^{-x0} N(x0 - t, t), over 2 cosh x0", NULL},
    {"mean at t = 1 from 0.5", "x0 + t tanh x0", mean},
    {"variance at t = 1 from 0.5", "t + t^2/cosh^2 x0", variance},
};

const struct fpk_model_kind fpk_model_benes = {
    .name = "benes",
    .sentence = "nonlinear, bimodal, and solved: p = cosh x/cosh x0 e^{-t/2} N(x - x0; t)",
    .equation = "dX = tanh X dt + dW",
    .citation = "V. E. Benes, Stochastics 5 (1981) 65, doi:10.1080/17442508108833174",
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
