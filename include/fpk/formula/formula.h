/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formula: text such as "x - x^3 + a*sin(t)" as a function of t and a point (x), (x, y) or
 * (x, y, z), evaluated a block at a time, with its exact derivatives.
 *
 *     sum      = product { (+|-) product }        left to right
 *     product  = signed { (*|/) signed }          left to right
 *     signed   = (+|-) signed | power             -x^2 = -(x^2)
 *     power    = atom [ ^ signed ]                right-associative: 2^-3^2 = 2^(-(3^2))
 *     atom     = number | x | y | z | t | pi | parameter | function(arguments) | ( sum )
 *
 * Functions: exp expm1 log (ln) log1p log10 log2 sqrt abs sign step (heaviside) floor ceil sin cos
 * tan asin acos atan sinh cosh tanh erf erfc; pow(a,b) min(a,b) max(a,b); where(s,u,v) = u if
 * s > 0, else v. sign(0) = 0, step(0) = 1/2. There is no implicit multiplication. docs/formula.md
 * has the rules, the derivatives at kinks, and measured errors and speed. */
#ifndef FPK_FORMULA_FORMULA_H
#define FPK_FORMULA_FORMULA_H

#include "fpk/base/block.h"
#include "fpk/base/status.h"

#include <stdbool.h>

#define FPK_FORMULA_LENGTH     4096 /* most characters in a formula, or in a parameter list */
#define FPK_FORMULA_DEPTH      100  /* deepest nesting of parentheses, signs and powers */
#define FPK_FORMULA_PARAMETERS 64   /* largest number of named parameters */
#define FPK_FORMULA_DIM        3    /* most coordinates: x, y, z */

enum fpk_variable { FPK_X, FPK_Y, FPK_Z, FPK_T }; /* coordinate k is (enum fpk_variable)k */

struct fpk_formula; /* immutable once made: any number of threads may evaluate it */

/* *out <- the formula in `text`, with `parameters` ("a=1,b=2"; NULL or "": none) as numbers; owned
 * by the caller (fpk_formula_free), NULL after a failure. FPK_USAGE with the position (from 1) and
 * what was expected there; an unknown name is answered with the nearest one; also for a constant
 * part that is not finite ("1/0"), and beyond the limits above or those of a program (96 values
 * that wait at once, 1024 constants). Time linear in the length, 3 us for a short one. */
enum fpk_status fpk_formula_new(struct fpk_formula **out, const char *text,
                                const char *parameters) FPK_MUST_USE;

/* The same in dim = 1 to 3 dimensions: the first dim of x, y, z may be used, and no parameter may
 * bear their names. One that is beyond is an error that says so. */
enum fpk_status fpk_formula_new_in(struct fpk_formula **out, const char *text,
                                   const char *parameters, size_t dim) FPK_MUST_USE;

/* *out <- scale * d/d(variable) of `formula`, a formula of its own (so it can be derived again), in
 * as many dimensions; 0 for a coordinate beyond them. Exact rules of differentiation on the
 * expression, then simplified; almost everywhere for abs, sign, step, floor, ceil, min, max, where,
 * whose jumps contribute nothing. FPK_USAGE when it outgrows the limits. */
enum fpk_status fpk_formula_derivative(struct fpk_formula **out, const struct fpk_formula *formula,
                                       enum fpk_variable variable, double scale) FPK_MUST_USE;

/* NULL-safe; nulls the pointer. */
void fpk_formula_free(struct fpk_formula **formula);

/* An fpk_block_fn with ctx = the formula: out [n] <- formula(t, x), n <= FPK_BLOCK, x [dim][n]: in
 * two dimensions y is at x + n. out apart from x. The same bits on every CPU path and for any split
 * into blocks. Allocates nothing; about 40 kB of stack. */
void fpk_formula_eval(double t, size_t n, const double *x, double *out, const void *formula);

/* Does the simplified formula contain the variable, or any of x, y, z? ("0*x" does not.) */
bool fpk_formula_depends_on(const struct fpk_formula *formula, enum fpk_variable variable);
bool fpk_formula_depends_on_point(const struct fpk_formula *formula);

/* Is it free of abs, sign, step, floor, ceil, min, max, where? Then it is analytic wherever it is
 * finite, so that its derivatives say everything about it. */
bool fpk_formula_is_smooth(const struct fpk_formula *formula);

/* *dim <- the fewest dimensions in which `text` can be read: 3 when it names z, else 2 when it
 * names y, else 1, where neither is a parameter. FPK_USAGE for parameters that cannot be read. */
enum fpk_status fpk_formula_dim(size_t *dim, const char *text, const char *parameters) FPK_MUST_USE;

/* The simplified formula in the grammar above, numbers for parameters: reading it again gives the
 * same bits. One too large to print is "(N operations)". Borrowed from the formula. */
const char *fpk_formula_text(const struct fpk_formula *formula);

/* FPK_USAGE, naming it, when one of `parameters` is used by none of the n formulas, all of which
 * were read with these parameters: most often a typing error. */
enum fpk_status fpk_formula_check_used(const char *parameters,
                                       const struct fpk_formula *const *formulas,
                                       size_t n) FPK_MUST_USE;

#endif
