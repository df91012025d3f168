/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/quadrature.h"
#include "law_priv.h"

#include <math.h>

/* Legendre polynomial P_k by its recurrence. */
static double legendre(int k, double x)
{
    double before = 1, p = x;
    if (k == 0)
        return 1;
    for (int i = 2; i <= k; i++) {
        double next = ((2 * i - 1) * x * p - (i - 1) * before) / i;
        before = p;
        p = next;
    }
    return p;
}

/* Barycentric weights at Gauss-Legendre nodes: (-1)^i sqrt((1 - x_i^2) w_i) (Wang & Xiang 2012,
 * doi:10.1090/S0025-5718-2011-02549-4). */
void fpk_rule_init(struct fpk_rule *rule)
{
    fpk_gauss_legendre(FPK_PANEL, rule->x, rule->w);
    for (int i = 0; i < FPK_PANEL; i++) {
        double x = rule->x[i], w = rule->w[i];
        rule->barycentric[i] = (i % 2 ? -1 : 1) * sqrt((1 - x * x) * w);
        for (int k = 0; k < 3; k++) {
            int degree = FPK_PANEL - 3 + k;
            rule->high[k][i] = (degree + .5) * w * legendre(degree, x);
        }
    }
}

double fpk_rule_interpolate(const struct fpk_rule *rule, const double *f, double t)
{
    double top = 0, bottom = 0;
    for (int i = 0; i < FPK_PANEL; i++) {
        double d = t - rule->x[i];
        if (d == 0)
            return f[i];
        double q = rule->barycentric[i] / d;
        top += q * f[i];
        bottom += q;
    }
    return top / bottom;
}
