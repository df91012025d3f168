/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spline: the cubic spline of a row of a table, as values and slopes at its points. */
#ifndef FPK_SCORE_SPLINE_PRIV_H
#define FPK_SCORE_SPLINE_PRIV_H

#include "fpk/base/status.h"

#include <stddef.h>

#define FPK_SPLINE_LEAST 4 /* points */

struct fpk_spline {
    size_t n;                     /* points in use */
    double *x, *value, *slope;    /* [room]; owned, as is the next */
    double *lower, *diag, *upper; /* [room], of the equations for the slopes */
};

enum fpk_status fpk_spline_init(struct fpk_spline *spline, size_t room) FPK_MUST_USE;
void fpk_spline_clear(struct fpk_spline *spline);

/* slope [n] from x and value [n], n >= FPK_SPLINE_LEAST: second derivatives continuous at every
 * point, third ones too at the second and the last but one (not-a-knot). */
void fpk_spline_fit(struct fpk_spline *spline);

/* out, out_x [m] (either may be NULL) <- value and derivative at `at` [m] of the cubics with these
 * values and slopes [n] at x, and of straight lines outside x; exact at the points. */
void fpk_spline_read(size_t n, const double *x, const double *value, const double *slope, size_t m,
                     const double *at, double *out, double *out_x);

#endif
