/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grid: n equal cells on [a, b]; field: one number per cell at one time.
 *
 * Cell i is [a + i h, a + (i+1) h], h = (b - a)/n. A density field holds cell AVERAGES, so that
 * sum_i p_i h is the mass exactly. */
#ifndef FPK_BASE_GRID_H
#define FPK_BASE_GRID_H

#include "fpk/base/status.h"

#include <stddef.h>

struct fpk_grid {
    double a, b; /* ends of the domain, a < b */
    size_t n;    /* cells, at least 2 */
};

/* Refuses a >= b, ends that are not finite, n < 2. */
enum fpk_status fpk_grid_init(struct fpk_grid *grid, double a, double b, size_t n) FPK_MUST_USE;

/* Cell width h; face i = a + i h for i = 0..n (the last face is b exactly); centre of cell i. */
double fpk_grid_width(const struct fpk_grid *grid);
double fpk_grid_face(const struct fpk_grid *grid, size_t i);
double fpk_grid_centre(const struct fpk_grid *grid, size_t i);

struct fpk_field {
    struct fpk_grid grid;
    double t;      /* the time that it belongs to */
    double *value; /* [grid.n], cell averages; owned */
};

enum fpk_status fpk_field_init(struct fpk_field *field, struct fpk_grid grid) FPK_MUST_USE;
void fpk_field_clear(struct fpk_field *field);

/* sum_i value_i h, summed in index order with compensation. */
double fpk_field_mass(const struct fpk_field *field);

/* Smallest value. */
double fpk_field_min(const struct fpk_field *field);

#endif
