/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With q = p x', x' = dx/du:  log p = log q - log x',  d log p/dx = (d log q/du - x''/x')/x'. For
 * every coordinate that is not linear x''/x' = (x - origin)/x'. */
#include "fpk/fokker_planck/score.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/log_density.h"

#include <float.h>
#include <math.h>

/* trusted <- q where p = q/x' is above the floor, 0 elsewhere. */
static void drop(size_t n, const double *q, const double *stretch, double floor, double *trusted)
{
    double top = 0;
    for (size_t i = 0; i < n; i++)
        top = fmax(top, q[i] / stretch[i]);
    if (floor == 0)
        floor = FPK_LOG_DENSITY_FLOOR * top;
    for (size_t i = 0; i < n; i++)
        trusted[i] = q[i] <= floor * stretch[i] ? 0 : q[i]; /* NaN stays, and is reported */
}

static enum fpk_status in_coordinate(const struct fpk_field *field, const struct fpk_coordinate *c,
                                     double floor, double *log_p, double *score,
                                     unsigned char *masked)
{
    size_t n = field->grid.n;
    double *u = NULL, *x, *stretch, *q;
    FPK_TRY(fpk_allocate(&u, 4 * n));
    x = u + n;
    stretch = x + n;
    q = stretch + n;
    for (size_t i = 0; i < n; i++)
        u[i] = fpk_grid_centre(&field->grid, i);
    fpk_coordinate_x(c, n, u, x, stretch);
    drop(n, field->value, stretch, floor, q);
    enum fpk_status status =
        fpk_log_density(n, fpk_grid_width(&field->grid), q, DBL_MIN, log_p, score, masked);
    for (size_t i = 0; i < n && status == FPK_OK; i++) {
        double bend = c->kind == FPK_COORDINATE_LINEAR ? 0 : (x[i] - c->origin) / stretch[i];
        log_p[i] -= fpk_log(stretch[i]);
        score[i] = (score[i] - bend) / stretch[i];
    }
    fpk_release(&u);
    return status;
}

enum fpk_status fpk_field_score(const struct fpk_field *field,
                                const struct fpk_coordinate *coordinate, double floor,
                                double *log_p, double *score, unsigned char *masked)
{
    enum fpk_status status = coordinate
                                 ? in_coordinate(field, coordinate, floor, log_p, score, masked)
                                 : fpk_log_density(field->grid.n, fpk_grid_width(&field->grid),
                                                   field->value, floor, log_p, score, masked);
    return status == FPK_OK ? FPK_OK : fpk_fail_context(status, "the field at t = %g", field->t);
}
