/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/elementary.h"
#include "fpk/schedule/schedule.h"

#include <math.h>

struct fpk_process fpk_process_vp_linear(void)
{
    return (struct fpk_process){.kind = FPK_VP, .low = 0.1, .high = 20.0};
}

enum fpk_status fpk_process_check(const struct fpk_process *process)
{
    double low = process->low, high = process->high;
    FPK_CHECK(isfinite(low) && isfinite(high), FPK_USAGE,
              "process: its two ends %g and %g must be finite", low, high);
    if (process->kind == FPK_VE)
        FPK_CHECK(low > 0 && low < high, FPK_USAGE,
                  "VE process: sigma must grow from low > 0, got sigma(0) = %g, sigma(1) = %g", low,
                  high);
    else
        FPK_CHECK(low >= 0 && low <= high && high > 0, FPK_USAGE,
                  "VP process: beta must satisfy 0 <= beta(0) <= beta(1), got %g and %g", low,
                  high);
    return FPK_OK;
}

/* log of sigma(1)/sigma(0) of an exploding process. */
static double growth(const struct fpk_process *process)
{
    return fpk_log(process->high / process->low);
}

static double vp_beta(const struct fpk_process *process, double t)
{
    return process->low + (process->high - process->low) * t;
}

double fpk_process_shrink(const struct fpk_process *process, double t)
{
    return process->kind == FPK_VP ? 0.5 * vp_beta(process, t) : 0.0;
}

double fpk_process_g2(const struct fpk_process *process, double t)
{
    if (process->kind == FPK_VP)
        return vp_beta(process, t);
    double k = growth(process); /* d sigma^2/dt */
    return 2 * k * process->low * process->low * fpk_exp(2 * k * t);
}

struct fpk_level fpk_process_level(const struct fpk_process *process, double t)
{
    return fpk_process_between(process, 0, t);
}

struct fpk_level fpk_process_between(const struct fpk_process *process, double s, double t)
{
    if (process->kind == FPK_VP) {
        /* integral of beta over [s, t], by its value in the middle: exact for a linear beta */
        double b = (t - s) * vp_beta(process, 0.5 * (s + t));
        return (struct fpk_level){
            .alpha = fpk_exp(-0.5 * b), .sigma = sqrt(-fpk_expm1(-b)), .t = t};
    }
    double k = growth(process);
    double at_s = process->low * fpk_exp(k * s); /* sigma(s) */
    return (struct fpk_level){.alpha = 1, .sigma = at_s * sqrt(fpk_expm1(2 * k * (t - s))), .t = t};
}
