/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/sum.h"

#include <math.h>

/* Neumaier 1974, doi:10.1002/zamm.19740540106: the rounding error of each addition is exact when
 * taken from the larger operand. */
void fpk_sum_add(struct fpk_sum *s, double value)
{
    double next = s->sum + value;
    s->lost += fabs(s->sum) >= fabs(value) ? (s->sum - next) + value : (value - next) + s->sum;
    s->sum = next;
}

/* An infinite or NaN sum is itself: the lost part is NaN then and says nothing. */
double fpk_sum_value(const struct fpk_sum *s)
{
    return isfinite(s->sum) ? s->sum + s->lost : s->sum;
}

double fpk_sum_block(size_t n, const double *x)
{
    struct fpk_sum s = {0};
    for (size_t i = 0; i < n; i++)
        fpk_sum_add(&s, x[i]);
    return fpk_sum_value(&s);
}

double fpk_dot_block(size_t n, const double *x, const double *y)
{
    struct fpk_sum s = {0};
    for (size_t i = 0; i < n; i++)
        fpk_sum_add(&s, x[i] * y[i]);
    return fpk_sum_value(&s);
}
