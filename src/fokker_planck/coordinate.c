/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/coordinate.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

enum fpk_status fpk_coordinate_check(const struct fpk_coordinate *c, double a, double b)
{
    if (c->kind == FPK_COORDINATE_LINEAR)
        return FPK_OK;
    FPK_CHECK(isfinite(c->origin) && isfinite(c->width) && c->width != 0, FPK_USAGE,
              "the mesh needs a finite origin and a width other than 0, but got %.6g and %.6g",
              c->origin, c->width);
    if (c->kind == FPK_COORDINATE_GRADED) {
        FPK_CHECK(c->width > 0, FPK_USAGE, "the width of a graded mesh must be positive, not %.6g",
                  c->width);
        return FPK_OK;
    }
    FPK_CHECK(c->width > 0 ? a > c->origin : b < c->origin, FPK_USAGE,
              "a logarithmic mesh cannot reach its origin %.6g, and the domain is [%.6g, %.6g]: "
              "move that end off the origin",
              c->origin, a, b);
    return FPK_OK;
}

/* n <= FPK_BLOCK */
static void block(const struct fpk_coordinate *c, size_t n, const double *u, double *x,
                  double *stretch)
{
    double v[FPK_BLOCK], slope[FPK_BLOCK];
    if (c->kind == FPK_COORDINATE_LOG) {
        double sign = c->width > 0 ? 1 : -1;
        for (size_t i = 0; i < n; i++)
            v[i] = sign * u[i];
        fpk_exp_block(n, v, v);
        for (size_t i = 0; i < n; i++)
            slope[i] = v[i];
    } else {
        fpk_cosh_block(n, u, slope);
        fpk_sinh_block(n, u, v);
    }
    for (size_t i = 0; x && i < n; i++)
        x[i] = c->origin + c->width * v[i];
    for (size_t i = 0; stretch && i < n; i++)
        stretch[i] = fabs(c->width) * slope[i];
}

void fpk_coordinate_x(const struct fpk_coordinate *c, size_t n, const double *u, double *x,
                      double *stretch)
{
    if (c->kind == FPK_COORDINATE_LINEAR) {
        for (size_t i = 0; i < n; i++) {
            if (x)
                x[i] = u[i];
            if (stretch)
                stretch[i] = 1;
        }
        return;
    }
    for (size_t first = 0; first < n; first += FPK_BLOCK) {
        size_t m = n - first < FPK_BLOCK ? n - first : FPK_BLOCK;
        block(c, m, u + first, x ? x + first : NULL, stretch ? stretch + first : NULL);
    }
}

double fpk_coordinate_u(const struct fpk_coordinate *c, double x)
{
    double v = (x - c->origin) / c->width;
    switch (c->kind) {
    case FPK_COORDINATE_LINEAR:
        return x;
    case FPK_COORDINATE_LOG:
        if (!(v > 0))
            return c->width > 0 ? -INFINITY : INFINITY;
        return c->width > 0 ? fpk_log(v) : -fpk_log(v);
    case FPK_COORDINATE_GRADED:
        return fpk_asinh(v);
    }
    return x;
}
