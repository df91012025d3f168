/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the methods of this layer share. */
#ifndef FPK_SDE_STEP_PRIV_H
#define FPK_SDE_STEP_PRIV_H

#include "fpk/sde/stepper.h"

/* Rows of FPK_BLOCK doubles that hold n doubles. */
static inline size_t fpk_sde_rows(size_t n)
{
    return (n + FPK_BLOCK - 1) / FPK_BLOCK;
}

/* f_x [n] <- f'(x), one dimension: drift_x where it is known, else central differences at
 * 2^-17 max(1, |x|), whose error h^2 f'''/6 and rounding eps/h are both near 1e-11. */
void fpk_sde_slope(const struct fpk_model *model, double t, size_t n, const double *x, double *f_x);

#endif
