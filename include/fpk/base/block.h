/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Block: the one shape in which functions of (t, x) are called.
 *
 * A callback sees n <= FPK_BLOCK points at once, component-major:
 *     x[d * n + i] is component d of point i,  0 <= i < n,  0 <= d < dim.
 * Blocks are what make the lab fast: the loop over i is inside the callback and vectorises. */
#ifndef FPK_BASE_BLOCK_H
#define FPK_BASE_BLOCK_H

#include <stddef.h>

#define FPK_BLOCK 1024 /* largest number of points in one call */

#define FPK_PI 3.14159265358979323846

/* out <- f(t, x). Shapes: x [dim][n]; a vector function writes out [dim][n], a diffusion matrix
 * out [dim][noise][n], a Jacobian out [dim][dim][n] (row = component of f). `out` is never `x`.
 * A callback never allocates and never fails; a value that does not exist is NaN or infinite and
 * the caller's check for finite numbers reports it. It is pure: several threads call it at once. */
typedef void fpk_block_fn(double t, size_t n, const double *x, double *out, const void *ctx);

#endif
