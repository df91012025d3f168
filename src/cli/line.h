/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line: a 1-D equation between two ends on a mesh, as the options of `fpk solve` say it; every
 * question that this verb answers is put to one. */
#ifndef FPK_CLI_LINE_H
#define FPK_CLI_LINE_H

#include "answer.h"

#include "fpk/fokker_planck/boundary.h"
#include "fpk/fokker_planck/coordinate.h"
#include "fpk/model/model.h"

#include <stdbool.h>

extern const struct fpk_table fpk_table_line; /* --domain --boundary --mesh --tolerance --oracle */

struct fpk_line {
    struct fpk_model given;    /* as written */
    struct fpk_conversion ito; /* the same in Ito's reading: what is solved */
    double a, b;               /* -inf, inf where an end is to be chosen */
    struct fpk_ends ends;
    struct fpk_coordinate coordinate;
    double tolerance;
    bool oracle;
};

/* Reads the options. FPK_USAGE in a sentence when the equation has more than one dimension, cannot
 * be read in Ito's way, or the ends and the mesh make no sense. Not to be copied or moved; free
 * with _clear. */
enum fpk_status fpk_line_init(struct fpk_line *line, const struct fpk_values *values) FPK_MUST_USE;
void fpk_line_clear(struct fpk_line *line);

/* a and b as the solvers take them: both given, or 0 and 0 when both are to be chosen. FPK_USAGE,
 * beginning with `what`, when only one is given. */
enum fpk_status fpk_line_ends(const struct fpk_line *line, const char *what, double *a,
                              double *b) FPK_MUST_USE;

/* "convention": how the equation was read. */
void fpk_line_answer(const struct fpk_line *line, struct fpk_answer *answer);

/* "FROM:TO", the value of option `name`. */
enum fpk_status fpk_line_pair(const struct fpk_values *values, const char *name, double *from,
                              double *to) FPK_MUST_USE;

#endif
