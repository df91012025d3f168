/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

static const struct fpk_parameter parameters[] = {
    {.name = "scale",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "factor of the potential; the barrier is a quarter of it"},
    {.name = "temperature",
     .type = FPK_REAL,
     .fallback = "0.25",
     .min = 1e-100,
     .max = 1e100,
     .unit = "energy",
     .doc = "half of g^2"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.diffusion = "sqrt(2*temperature)",
                                      .potential = "scale*(x^4/4 - x^2/2)"};
    return fpk_kind_init(model, &fpk_model_double_well, &recipe, values);
}

static double barrier(const struct fpk_values *v)
{
    return fpk_values_real(v, "scale") / 4;
}

static double variance(const struct fpk_values *v)
{
    double scale = fpk_values_real(v, "scale");
    return fpk_quartic_square(-scale, scale, fpk_values_real(v, "temperature"));
}

enum { PIECES = 8, NODES = 64 };

/* int_a^b exp(k (u_y - u(x))) dx, u = x^4/4 - x^2/2, by a rule on each of 8 pieces. */
static double weigh(double k, double a, double b, double u_y, const double *node,
                    const double *weight)
{
    double x[NODES], w[NODES], sum = 0;
    for (int i = 0; i < PIECES; i++) {
        double h = (b - a) / PIECES;
        fpk_gauss_legendre_on(a + i * h, a + (i + 1) * h, NODES, node, weight, x, w);
        for (int j = 0; j < NODES; j++) {
            double u = x[j] * x[j] * (0.25 * x[j] * x[j] - 0.5);
            sum += w[j] * fpk_exp(k * (u_y - u));
        }
    }
    return sum;
}

/* (1/D) int_{-1}^0 e^{U(y)/D} int_{-inf}^y e^{-U(z)/D} dz dy. */
static double passage(const struct fpk_values *v)
{
    double d = fpk_values_real(v, "temperature"), k = fpk_values_real(v, "scale") / d, sum = 0;
    double node[NODES], weight[NODES], y[NODES], w[NODES], far = 1;
    fpk_gauss_legendre(NODES, node, weight);
    while (k * (0.25 * far * far * far * far - 0.5 * far * far) < 100)
        far *= 1.25;
    fpk_gauss_legendre_on(-1, 0, NODES, node, weight, y, w);
    for (int i = 0; i < NODES; i++) {
        double u = y[i] * y[i] * (0.25 * y[i] * y[i] - 0.5);
        sum += w[i] * (weigh(k, -far, -1, u, node, weight) + weigh(k, -1, y[i], u, node, weight));
    }
    return sum / d;
}

static const struct fpk_model_fact facts[] = {
    {"invariant density", "exp(-U/temperature), U = scale (x^4/4 - x^2/2)", NULL},
    {"wells and saddle", "-1 and 1; 0", NULL},
    {"barrier", "scale/4", barrier},
    {"stationary variance", "int x^2 exp(-U/temperature) / int exp(-U/temperature)", variance},
    {"mean time from -1 to 0",
     "(1/D) int_{-1}^0 e^{U(y)/D} int_{-inf}^y e^{-U(z)/D} dz dy, D the temperature", passage},
    {"rate of escape for a low temperature",
     "sqrt(2) scale/(2 pi) exp(-scale/(4 temperature)) (Kramers)", NULL},
};

const struct fpk_model_kind fpk_model_double_well = {
    .name = "double-well",
    .sentence = "overdamped motion between two wells at -1 and 1 (Kramers' problem)",
    .equation = "dX = scale (X - X^3) dt + sqrt(2 temperature) dW",
    .citation = "H. A. Kramers, Physica 7 (1940) 284, doi:10.1016/S0031-8914(40)90098-2",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
