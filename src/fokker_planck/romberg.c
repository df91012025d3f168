/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <string.h>

enum fpk_status fpk_romberg_init(struct fpk_romberg *r, size_t n, size_t n_scalar, unsigned first,
                                 unsigned by)
{
    *r = (struct fpk_romberg){.n = n, .n_scalar = n_scalar, .first = first, .by = by};
    enum fpk_status status;
    for (size_t j = 0; j < FPK_COLUMNS; j++) {
        FPK_TRY_DONE(status, fpk_allocate(&r->row[j], n));
        FPK_TRY_DONE(status, fpk_allocate(&r->old[j], n));
    }
    FPK_TRY_DONE(status, fpk_allocate(&r->step, n));
    FPK_TRY_DONE(status, fpk_allocate(&r->error, n));
    return FPK_OK;
done:
    fpk_romberg_clear(r);
    return status;
}

void fpk_romberg_clear(struct fpk_romberg *r)
{
    for (size_t j = 0; j < FPK_COLUMNS; j++) {
        fpk_release(&r->row[j]);
        fpk_release(&r->old[j]);
    }
    fpk_release(&r->step);
    fpk_release(&r->error);
}

double *fpk_romberg_slot(struct fpk_romberg *r)
{
    for (size_t j = 0; j < FPK_COLUMNS; j++) {
        double *row = r->row[j];
        r->row[j] = r->old[j];
        r->old[j] = row;
    }
    return r->row[0];
}

/* Column of the best extrapolant when `level` rows are there. */
static size_t last_column(size_t level)
{
    return level < FPK_COLUMNS ? level - 1 : FPK_COLUMNS - 1;
}

void fpk_romberg_add(struct fpk_romberg *r)
{
    r->level++;
    for (unsigned j = 1; j <= last_column(r->level); j++) {
        double gain = 1 / (ldexp(1, (int)(r->first + r->by * (j - 1))) - 1);
        for (size_t i = 0; i < r->n; i++)
            r->row[j][i] = r->row[j - 1][i] + gain * (r->row[j - 1][i] - r->old[j - 1][i]);
    }
    const double *best = r->row[last_column(r->level)];
    const double *last = r->level > 1 ? r->old[last_column(r->level - 1)] : best;
    for (size_t i = 0; i < r->n; i++) {
        double step = fabs(best[i] - last[i]);
        r->error[i] = fmax(step, r->step[i] / 16);
        r->step[i] = step;
    }
    r->change_before = r->change;
    double sum = 0;
    for (size_t i = 0; r->level > 1 && i < r->n_scalar; i++) {
        double d = r->row[0][i] - r->old[0][i];
        sum += isfinite(d) ? d * d : 0; /* what a level has no number for is no change */
    }
    r->change = sqrt(sum);
}

double fpk_romberg_best(const struct fpk_romberg *r, size_t i)
{
    return r->row[last_column(r->level)][i];
}

double fpk_romberg_error(const struct fpk_romberg *r, size_t i)
{
    return r->level < 2 ? INFINITY : r->error[i];
}

double fpk_romberg_order(const struct fpk_romberg *r)
{
    return r->change > 0 && r->change_before > 0
               ? fpk_log(r->change_before / r->change) / fpk_log(2)
               : NAN;
}
