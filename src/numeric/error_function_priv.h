/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erf, erfc and the normal law.
 *
 * Away from 0: erfc(y) = e^(-y^2) F(t)/(1 + 2 y), t = (y - K)/(y + K), K = 3.75, where F is
 * between 1 and 1.25 on the whole half line: Shepherd and Laframboise 1981,
 * doi:10.1090/S0025-5718-1981-0595058-X. Our coefficients of F are those of its Chebyshev series
 * to degree 24, remainder 5e-18, computed with mpmath. Near 0: erf(y) = y + y E(y^2). */
#ifndef FPK_NUMERIC_ERROR_FUNCTION_PRIV_H
#define FPK_NUMERIC_ERROR_FUNCTION_PRIV_H

#include "exponential_priv.h"

#include <math.h>

/* F(t) = (1 + 2 y) e^(y^2) erfc(y) for y >= 0. */
FPK_CORE struct dd erfc_factor(double y)
{
    double t = y > 0x1p60 ? 1 : (y - 3.75) / (y + 3.75);
    double p = 0x1.d3744857e262bp-32;
    p = p * t + 0x1.561b105822235p-32;
    p = p * t + -0x1.638dcc665be8dp-28;
    p = p * t + -0x1.014cd7201b5adp-28;
    p = p * t + 0x1.4c37f59c36e71p-25;
    p = p * t + 0x1.8fa9fe49c359bp-26;
    p = p * t + -0x1.15be4201dc721p-22;
    p = p * t + -0x1.eb803840c0574p-25;
    p = p * t + 0x1.d6339f66a50f8p-20;
    p = p * t + -0x1.055686d42aa63p-20;
    p = p * t + -0x1.800077b775cf3p-17;
    p = p * t + 0x1.778b933adcce7p-16;
    p = p * t + 0x1.b1439865f8d9ep-15;
    p = p * t + -0x1.303fa4966bc38p-12;
    p = p * t + 0x1.33fb2968decd9p-12;
    p = p * t + 0x1.cc3a0e7d2150cp-10;
    p = p * t + -0x1.3f603c398c6c5p-7;
    p = p * t + 0x1.d0b0037d167adp-6;
    p = p * t + -0x1.e0d0fa6ddfe85p-5;
    p = p * t + 0x1.7a14188a9ce2ap-4;
    p = p * t + -0x1.bda9309a2949ap-4;
    p = p * t + 0x1.510169d09665bp-4;
    p = p * t + 0x1.d5f294815a405p-9;
    p = p * t + -0x1.1f367683f89a5p-3;
    struct dd f = quick_sum(0x1.3ccda0b5d5dc2p+0, p * t);
    f.lo += 0x1.dbcc7ebeaceffp-54;
    return f;
}

/* m e^(-s) F(y)/below, with the exponent put on last so that a subnormal is rounded once. */
FPK_CORE double gaussian_tail(struct dd s, double y, struct dd below)
{
    double k;
    struct dd e = exp_pair((struct dd){-s.hi, -s.lo}, &k);
    struct dd m = dd_div(dd_mul(e, erfc_factor(y)), below);
    /* m.hi may be as small as 1/60: still well within what scale_by accepts */
    return scale_by(m.hi, k);
}

/* erf(y)/y - 1 in z = y^2, |y| <= 1 (Sollya's fpminimax). */
FPK_CORE double erf_rest(double z)
{
    double p = -0x1.3737f2ec7e13bp-35;
    p = p * z + 0x1.46ec34a256823p-32;
    p = p * z + -0x1.fbbb16915fba8p-30;
    p = p * z + 0x1.112a309b7574p-26;
    p = p * z + -0x1.622497fd13024p-23;
    p = p * z + 0x1.ba29d49a8d102p-20;
    p = p * z + -0x1.f4d6e3d73802p-17;
    p = p * z + 0x1.f9a35d6366c6dp-14;
    p = p * z + -0x1.c02db5bf4fdf2p-11;
    p = p * z + 0x1.565bcd17e7affp-8;
    p = p * z + -0x1.b82ce312c9046p-6;
    p = p * z + 0x1.ce2f21a043b39p-4;
    p = p * z + -0x1.812746b037a02p-2;
    return p * z + 0x1.06eba8214db69p-3;
}

FPK_CORE double erf_small(double x)
{
    return x + x * erf_rest(x * x);
}

/* erfc(a), a >= 0.4: e^(-a^2) underflows before the clamp. */
FPK_CORE double erfc_large(double a)
{
    double v = a > 28 ? 28 : a;
    return gaussian_tail(two_product(v, v), v, two_sum(1, 2 * v));
}

FPK_CORE double erf_core(double x)
{
    double a = fabs(x), v = a > 1 ? 1 : a;
    double inner = erf_small(v), outer = 1 - erfc_large(a);
    double y = copysign(a < 1 ? inner : outer, x);
    return x != x ? x : y;
}

FPK_CORE double erfc_core(double x)
{
    double a = fabs(x), v = x > 1 ? 1 : (x < -1 ? -1 : x);
    double inner = 1 - erf_small(v), outer = erfc_large(a);
    outer = x < 0 ? 2 - outer : outer;
    double y = x < 0.5 && x > -1 ? inner : outer;
    return x != x ? x : y;
}

/* P(X > a) for a >= 0.5: y = a/sqrt 2, 1 + 2 y = 1 + a sqrt 2, and half of erfc. */
FPK_CORE double normal_tail_large(double a)
{
    double v = a > 40 ? 40 : a;
    struct dd square = two_product(v, v), y2 = two_product(v, 0x1.6a09e667f3bcdp+0);
    struct dd below = two_sum(2, 2 * y2.hi);
    below.lo += 2 * (y2.lo - v * 0x1.bdd3413b26456p-54);
    return gaussian_tail(dd_scale(square, 0.5), v * 0x1.6a09e667f3bcdp-1, below);
}

/* P(X <= x). */
FPK_CORE double normal_cdf_core(double x)
{
    double a = fabs(x), v = x > 1 ? 1 : (x < -1 ? -1 : x);
    double inner = 0.5 + 0.5 * erf_small(v * 0x1.6a09e667f3bcdp-1);
    double tail = normal_tail_large(a), outer = x < 0 ? tail : 1 - tail;
    double y = a < 0.5 ? inner : outer;
    return x != x ? x : y;
}

FPK_CORE double normal_pdf_core(double x)
{
    double a = fabs(x), v = a > 40 ? 40 : a, k;
    struct dd square = two_product(v, v);
    struct dd e = exp_pair((struct dd){-0.5 * square.hi, -0.5 * square.lo}, &k);
    struct dd inverse_sqrt_2_pi = {0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56};
    double y = scale_by(dd_mul(e, inverse_sqrt_2_pi).hi, k);
    return x != x ? x : y;
}

#endif
