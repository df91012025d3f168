/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/numeric/sum.h"

#include <math.h>

#define FACES 9 /* of the stencil: 8 cells */

/* First cell of a stencil around cell i: centred; shifted inwards at ends, but not on a ring. */
static long stencil(long i, long n, long width, bool ring)
{
    long half = width / 2;
    if (ring)
        return i - half;
    if (i < half)
        return 0;
    return i - half + width > n ? n - width : i - half;
}

/* Primitive at the faces of the stencil, in units of h, from its first face. */
static size_t primitive(const struct fpk_field *field, bool ring, size_t cell, double *sum,
                        long *first)
{
    long n = (long)field->grid.n, width = n < FACES - 1 ? n : FACES - 1;
    *first = stencil((long)cell, n, width, ring);
    sum[0] = 0;
    for (long m = 0; m < width; m++) {
        long i = *first + m;
        i = i < 0 ? i + n : i >= n ? i - n : i;
        sum[m + 1] = sum[m] + field->value[i];
    }
    return (size_t)width + 1;
}

/* Value at v of the polynomial through (m, s_m), m = 0..count-1, in the barycentric form (Berrut,
 * Trefethen 2004, doi:10.1137/S0036144502417715). */
static double lagrange(size_t count, const double *s, double v)
{
    double weight = count % 2 ? 1 : -1, top = 0, bottom = 0;
    for (size_t m = 0; m < count; m++) {
        double d = v - (double)m;
        if (d == 0)
            return s[m];
        top += weight / d * s[m];
        bottom += weight / d;
        weight *= -((double)(count - 1 - m) / (double)(m + 1));
    }
    return top / bottom;
}

/* Its derivative. */
static double lagrange_slope(size_t count, const double *s, double v)
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
        total += s[m] * slope;
    }
    return total;
}

/* The cell that holds u, and how far into it u lies, in cells. */
static size_t cell_of(const struct fpk_grid *grid, double u, double *offset)
{
    double v = (u - grid->a) / fpk_grid_width(grid), cell = floor(v);
    cell = fmin(fmax(cell, 0), (double)(grid->n - 1));
    *offset = v - cell;
    return (size_t)cell;
}

double fpk_reconstruct_point(const struct fpk_field *field, const struct fpk_mesh *mesh, double x)
{
    const struct fpk_grid *grid = &field->grid;
    bool ring = fpk_ends_ring(mesh->ends);
    double u = fpk_coordinate_u(&mesh->coordinate, x), stretch, sum[FACES], offset;
    if (ring)
        u -= (grid->b - grid->a) * floor((u - grid->a) / (grid->b - grid->a));
    if (!(u >= grid->a && u <= grid->b))
        return 0;
    long first;
    size_t cell = cell_of(grid, u, &offset);
    size_t count = primitive(field, ring, cell, sum, &first);
    fpk_coordinate_x(&mesh->coordinate, 1, &u, NULL, &stretch);
    return lagrange_slope(count, sum, (double)((long)cell - first) + offset) / stretch;
}

/* Integral from the left face of `cell` to `offset` cells beyond it, in units of h. */
static double part(const struct fpk_field *field, bool ring, size_t cell, double offset)
{
    if (offset == 0)
        return 0;
    double sum[FACES];
    long first;
    size_t count = primitive(field, ring, cell, sum, &first);
    long from = (long)cell - first;
    return lagrange(count, sum, (double)from + offset) - sum[from];
}

/* Where out's face j lies on the grid, in cells from its left end. Faces of nested grids must be
 * met exactly, whatever the rounding of x. */
static double face_in_cells(const struct fpk_grid *grid, const struct fpk_mesh *mesh,
                            const struct fpk_grid *out, size_t j)
{
    double n = (double)grid->n;
    if (j == 0 || j == out->n)
        return j ? n : 0;
    if (mesh->coordinate.kind == FPK_COORDINATE_LINEAR)
        return (double)j * (n / (double)out->n);
    double u = fpk_coordinate_u(&mesh->coordinate, fpk_grid_face(out, j));
    return fmin(fmax((u - grid->a) / fpk_grid_width(grid), 0), n);
}

void fpk_reconstruct_field(const struct fpk_field *field, const struct fpk_mesh *mesh,
                           const struct fpk_grid *out, double *average)
{
    double ratio = fpk_grid_width(&field->grid) / fpk_grid_width(out), left = 0;
    bool ring = fpk_ends_ring(mesh->ends);
    size_t cell = 0, n = field->grid.n;
    for (size_t j = 0; j < out->n; j++) {
        double u = face_in_cells(&field->grid, mesh, out, j + 1);
        size_t next = u >= (double)n ? n : (size_t)u;
        double offset = next == n ? 0 : u - (double)next;
        double right = next == n ? 0 : part(field, ring, next, offset), sum = right - left;
        for (size_t i = cell; i < next; i++)
            sum += field->value[i];
        average[j] = sum * ratio;
        cell = next;
        left = right;
    }
}

void fpk_reconstruct_faces(const struct fpk_grid *grid, const double *value,
                           const struct fpk_mesh *mesh, const struct fpk_grid *out, double *at)
{
    long n = (long)grid->n, width = n < FACES - 1 ? n : FACES - 1;
    bool ring = fpk_ends_ring(mesh->ends);
    for (size_t j = 0; j <= out->n; j++) {
        double v = face_in_cells(grid, mesh, out, j), near[FACES];
        long cell = (long)floor(v), first = stencil(cell < n ? cell : n - 1, n, width, ring);
        for (long m = 0; m <= width; m++) {
            long i = first + m;
            near[m] = value[i < 0 ? i + n : i > n ? i - n : i];
        }
        at[j] = lagrange((size_t)width + 1, near, v - (double)first);
    }
}

void fpk_field_moments(const struct fpk_field *field, const struct fpk_mesh *mesh,
                       double moments[3])
{
    const struct fpk_grid *grid = &field->grid;
    const struct fpk_coordinate *c = &mesh->coordinate;
    double h = fpk_grid_width(grid), u, x;
    bool linear = c->kind == FPK_COORDINATE_LINEAR;
    struct fpk_sum mass = {0}, mean = {0}, square = {0};
    for (size_t i = 0; i < grid->n; i++) {
        u = fpk_grid_centre(grid, i);
        fpk_coordinate_x(c, 1, &u, &x, NULL);
        fpk_sum_add(&mass, field->value[i]);
        fpk_sum_add(&mean, field->value[i] * x);
    }
    moments[0] = fpk_sum_value(&mean) / fpk_sum_value(&mass);
    for (size_t i = 0; i < grid->n; i++) {
        u = fpk_grid_centre(grid, i);
        fpk_coordinate_x(c, 1, &u, &x, NULL);
        double d = x - moments[0];
        fpk_sum_add(&square, field->value[i] * d * d);
    }
    moments[1] = fpk_sum_value(&square) / fpk_sum_value(&mass) - (linear ? h * h / 12 : 0);
    moments[2] = fpk_sum_value(&mass) * h;
}
