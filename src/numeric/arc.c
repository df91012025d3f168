/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"

#include "double_double_priv.h"
#include "elementary_priv.h"

#include <math.h>

static const struct dd half_pi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
static const struct dd quarter_pi = {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55};

/* (atan u - u)/u^3 in z = u^2, |u| <= tan(pi/8) (Sollya's fpminimax). */
static double atan_rest(double z)
{
    double p = -0x1.3aea268bca601p-6;
    p = p * z + 0x1.41b489d48f162p-5;
    p = p * z + -0x1.a0b89fd327ec4p-5;
    p = p * z + 0x1.dfecd9c348372p-5;
    p = p * z + -0x1.10fae454c0f72p-4;
    p = p * z + 0x1.3b126bdb3c443p-4;
    p = p * z + -0x1.745d0b9b37c5fp-4;
    p = p * z + 0x1.c71c7188b437p-4;
    p = p * z + -0x1.249249243d6b8p-3;
    p = p * z + 0x1.999999999942ap-3;
    return p * z + -0x1.5555555555555p-2;
}

/* The angle of the point (d, n), n and d >= 0, not both 0: turned by 0, pi/4 or pi/2 so that the
 * tangent of what remains is at most tan(pi/8). */
static struct dd angle(struct dd n, struct dd d)
{
    struct dd base = {0, 0}, top = n, bottom = d;
    if (n.hi > 2.414 * d.hi) {
        base = half_pi;
        top = dd_scale(d, -1);
        bottom = n;
    } else if (n.hi > 0.4142 * d.hi) {
        base = quarter_pi;
        top = dd_add(n, dd_scale(d, -1));
        bottom = dd_add(n, d);
    }
    struct dd u = dd_div(top, bottom);
    double z = u.hi * u.hi;
    u.lo += u.hi * z * atan_rest(z);
    return dd_add(base, quick_sum(u.hi, u.lo));
}

/* sqrt(1 - x^2), |x| <= 1. */
static struct dd other_leg(double x)
{
    struct dd w = dd_mul(two_sum(1, -x), two_sum(1, x));
    if (w.hi == 0)
        return (struct dd){0, 0};
    double root = sqrt(w.hi);
    struct dd back = two_product(root, root);
    return quick_sum(root, ((w.hi - back.hi) - back.lo + w.lo) / (2 * root));
}

double fpk_atan(double x)
{
    double a = fabs(x);
    if (a < 0x1p-27 || x != x)
        return x;
    if (a > 0x1p60)
        return copysign(half_pi.hi, x);
    return copysign(angle((struct dd){a, 0}, (struct dd){1, 0}).hi, x);
}

double fpk_asin(double x)
{
    double a = fabs(x);
    if (a < 0x1p-27 || x != x)
        return x;
    return a > 1 ? NAN : copysign(angle((struct dd){a, 0}, other_leg(a)).hi, x);
}

double fpk_acos(double x)
{
    double a = fabs(x);
    if (!(a <= 1))
        return x != x ? x : NAN;
    struct dd y = angle(other_leg(a), (struct dd){a, 0});
    return x < 0 ? dd_add(dd_scale(half_pi, 2), dd_scale(y, -1)).hi : y.hi;
}

void fpk_atan_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_atan, n, x, out);
}

void fpk_asin_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_asin, n, x, out);
}

void fpk_acos_block(size_t n, const double *x, double *out)
{
    fpk_each(fpk_acos, n, x, out);
}
