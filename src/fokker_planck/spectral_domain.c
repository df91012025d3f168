/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_priv.h"

#include "confine_priv.h"

#include <math.h>

#define FIRST_LOOK 8.0

enum fpk_status fpk_spectral_check(const struct fpk_model *model, double a, double b,
                                   struct fpk_ends ends)
{
    const char *name = model->name ? model->name : "given";
    FPK_CHECK(model->dim == 1 && model->noise == 1, FPK_USAGE,
              "the spectral oracle works in one dimension with one noise, and the model %s has %zu "
              "and %zu",
              name, model->dim, model->noise);
    FPK_CHECK(model->convention == FPK_ITO, FPK_USAGE,
              "the spectral oracle reads equations in Ito's sense; convert the model %s", name);
    FPK_CHECK(model->autonomous, FPK_USAGE,
              "the spectral oracle works for coefficients that do not depend on time, and those of "
              "%s do",
              name);
    FPK_CHECK(a <= b && isfinite(a) && isfinite(b), FPK_USAGE,
              "the spectral oracle between %.6g and %.6g: give two finite ends a < b, or none", a,
              b);
    FPK_CHECK(!fpk_ends_ring(ends) && ends.right != FPK_PERIODIC, FPK_USAGE,
              "on a ring the spectral oracle gives the stationary state and eigenvalues, nothing "
              "else");
    FPK_CHECK(a < b || !fpk_ends_absorb(ends), FPK_USAGE,
              "an absorbing end needs a place: give a domain");
    return FPK_OK;
}

enum fpk_status fpk_spectral_domain(const struct fpk_model *model, struct fpk_ends ends, double *a,
                                    double *b, bool *whole)
{
    bool none = *a == 0 && *b == 0;
    bool left = none || (*a == -INFINITY && ends.left != FPK_ABSORBING);
    bool right = none || (*b == INFINITY && ends.right != FPK_ABSORBING);
    *whole = left && right;
    FPK_CHECK(!none || !fpk_ends_absorb(ends), FPK_USAGE,
              "an absorbing end needs a place: give a domain");
    if (left)
        *a = (right ? 0 : fmin(*b, 0)) - FIRST_LOOK;
    if (right)
        *b = (left ? 0 : fmax(*a, 0)) + FIRST_LOOK;
    FPK_TRY(fpk_spectral_check(model, *a, *b, ends));
    FPK_CHECK(*a < *b, FPK_USAGE, "the domain [%.6g, %.6g] is empty", *a, *b);
    return left || right ? fpk_confine(model, left, right, a, b) : FPK_OK;
}
