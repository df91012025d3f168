/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/wiener/bridge.h"

#include <assert.h>
#include <math.h>

double fpk_bridge_deviation(double r, double t, double s)
{
    assert(r < s && r <= t && t <= s);
    return sqrt((t - r) * ((s - t) / (s - r)));
}

/* The mean as a weighted sum, so that an end gives the value there and not one rounded from the
 * other end. */
void fpk_bridge(double r, double t, double s, size_t n, const double *w_r, const double *w_s,
                const double *z, double *out)
{
    double deviation = fpk_bridge_deviation(r, t, s);
    double to_r = (s - t) / (s - r), to_s = (t - r) / (s - r);
    for (size_t i = 0; i < n; i++)
        out[i] = (to_r * w_r[i] + to_s * w_s[i]) + deviation * z[i];
}
