/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coordinate: a smooth variable u in which the cells of a mesh are equal.
 *
 *     linear   x = u
 *     log      x = origin + width e^u      width > 0: cells grow with the distance from origin;
 *              x = origin + width e^-u     width < 0: the half line below it
 *     graded   x = origin + width sinh u   width > 0: cells are finest at origin, width du there,
 *                                          and grow with the distance beyond `width`
 *
 * A mesh in x is an equal grid in u. Because x(u) is smooth, errors stay power series in du and
 * extrapolate as on equal cells. A density in u is q = p dx/du: q du is the mass of a cell. */
#ifndef FPK_FOKKER_PLANCK_COORDINATE_H
#define FPK_FOKKER_PLANCK_COORDINATE_H

#include "fpk/base/status.h"

#include <stddef.h>

enum fpk_coordinate_kind { FPK_COORDINATE_LINEAR, FPK_COORDINATE_LOG, FPK_COORDINATE_GRADED };

/* Plain; zero is x = u. */
struct fpk_coordinate {
    enum fpk_coordinate_kind kind;
    double origin, width;
};

/* FPK_USAGE when width has the wrong sign, or a log mesh is to reach its origin in [a, b]. */
enum fpk_status fpk_coordinate_check(const struct fpk_coordinate *c, double a,
                                     double b) FPK_MUST_USE;

/* x [n] <- x(u), stretch [n] <- dx/du > 0; each may be NULL, neither is u. Same bits everywhere. */
void fpk_coordinate_x(const struct fpk_coordinate *c, size_t n, const double *u, double *x,
                      double *stretch);
/* u of one x; -inf or inf beyond a log mesh's origin. */
double fpk_coordinate_u(const struct fpk_coordinate *c, double x);

#endif
