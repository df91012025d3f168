/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Root: x with f(x) = 0 between a and b where f changes sign. */
#ifndef FPK_NUMERIC_ROOT_H
#define FPK_NUMERIC_ROOT_H

#include "fpk/base/status.h"

typedef double fpk_real_fn(double x, const void *ctx);

/* *root <- a zero of f in [a, b] (either order), to within tol + 2^-52 |root| absolute; tol >= 0,
 * and 0 means: as close as doubles allow. f(a) or f(b) may be 0. Inverse quadratic interpolation
 * guarded by bisection: never more than about 3 times the bisections for the same bracket, usually
 * 5 to 10 calls. FPK_NUMERIC when f is not finite somewhere it was asked, or does not change sign.
 * `what` names the quantity in the sentence.
 *
 * Chandrupatla 1997, "A new hybrid quadratic/bisection algorithm for finding the zero of a
 * nonlinear function without using derivatives", doi:10.1016/S0965-9978(96)00051-8. */
enum fpk_status fpk_root_find(const char *what, fpk_real_fn *f, const void *ctx, double a, double b,
                              double tol, double *root) FPK_MUST_USE;

#endif
