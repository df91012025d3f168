/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/block.h"

#include <math.h>

static const struct fpk_parameter parameters[] = {
    {.name = "mu",
     .type = FPK_REAL,
     .fallback = "1",
     .min = 0,
     .max = 100,
     .unit = "1/time",
     .doc = "strength of the pump"},
    {.name = "sigma",
     .type = FPK_REAL,
     .fallback = "0.5",
     .min = 0,
     .max = 1e100,
     .unit = "x/time^(3/2)",
     .doc = "size of the noise"},
};

static enum fpk_status init(struct fpk_model *model, const struct fpk_values *values)
{
    const struct fpk_recipe recipe = {.drift = "y; mu*(1 - x^2)*y - x", .diffusion = "0; sigma"};
    return fpk_kind_init(model, &fpk_model_van_der_pol, &recipe, values);
}

/* One step of Runge and Kutta without the noise. */
static void runge_kutta(double mu, double h, double *x, double *y)
{
    double u = *x, v = *y, k_x = 0, k_y = 0;
    const double part[] = {0, 0.5, 0.5, 1}, weight[] = {1, 2, 2, 1};
    for (int s = 0; s < 4; s++) {
        double p = u + part[s] * h * k_x, q = v + part[s] * h * k_y;
        k_x = q;
        k_y = mu * (1 - p * p) * q - p;
        *x += h / 6 * weight[s] * k_x;
        *y += h / 6 * weight[s] * k_y;
    }
}

/* From (x, 0), x > 0, to the next (x', 0), x' < 0, half a turn of the cycle: *x <- -x' and the
 * time; the length of the last step by bisection. */
static double half_turn(double mu, double h, double *x)
{
    double u = *x, v = 0, time = 0;
    do {
        double p = u, q = v;
        runge_kutta(mu, h, &p, &q);
        if (q >= 0 && time > 0)
            break;
        u = p;
        v = q;
        time += h;
    } while (time < 1000);
    double low = 0, high = h;
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (low + high), p = u, q = v;
        runge_kutta(mu, middle, &p, &q);
        if (q >= 0)
            high = middle;
        else
            low = middle;
    }
    runge_kutta(mu, high, &u, &v);
    *x = -u;
    return time + high;
}

/* Period and amplitude of the limit cycle without noise; the error of the steps is h^4, below 1e-10
 * of the period for mu = 1. */
static double cycle(const struct fpk_values *values, bool period)
{
    double mu = fpk_values_real(values, "mu"), half = 0;
    double x = 2 + (mu < 1 ? mu * mu / 96 : 0); /* a weak pump corrects a start only slowly */
    if (mu == 0)
        return period ? 2 * FPK_PI : NAN;
    double h = 1 / (512 * (1 + mu));
    for (int turn = 0; turn < 60; turn++) {
        double before = x;
        half = half_turn(mu, h, &x);
        if (fabs(x - before) < 1e-13)
            break;
    }
    return period ? 2 * half : x;
}

static double period(const struct fpk_values *values)
{
    return cycle(values, true);
}

static double amplitude(const struct fpk_values *values)
{
    return cycle(values, false);
}

static const struct fpk_model_fact facts[] = {
    {"fixed point", "(0, 0), unstable for mu > 0: eigenvalues (mu +- sqrt(mu^2 - 4))/2", NULL},
    {"period of the cycle without noise", "2 pi (1 + mu^2/16 + ...); (3 - 2 ln 2) mu for large mu",
     period},
    {"amplitude of the cycle without noise", "2 + mu^2/96 + ...", amplitude},
};

const struct fpk_model_kind fpk_model_van_der_pol = {
    .name = "van-der-pol",
    .sentence = "a self-sustained oscillator, noisy; y is its velocity",
    .equation = "dX = Y dt, dY = (mu (1 - X^2) Y - X) dt + sigma dW",
    .citation = "B. van der Pol, Phil. Mag. 2 (1926) 978, doi:10.1080/14786442608564127",
    .parameter = parameters,
    .n_parameter = FPK_COUNT(parameters),
    .fact = facts,
    .n_fact = FPK_COUNT(facts),
    .init = init,
};
