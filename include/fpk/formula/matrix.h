/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matrix of formulas: how an equation in several dimensions is written.
 *
 *     matrix  = row { ; row }          "y; x - x^3 - 0.1*y" is a column of two
 *     row     = formula { , formula }  "0.7, 0; 0, 1" is 2 by 2
 *
 * Commas between the arguments of a function separate nothing here. */
#ifndef FPK_FORMULA_MATRIX_H
#define FPK_FORMULA_MATRIX_H

#include "fpk/base/status.h"
#include "fpk/formula/formula.h"

#include <stddef.h>

#define FPK_FORMULA_COLUMNS 8

struct fpk_formula_matrix {
    size_t rows, columns;
    struct fpk_formula *entry[FPK_FORMULA_DIM * FPK_FORMULA_COLUMNS]; /* [rows][columns]; owned */
};

/* *out <- the formulas of `text`, 1 to 3 rows of 1 to 8 columns, each in `dim` dimensions; dim = 0:
 * in as many as there are rows. FPK_USAGE, its position counted in the whole text, as
 * fpk_formula_new, and when rows have different lengths, an entry is empty, or there are too many:
 * *out is then zeroed. */
enum fpk_status fpk_formula_matrix_init(struct fpk_formula_matrix *out, const char *text,
                                        const char *parameters, size_t dim) FPK_MUST_USE;

/* Releases the formulas; safe on a zeroed struct. */
void fpk_formula_matrix_clear(struct fpk_formula_matrix *matrix);

#endif
