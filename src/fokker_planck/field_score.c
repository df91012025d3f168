/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/score.h"

#include "fpk/numeric/log_density.h"

enum fpk_status fpk_field_score(const struct fpk_field *field, double floor, double *log_p,
                                double *score, unsigned char *masked)
{
    enum fpk_status status = fpk_log_density(field->grid.n, fpk_grid_width(&field->grid),
                                             field->value, floor, log_p, score, masked);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "the field at t = %g", field->t);
}
