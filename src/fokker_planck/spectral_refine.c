/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

#define ROUNDED 10.0 /* a change below so many times the floor is rounding's */

/* Takes each number of the new order, unless it differs by rounding alone and the one before had
 * less of it: then the distance still counts. (Where it differs by more, the new one is nearer
 * however large the change: the small change of an order before was chance. An infinite floor says
 * that rounding has left no digit, at the orders before neither.) */
static bool keep(size_t n, const double *now, const double *before, const double *floor,
                 double *value, double *error)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        double change = fabs(now[i] - before[i]), bound = change + floor[i];
        if (isfinite(bound) && change <= ROUNDED * floor[i] && bound >= error[i]) {
            error[i] = fmax(error[i], fabs(now[i] - value[i]));
            continue;
        }
        value[i] = now[i];
        error[i] = isfinite(bound) ? bound : INFINITY;
        any = true;
    }
    return any;
}

static bool settled(size_t n, double tolerance, const double *error, const double *scale)
{
    for (size_t i = 0; i < n; i++)
        if (!(error[i] <= tolerance * scale[i]))
            return false;
    return true;
}

enum fpk_status fpk_spectral_refine(size_t first, size_t most, double tolerance, size_t n,
                                    fpk_spectral_level_fn *level, void *ctx, double *value,
                                    double *error, size_t *order, bool *converged)
{
    double *room = NULL;
    enum fpk_status status;
    *converged = false;
    *order = first;
    FPK_TRY(fpk_allocate(&room, 4 * n));
    double *now = room, *before = room + n, *floor = room + 2 * n, *scale = room + 3 * n;
    for (size_t i = 0; i < n; i++)
        before[i] = error[i] = INFINITY;
    for (size_t k = first; k <= most && !*converged; k *= 2) {
        FPK_TRY_DONE(status, level(k, ctx, now, floor, scale));
        if (keep(n, now, before, floor, value, error))
            *order = k;
        *converged = settled(n, tolerance, error, scale);
        for (size_t i = 0; i < n; i++)
            before[i] = now[i];
    }
done:
    fpk_release(&room);
    return status;
}
