/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spline_priv.h"

#include "fpk/base/memory.h"

#include <assert.h>

enum fpk_status fpk_spline_init(struct fpk_spline *spline, size_t room)
{
    *spline = (struct fpk_spline){0};
    double **array[] = {&spline->x,     &spline->value, &spline->slope,
                        &spline->lower, &spline->diag,  &spline->upper};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++) {
        enum fpk_status status = fpk_allocate(array[i], room);
        if (status != FPK_OK) {
            fpk_spline_clear(spline);
            return status;
        }
    }
    return FPK_OK;
}

void fpk_spline_clear(struct fpk_spline *spline)
{
    fpk_release(&spline->x);
    fpk_release(&spline->value);
    fpk_release(&spline->slope);
    fpk_release(&spline->lower);
    fpk_release(&spline->diag);
    fpk_release(&spline->upper);
}

static double steepness(const struct fpk_spline *s, size_t i)
{
    return (s->value[i + 1] - s->value[i]) / (s->x[i + 1] - s->x[i]);
}

/* The cubics of the first two intervals (widths h, k, steepnesses d, e), counted from an end
 * inwards, are one: k s_0 + (h + k) s_1 = ((2 (h + k) + h) k d + h^2 e)/(h + k). */
static double end_equation(double h, double k, double d, double e)
{
    return ((2 * (h + k) + h) * k * d + h * h * e) / (h + k);
}

static void equations(struct fpk_spline *s)
{
    size_t n = s->n;
    const double *x = s->x;
    double h = x[1] - x[0], k = x[2] - x[1];
    s->diag[0] = k;
    s->upper[0] = h + k;
    s->slope[0] = end_equation(h, k, steepness(s, 0), steepness(s, 1));
    for (size_t i = 1; i + 1 < n; i++) {
        double l = 1 / (x[i] - x[i - 1]), r = 1 / (x[i + 1] - x[i]);
        s->lower[i] = l;
        s->diag[i] = 2 * (l + r);
        s->upper[i] = r;
        s->slope[i] = 3 * (l * steepness(s, i - 1) + r * steepness(s, i));
    }
    h = x[n - 1] - x[n - 2];
    k = x[n - 2] - x[n - 3];
    s->diag[n - 1] = k;
    s->lower[n - 1] = h + k;
    s->slope[n - 1] = end_equation(h, k, steepness(s, n - 2), steepness(s, n - 3));
}

/* Elimination without exchanges: with the end equations the pivots are positive all the same. */
void fpk_spline_fit(struct fpk_spline *s)
{
    size_t n = s->n;
    assert(n >= FPK_SPLINE_LEAST);
    equations(s);
    for (size_t i = 1; i < n; i++) {
        double f = s->lower[i] / s->diag[i - 1];
        s->diag[i] -= f * s->upper[i - 1];
        s->slope[i] -= f * s->slope[i - 1];
    }
    s->slope[n - 1] /= s->diag[n - 1];
    for (size_t i = n - 1; i-- > 0;)
        s->slope[i] = (s->slope[i] - s->upper[i] * s->slope[i + 1]) / s->diag[i];
}

/* The interval that holds v, looked for first where the last one was; v within the points. */
static size_t interval(size_t n, const double *x, double v, size_t last)
{
    if (v >= x[last] && v < x[last + 1])
        return last;
    size_t low = 0, high = n - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (x[middle] <= v)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void fpk_spline_read(size_t n, const double *x, const double *value, const double *slope, size_t m,
                     const double *at, double *out, double *out_x)
{
    size_t j = 0;
    for (size_t i = 0; i < m; i++) {
        double v = at[i], f, f_x;
        if (v >= x[0] && v < x[n - 1]) {
            j = interval(n, x, v, j);
            double h = x[j + 1] - x[j], rise = value[j + 1] - value[j], u = (v - x[j]) / h;
            double c1 = h * slope[j], c2 = 3 * rise - h * (2 * slope[j] + slope[j + 1]);
            double c3 = h * (slope[j] + slope[j + 1]) - 2 * rise;
            f = value[j] + u * (c1 + u * (c2 + u * c3));
            f_x = (c1 + u * (2 * c2 + 3 * u * c3)) / h;
        } else {
            size_t end = v < x[0] ? 0 : n - 1; /* NaN stays NaN */
            f = value[end] + slope[end] * (v - x[end]);
            f_x = slope[end] + 0 * v;
        }
        if (out)
            out[i] = f;
        if (out_x)
            out_x[i] = f_x;
    }
}
