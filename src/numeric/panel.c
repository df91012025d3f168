/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/panel.h"

#include "fpk/numeric/quadrature.h"

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
void fpk_panel_init(struct fpk_panel_rule *rule)
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

/* Divisions in one loop and sums in another, four at a time in a fixed order: both are vectors. */
double fpk_panel_interpolate(const struct fpk_panel_rule *rule, const double *f, double t)
{
    double q[FPK_PANEL], top[4] = {0}, bottom[4] = {0};
    for (int i = 0; i < FPK_PANEL; i++)
        q[i] = rule->barycentric[i] / (t - rule->x[i]);
    for (int i = 0; i < FPK_PANEL; i += 4)
        for (int k = 0; k < 4; k++) {
            top[k] += q[i + k] * f[i + k];
            bottom[k] += q[i + k];
        }
    double sum = (bottom[0] + bottom[2]) + (bottom[1] + bottom[3]);
    if (!isfinite(sum)) /* on a node */
        for (int i = 0; i < FPK_PANEL; i++)
            if (t == rule->x[i])
                return f[i];
    return ((top[0] + top[2]) + (top[1] + top[3])) / sum;
}

double fpk_panel_tail(const struct fpk_panel_rule *rule, const double *f)
{
    double tail = 0;
    for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int k = 0; k < FPK_PANEL; k++)
            sum += rule->high[c][k] * (f[k] - f[0]);
        tail = fmax(tail, fabs(sum));
    }
    return tail;
}
