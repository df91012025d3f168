/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pack: several formulas of the same coordinates as one function, in which what they share is
 * computed once. Both rows of a gradient contain the same exponentials. */
#ifndef FPK_FORMULA_PACK_H
#define FPK_FORMULA_PACK_H

#include "fpk/base/status.h"
#include "fpk/formula/formula.h"

#include <stddef.h>

struct fpk_formula_pack; /* immutable once made: any number of threads may evaluate it */

/* *out <- the n = 1 to 72 formulas, which are not kept; owned by the caller, NULL after a failure.
 * FPK_USAGE when their dimensions differ, or together they are beyond the limits of a program. */
enum fpk_status fpk_formula_pack_new(struct fpk_formula_pack **out, size_t n,
                                     const struct fpk_formula *const *formula) FPK_MUST_USE;

/* NULL-safe; nulls the pointer. */
void fpk_formula_pack_free(struct fpk_formula_pack **pack);

/* An fpk_block_fn with ctx = the pack: out [formulas][n]. Bit for bit what fpk_formula_eval gives
 * one after the other. */
void fpk_formula_pack_eval(double t, size_t n, const double *x, double *out, const void *pack);

#endif
