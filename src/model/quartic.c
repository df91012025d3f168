/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

/* The exponent u x^2/2 + v x^4/4 above its least value. */
static double exponent(double u, double v, double x)
{
    double x2 = x * x, least = u < 0 ? -u * u / (4 * v) : 0;
    return x2 * (0.5 * u + 0.25 * v * x2) - least;
}

/* Where to stop, from the well at `well` in one direction: an exponent between 100 and 1000, or 0
 * when the other well is not far off in that sense. */
static double edge(double u, double v, double well, double direction)
{
    double w = direction < 0 ? well : 1;
    while (exponent(u, v, well + direction * w) > 1000 && w > 1e-150)
        w *= 0.8;
    while (exponent(u, v, well + direction * w) < 100 && w < 1e150) {
        w *= 1.25;
        if (well + direction * w <= 0)
            return 0;
    }
    return well + direction * w;
}

/* Trapezoids: for a density that is analytic and falls off on both sides (by symmetry, at 0) their
 * error falls faster than any power of the step. */
double fpk_quartic_square(double a, double b, double temperature)
{
    enum { POINTS = 1 << 13 };
    double u = a / temperature, v = b / temperature, total = 0, square = 0;
    if (!(v > 0 || (v == 0 && u > 0)))
        return NAN;
    double well = u < 0 ? sqrt(-u / v) : 0, high = edge(u, v, well, 1);
    double low = well > 0 ? edge(u, v, well, -1) : 0;
    for (int i = 0; i <= POINTS; i++) {
        double x = low + (high - low) * i / POINTS, weight = i == 0 ? 0.5 : 1;
        double p = weight * fpk_exp(-exponent(u, v, x));
        total += p;
        square += p * x * x;
    }
    return square / total;
}
