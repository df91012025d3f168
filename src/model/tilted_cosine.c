/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "amplitude",
     .type = FPK_REAL,
     .fallback = "1",
     .unit = "energy",
     .doc = "of the cosine"},
    {.name = "force",
     .type = FPK_REAL,
     .fallback = "0.5",
     .unit = "energy/x",
     .doc = "constant force F"},
    {.name = "temperature",
     .type = FPK_REAL,
     .fallback = "0.5",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "half of g^2"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.diffusion = "sqrt(2*temperature)",
                                      .potential = "amplitude*cos(x) - force*x"};
    return fpk_kind_init(model, &fpk_model_tilted_cosine, &recipe, values);
}

enum { NODES = 32 };

/* V = amplitude cos x - |force| x in units of the temperature, and the largest exponent below. */
struct potential {
    double a, f, top;
};

static struct potential potential_of(const struct fpk_values *v)
{
    double d = fpk_values_real(v, "temperature");
    struct potential p = {.a = fpk_values_real(v, "amplitude") / d,
                          .f = fabs(fpk_values_real(v, "force")) / d};
    for (int k = 0; k < 64; k++) {
        double y = FPK_PI * k / 64;
        p.top = fmax(p.top, 2 * fabs(p.a) * fpk_sin(0.5 * y) - p.f * y);
    }
    return p;
}

/* from, to <- e^-top int_0^{2 pi} exp(V(x) - V(x - y)) dy and the same of V(x + y) - V(x), by Gauss
 * and Legendre on pieces on which the exponents move by 40 at the most. */
static void integrals_at(struct potential p, double x, const double *node, const double *weight,
                         double *from, double *to)
{
    double y[NODES], w[NODES], at_x = p.a * fpk_cos(x);
    int pieces = 4 + (int)(2 * FPK_PI * (fabs(p.a) + p.f) / 40);
    double h = 2 * FPK_PI / pieces;
    *from = *to = 0;
    for (int k = 0; k < pieces; k++) {
        fpk_gauss_legendre_on(k * h, (k + 1) * h, NODES, node, weight, y, w);
        for (int j = 0; j < NODES; j++) {
            double rest = -p.f * y[j] - p.top;
            *from += w[j] * fpk_exp(at_x - p.a * fpk_cos(x - y[j]) + rest);
            *to += w[j] * fpk_exp(p.a * fpk_cos(x + y[j]) - at_x + rest);
        }
    }
}

/* Means over a period of I and of I^2 J, the integrals above over D without their e^-top (Reimann
 * et al., eq. 6 and 7): trapezoids in x, where all is periodic, closer as peaks are narrower. NaN
 * where they are too narrow. */
static void period_means(const struct fpk_values *v, double *mean_i, double *mean_iij)
{
    struct potential p = potential_of(v);
    double node[NODES], weight[NODES];
    int points = 96 * (1 + (int)sqrt(fmin(fabs(p.a), 1000) / 16));
    fpk_gauss_legendre(NODES, node, weight);
    *mean_i = *mean_iij = fabs(p.a) <= 1000 && p.f <= 2000 ? 0 : NAN;
    for (int i = 0; i < points && *mean_i >= 0; i++) {
        double from, to;
        integrals_at(p, 2 * FPK_PI * i / points, node, weight, &from, &to);
        *mean_i += from / points;
        *mean_iij += from * from * to / points;
    }
}

static double velocity(const struct fpk_values *v)
{
    struct potential p = potential_of(v);
    double i, iij, d = fpk_values_real(v, "temperature");
    period_means(v, &i, &iij);
    double size = -fpk_expm1(-2 * FPK_PI * p.f) / i * d * fpk_exp(-p.top);
    return fpk_values_real(v, "force") < 0 ? -size : size;
}

static double spreading(const struct fpk_values *v)
{
    double i, iij;
    period_means(v, &i, &iij);
    return fpk_values_real(v, "temperature") * iij / (i * i * i);
}

static double production(const struct fpk_values *v)
{
    return fpk_values_real(v, "force") * velocity(v) / fpk_values_real(v, "temperature");
}

static const struct fpk_model_fact facts[] = {
    {"mean velocity", "(1 - e^{-2 pi force/D})/<I>, D the temperature (Stratonovich)", velocity},
    {"effective diffusion", "D <I^2 J>/<I>^3 (Reimann et al., eq. 6)", spreading},
    {"entropy production", "force velocity/D", production},
    {"running solutions without noise", "where |force| > |amplitude|", NULL},
};

const struct fpk_model_kind fpk_model_tilted_cosine = {
    .name = "tilted-cosine",
    .sentence = "motion in a washboard potential, period 2 pi, drifting along a constant force",
    .equation = "dX = (amplitude sin X + force) dt + sqrt(2 temperature) dW",
    .citation = "P. Reimann et al., Phys. Rev. Lett. 87 (2001) 010602, "
                "doi:10.1103/PhysRevLett.87.010602",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
