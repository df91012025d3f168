/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of this layer: callbacks at one point, and a model of the catalogue by name. */
#ifndef FPK_TESTS_MODEL_EVALUATE_H
#define FPK_TESTS_MODEL_EVALUATE_H

#include "fpk/model/model.h"

#include "../check.h"

/* A 1-D callback of the model at (t, x). */
static inline double at(const struct fpk_model *model, fpk_block_fn *f, double t, double x)
{
    double out = NAN;
    f(t, 1, &x, &out, model->ctx);
    return out;
}

/* dy/dx by Richardson's extrapolation of central differences: error h^4 y^(5)/30 and eps y/h. */
static inline double slope(const struct fpk_model *model, fpk_block_fn *f, double t, double x)
{
    double h = 0x1p-10;
    double near = at(model, f, t, x + h) - at(model, f, t, x - h);
    double far = at(model, f, t, x + 2 * h) - at(model, f, t, x - 2 * h);
    return (8 * near - far) / (12 * h);
}

/* The named model with its defaults, but for `pairs` (name, value, ..., NULL). */
static inline void make(struct fpk_model *model, const char *name, const char *const *pairs)
{
    const struct fpk_model_kind *kind = NULL;
    struct fpk_values values;
    check_ok(fpk_model_find(name, &kind));
    check_ok(fpk_values_init(&values, kind->parameter, kind->n_parameter));
    for (; pairs && *pairs; pairs += 2)
        check_ok(fpk_values_set(&values, pairs[0], pairs[1]));
    check_ok(kind->init(model, &values));
    fpk_values_clear(&values);
}

#endif
