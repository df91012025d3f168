/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brownian bridge: W(t) given its values at r < t < s is normal,
 *
 *     mean W(r) + (t - r)/(s - r) (W(s) - W(r)),    variance (t - r)(s - t)/(s - r).
 */
#ifndef FPK_WIENER_BRIDGE_H
#define FPK_WIENER_BRIDGE_H

#include <stddef.h>

/* Standard deviation of W(t) given W(r) and W(s); 0 at the ends. */
double fpk_bridge_deviation(double r, double t, double s);

/* out [n] <- W(t) from w_r, w_s [n] and standard normals z [n]; out may be any of them. */
void fpk_bridge(double r, double t, double s, size_t n, const double *w_r, const double *w_s,
                const double *z, double *out);

#endif
