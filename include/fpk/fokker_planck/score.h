/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score of a field: log p and d log p/dx at the centres of a density's cells, where it is to be
 * trusted; what a table of the score layer (fpk/score/table.h) is made of. */
#ifndef FPK_FOKKER_PLANCK_SCORE_H
#define FPK_FOKKER_PLANCK_SCORE_H

#include "fpk/base/grid.h"
#include "fpk/fokker_planck/coordinate.h"

/* log_p, score, masked [field->grid.n] at the centres: x itself, or, with a coordinate (NULL:
 * none), where u is at its centre, the field being q = p dx/du on cells equal in u. Order 6 for the
 * score, 8 for log p; NaN and masked = 1 where p is not above `floor` (a density in x; 0: 1e-12 of
 * the largest) or in a run of fewer than five cells that are. A field that was solved to an error e
 * wants a floor of 100 e or more, where log p is good to one part in 100. Failures are those of
 * fpk_log_density (fpk/numeric/log_density.h), with the field's time. */
enum fpk_status fpk_field_score(const struct fpk_field *field,
                                const struct fpk_coordinate *coordinate, double floor,
                                double *log_p, double *score, unsigned char *masked) FPK_MUST_USE;

#endif
