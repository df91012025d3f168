/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points: n particles in R^dim, the noun in which particle methods meet everything else.
 *
 * Storage is blocked so that a block goes straight into a callback: block b holds the points
 * b*FPK_BLOCK ... and starts at x + b*FPK_BLOCK*dim; inside it is component-major [dim][m], m the
 * block's own number of points (FPK_BLOCK but for the last). For dim = 1 this is a flat array. */
#ifndef FPK_BASE_POINTS_H
#define FPK_BASE_POINTS_H

#include "fpk/base/block.h"
#include "fpk/base/status.h"

struct fpk_points {
    size_t n;   /* number of points */
    size_t dim; /* components of each */
    double *x;  /* n * dim doubles, blocked as above; owned */
};

/* Makes room for n points, all zero. Cleared by fpk_points_clear. */
enum fpk_status fpk_points_init(struct fpk_points *points, size_t n, size_t dim) FPK_MUST_USE;
void fpk_points_clear(struct fpk_points *points);

/* Number of blocks, and the number of points in block b. */
size_t fpk_points_blocks(const struct fpk_points *points);
size_t fpk_points_block_size(const struct fpk_points *points, size_t b);

/* Block b: shape [dim][fpk_points_block_size(b)], borrowed. */
double *fpk_points_block(const struct fpk_points *points, size_t b);

/* Component d of point i. */
double fpk_points_get(const struct fpk_points *points, size_t i, size_t d);
void fpk_points_set(struct fpk_points *points, size_t i, size_t d, double value);

/* To and from the layout of files, row-major [n][dim]. */
void fpk_points_to_rows(const struct fpk_points *points, double *rows);
void fpk_points_from_rows(struct fpk_points *points, const double *rows);

#endif
