/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FPK_NUMERIC_ELEMENTARY_PRIV_H
#define FPK_NUMERIC_ELEMENTARY_PRIV_H

#include <stddef.h>

/* out[i] <- f(x[i]): the block form of a function that has no kernel. */
void fpk_each(double (*f)(double), size_t n, const double *x, double *out);

#endif
