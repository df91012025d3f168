/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score of a field: log p and d log p/dx at the centres of a density's cells, where it is to be
 * trusted; what a table of the score layer (fpk/score/table.h) is made of. */
#ifndef FPK_FOKKER_PLANCK_SCORE_H
#define FPK_FOKKER_PLANCK_SCORE_H

#include "fpk/base/grid.h"

/* log_p, score, masked [field->grid.n]; any order of accuracy, floor and failure is that of
 * fpk_log_density (fpk/numeric/log_density.h): order 6 for the score, NaN and masked = 1 where the
 * cell average is not above `floor` (a density; 0: 1e-12 of the largest). A field that was solved
 * to an error e wants a floor of 100 e or more: there the score is good to one part in 100 h. */
enum fpk_status fpk_field_score(const struct fpk_field *field, double floor, double *log_p,
                                double *score, unsigned char *masked) FPK_MUST_USE;

#endif
