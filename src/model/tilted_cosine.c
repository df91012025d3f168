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

enum { PERIOD_POINTS = 96, PIECES = 4, NODES = 32, INNER = PIECES * NODES };

/* Means over a period of I and of I^2 J, with (Reimann et al., eq. 6 and 7)
 *     I(x) = (1/D) int_0^{2 pi} exp((V(x) - V(x - y))/D) dy,
 *     J(x) = (1/D) int_0^{2 pi} exp((V(x + y) - V(x))/D) dy,   V = amplitude cos x - force x:
 * trapezoids in x, where all is periodic, Gauss and Legendre in y. */
static void period_means(const struct fpk_values *v, double *mean_i, double *mean_iij)
{
    double d = fpk_values_real(v, "temperature"), a = fpk_values_real(v, "amplitude") / d;
    double f = fpk_values_real(v, "force") / d, y[INNER], w[INNER], h = 2 * FPK_PI / PIECES;
    double node[NODES], weight[NODES];
    fpk_gauss_legendre(NODES, node, weight);
    for (int k = 0; k < PIECES; k++)
        fpk_gauss_legendre_on(k * h, (k + 1) * h, NODES, node, weight, y + k * NODES,
                              w + k * NODES);
    *mean_i = *mean_iij = 0;
    for (int i = 0; i < PERIOD_POINTS; i++) {
        double x = 2 * FPK_PI * i / PERIOD_POINTS, at_x = a * fpk_cos(x), from = 0, to = 0;
        for (int j = 0; j < INNER; j++) {
            from += w[j] * fpk_exp(at_x - a * fpk_cos(x - y[j]) - f * y[j]);
            to += w[j] * fpk_exp(a * fpk_cos(x + y[j]) - at_x - f * y[j]);
        }
        from /= d;
        to /= d;
        *mean_i += from / PERIOD_POINTS;
        *mean_iij += from * from * to / PERIOD_POINTS;
    }
}

static double velocity(const struct fpk_values *v)
{
    double i, iij, d = fpk_values_real(v, "temperature");
    period_means(v, &i, &iij);
    return -fpk_expm1(-2 * FPK_PI * fpk_values_real(v, "force") / d) / i;
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
