/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/grid.h"

#include "fpk/base/memory.h"

#include <math.h>

enum fpk_status fpk_grid_init(struct fpk_grid *grid, double a, double b, size_t n)
{
    FPK_CHECK(isfinite(a) && isfinite(b) && a < b && isfinite(b - a), FPK_USAGE,
              "a grid needs finite ends a < b and a finite width, but got a = %.17g, b = %.17g", a,
              b);
    FPK_CHECK(n >= 2, FPK_USAGE, "a grid needs at least 2 cells, but got %zu", n);
    *grid = (struct fpk_grid){.a = a, .b = b, .n = n};
    return FPK_OK;
}

double fpk_grid_width(const struct fpk_grid *grid)
{
    return (grid->b - grid->a) / (double)grid->n;
}

double fpk_grid_face(const struct fpk_grid *grid, size_t i)
{
    return i == grid->n ? grid->b : grid->a + (double)i * fpk_grid_width(grid);
}

double fpk_grid_centre(const struct fpk_grid *grid, size_t i)
{
    return grid->a + ((double)i + 0.5) * fpk_grid_width(grid);
}

enum fpk_status fpk_field_init(struct fpk_field *field, struct fpk_grid grid)
{
    *field = (struct fpk_field){.grid = grid};
    return fpk_allocate(&field->value, grid.n);
}

void fpk_field_clear(struct fpk_field *field)
{
    fpk_release(&field->value);
}

double fpk_field_mass(const struct fpk_field *field)
{
    /* Neumaier's compensated sum: the mass is asked to 1e-12 on 1e6 cells. */
    double sum = 0, lost = 0;
    for (size_t i = 0; i < field->grid.n; i++) {
        double v = field->value[i], next = sum + v;
        lost += fabs(sum) >= fabs(v) ? (sum - next) + v : (v - next) + sum;
        sum = next;
    }
    return (sum + lost) * fpk_grid_width(&field->grid);
}

double fpk_field_min(const struct fpk_field *field)
{
    double least = field->value[0];
    for (size_t i = 1; i < field->grid.n; i++)
        if (field->value[i] < least)
            least = field->value[i];
    return least;
}
