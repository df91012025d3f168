/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems in one dimension. Exact solutions: Kloeden, Platen (1992), section 4.4, unless said.
 * Expected values in closed form, or by quadrature of the exact solution against the normal law
 * (mpmath, 30 digits); the test computes each again. */
#include "problems_priv.h"

#include "fpk/base/parameter.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define KLOEDEN_PLATEN "Kloeden, Platen (1992), section 4.4, doi:10.1007/978-3-662-12616-5"

/* A model of the catalogue with two of its parameters set, so that it brings what it knows. */
static enum fpk_status named(struct fpk_model *model, const char *name, const char *first,
                             const char *first_value, const char *second, const char *second_value)
{
    const struct fpk_model_kind *kind;
    struct fpk_values values;
    FPK_TRY(fpk_model_find(name, &kind));
    FPK_TRY(fpk_values_init(&values, kind->parameter, kind->n_parameter));
    enum fpk_status status = fpk_values_set(&values, first, first_value);
    if (status == FPK_OK)
        status = fpk_values_set(&values, second, second_value);
    if (status == FPK_OK)
        status = kind->init(model, &values);
    fpk_values_clear(&values);
    return status;
}

/* ---- additive noise ---- */

static enum fpk_status additive_init(struct fpk_model *model)
{
    return fpk_model_from_drift(model, "0.05/sqrt(1 + t) - x/(2*(1 + t))", "0.005/sqrt(1 + t)",
                                NULL);
}

static void additive_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++)
        x[i] = (1 + 0.05 * (1 + 0.1 * w[i])) / sqrt(2.0);
}

const struct fpk_problem fpk_problem_additive = {
    .name = "additive",
    .sentence = "dX = (b/sqrt(1+t) - X/(2(1+t))) dt + ab/sqrt(1+t) dW, a = .1, b = .05",
    .citation = KLOEDEN_PLATEN,
    .kind = FPK_NOISE_ADDITIVE,
    .t1 = 1,
    .x0 = {1},
    .coarsest = 8,
    .init = additive_init,
    .path = additive_path,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 0.5512625, /* ((1 + b)^2 + a^2 b^2)/2 */
    .low = 0.5,
    .high = 1.5,
};

static enum fpk_status ou_init(struct fpk_model *model)
{
    return named(model, "ou", "theta", "1.5", "sigma", "0.8");
}

const struct fpk_problem fpk_problem_ou = {
    .name = "ou",
    .sentence = "dX = -1.5 X dt + .8 dW",
    .citation = "Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084",
    .kind = FPK_NOISE_ADDITIVE,
    .t1 = 1,
    .x0 = {1},
    .coarsest = 8,
    .init = ou_init,
    .fine = 4,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 0.25249916044938630181, /* e^-3 + .64 (1 - e^-3)/3 */
    .low = -6,
    .high = 6,
};

static enum fpk_status benes_init(struct fpk_model *model)
{
    return fpk_model_from_drift(model, "tanh(x)", "1", NULL);
}

const struct fpk_problem fpk_problem_benes = {
    .name = "benes",
    .sentence = "dX = tanh X dt + dW",
    .citation = "Benes, Stochastics 5 (1981) 65, doi:10.1080/17442508108833174",
    .kind = FPK_NOISE_ADDITIVE,
    .t1 = 1,
    .x0 = {0.5},
    .coarsest = 8,
    .init = benes_init,
    .fine = 4,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 2.71211715726000975850, /* x0^2 + t^2 + t + 2 x0 t tanh x0 */
    .low = -11,
    .high = 11,
};

/* ---- scalar noise ---- */

static enum fpk_status linear_init(struct fpk_model *model)
{
    return named(model, "gbm", "mu", "1.01", "sigma", "0.87");
}

static void linear_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++)
        x[i] = 0.5 * fpk_exp((1.01 - 0.87 * 0.87 / 2) + 0.87 * w[i]);
}

const struct fpk_problem fpk_problem_linear = {
    .name = "linear",
    .sentence = "dX = 1.01 X dt + .87 X dW",
    .citation = KLOEDEN_PLATEN,
    .kind = FPK_NOISE_SCALAR,
    .t1 = 1,
    .x0 = {0.5},
    .coarsest = 16,
    .init = linear_init,
    .path = linear_path,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 4.01728233875316940559, /* x0^2 e^(2 mu + sigma^2) */
    .low = -13,
    .high = 13,
    .stretched = true,
};

static enum fpk_status cubic_init(struct fpk_model *model)
{
    return fpk_model_from_drift(model, "-x*(1 - x^2)/4", "(1 - x^2)/2", NULL);
}

static void cubic_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++) {
        double e = 1.5 * fpk_exp(w[i]);
        x[i] = (e - 0.5) / (e + 0.5);
    }
}

const struct fpk_problem fpk_problem_cubic = {
    .name = "cubic",
    .sentence = "dX = -X (1 - X^2)/4 dt + (1 - X^2)/2 dW",
    .citation = KLOEDEN_PLATEN,
    .kind = FPK_NOISE_SCALAR,
    .t1 = 1,
    .x0 = {0.5},
    .coarsest = 8,
    .init = cubic_init,
    .path = cubic_path,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 0.30963080003407832996,
    .low = -1.25,
    .high = 1.25,
};

static enum fpk_status wave_init(struct fpk_model *model)
{
    return fpk_model_from_drift(model, "-0.01*sin(x)*cos(x)^3", "0.1*cos(x)^2", NULL);
}

static void wave_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    double tan_1 = fpk_tan(1);
    for (size_t i = 0; i < n; i++)
        x[i] = fpk_atan(0.1 * w[i] + tan_1);
}

/* No weak study: the noise is so small that those errors, 1e-8 and less, are near rounding. */
const struct fpk_problem fpk_problem_wave = {
    .name = "wave",
    .sentence = "dX = -.01 sin X cos^3 X dt + .1 cos^2 X dW",
    .citation = KLOEDEN_PLATEN,
    .kind = FPK_NOISE_SCALAR,
    .t1 = 1,
    .x0 = {1},
    .coarsest = 8,
    .init = wave_init,
    .path = wave_path,
};

static enum fpk_status sinh_init(struct fpk_model *model)
{
    return fpk_model_from_drift(model, "x/2 + sqrt(x^2 + 1)", "sqrt(x^2 + 1)", NULL);
}

/* z^3 - 6 z^2 + 8 z at z = arsinh x. */
static double sinh_phi(const double *x)
{
    double z = fpk_asinh(x[0]);
    return ((z - 6) * z + 8) * z;
}

const struct fpk_problem fpk_problem_sinh = {
    .name = "weak-2",
    .sentence = "dX = (X/2 + sqrt(X^2 + 1)) dt + sqrt(X^2 + 1) dW",
    .citation = "Debrabant, Roessler (2009), doi:10.1016/j.apnum.2008.03.012",
    .kind = FPK_NOISE_SCALAR,
    .t1 = 2,
    .x0 = {0},
    .coarsest = 32,
    .init = sinh_init,
    .functional = "z^3 - 6 z^2 + 8 z, z = arsinh x",
    .phi = sinh_phi,
    .expected = 0, /* t^3 - 3 t^2 + 2 t */
    .low = -14,
    .high = 14,
    .stretched = true,
};
