/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/numeric/sum.h"

#include <math.h>

#define FACES 9 /* of the stencil: 8 cells */

/* First cell of the stencil around cell i: centred, shifted inwards at the ends. */
static size_t stencil(size_t i, size_t n, size_t width)
{
    size_t half = width / 2;
    if (i < half)
        return 0;
    return i - half + width > n ? n - width : i - half;
}

/* Primitive at the faces of the stencil, in units of h, from its first face. */
static size_t primitive(const struct fpk_field *field, size_t cell, double *sum, size_t *first)
{
    size_t n = field->grid.n, width = n < FACES - 1 ? n : FACES - 1;
    *first = stencil(cell, n, width);
    sum[0] = 0;
    for (size_t m = 0; m < width; m++)
        sum[m + 1] = sum[m] + field->value[*first + m];
    return width + 1;
}

/* Value (or derivative) at v of the polynomial through (m, s_m), m = 0..count-1. */
static double lagrange(size_t count, const double *s, double v, bool derivative)
{
    double total = 0;
    for (size_t m = 0; m < count; m++) {
        double value = 1, slope = 0;
        for (size_t k = 0; k < count; k++) {
            if (k == m)
                continue;
            double scale = (double)m - (double)k;
            slope = (slope * (v - (double)k) + value) / scale;
            value = value * (v - (double)k) / scale;
        }
        total += s[m] * (derivative ? slope : value);
    }
    return total;
}

static size_t cell_of(const struct fpk_grid *grid, double x, double *offset)
{
    double u = (x - grid->a) / fpk_grid_width(grid), cell = floor(u);
    cell = fmin(fmax(cell, 0), (double)(grid->n - 1));
    *offset = u - cell;
    return (size_t)cell;
}

double fpk_reconstruct_point(const struct fpk_field *field, double x)
{
    if (x < field->grid.a || x > field->grid.b)
        return 0;
    double sum[FACES], offset;
    size_t first, cell = cell_of(&field->grid, x, &offset);
    size_t count = primitive(field, cell, sum, &first);
    return lagrange(count, sum, (double)(cell - first) + offset, true);
}

/* Integral from the left face of `cell` to `offset` cells beyond it, in units of h. */
static double part(const struct fpk_field *field, size_t cell, double offset)
{
    if (offset == 0)
        return 0;
    double sum[FACES];
    size_t first, count = primitive(field, cell, sum, &first);
    return lagrange(count, sum, (double)(cell - first) + offset, false) - sum[cell - first];
}

void fpk_reconstruct_field(const struct fpk_field *field, const struct fpk_grid *out,
                           double *average)
{
    double ratio = fpk_grid_width(&field->grid) / fpk_grid_width(out);
    double offset, left = 0;
    size_t cell = 0;
    for (size_t j = 0; j < out->n; j++) {
        /* Faces of nested grids must be met exactly, whatever the rounding of x. */
        double u = (double)(j + 1) * ((double)field->grid.n / (double)out->n);
        size_t next = u >= (double)field->grid.n ? field->grid.n : (size_t)u;
        offset = next == field->grid.n ? 0 : u - (double)next;
        double right = next == field->grid.n ? 0 : part(field, next, offset), sum = right - left;
        for (size_t i = cell; i < next; i++)
            sum += field->value[i];
        average[j] = sum * ratio;
        cell = next;
        left = right;
    }
}

void fpk_field_moments(const struct fpk_field *field, double moments[3])
{
    const struct fpk_grid *grid = &field->grid;
    double h = fpk_grid_width(grid);
    struct fpk_sum mass = {0}, mean = {0}, square = {0};
    for (size_t i = 0; i < grid->n; i++) {
        fpk_sum_add(&mass, field->value[i]);
        fpk_sum_add(&mean, field->value[i] * fpk_grid_centre(grid, i));
    }
    moments[0] = fpk_sum_value(&mean) / fpk_sum_value(&mass);
    for (size_t i = 0; i < grid->n; i++) {
        double d = fpk_grid_centre(grid, i) - moments[0];
        fpk_sum_add(&square, field->value[i] * d * d);
    }
    moments[1] = fpk_sum_value(&square) / fpk_sum_value(&mass) - h * h / 12;
    moments[2] = fpk_sum_value(&mass) * h;
}

void fpk_layout_store(const struct fpk_layout *layout, const struct fpk_field *field, bool end,
                      const double *at, double *value)
{
    double *moments = value + layout->n_at, *fields = value + layout->n_scalar;
    for (size_t s = 0; s < layout->n_time; s++) {
        if (layout->time[s] != field->t)
            continue;
        fpk_field_moments(field, moments + 3 * s);
        fpk_reconstruct_field(field, &layout->field, fields + s * layout->field.n);
    }
    if (!end)
        return;
    fpk_field_moments(field, moments + 3 * layout->n_time);
    for (size_t i = 0; i < layout->n_at; i++)
        value[i] = fpk_reconstruct_point(field, at[i]);
}
