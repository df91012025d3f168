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
                  "%s process: beta must satisfy 0 <= beta(0) <= beta(1), got %g and %g",
                  process->kind == FPK_VP ? "VP" : "sub-VP", low, high);
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

/* Integral of beta over [s, t], by its value in the middle: exact for a linear beta. */
static double vp_between(const struct fpk_process *process, double s, double t)
{
    return (t - s) * vp_beta(process, 0.5 * (s + t));
}

double fpk_process_shrink(const struct fpk_process *process, double t)
{
    return process->kind == FPK_VE ? 0.0 : 0.5 * vp_beta(process, t);
}

double fpk_process_g2(const struct fpk_process *process, double t)
{
    if (process->kind == FPK_VP)
        return vp_beta(process, t);
    if (process->kind == FPK_SUB_VP)
        return vp_beta(process, t) * -fpk_expm1(-2 * vp_between(process, 0, t));
    double k = growth(process); /* d sigma^2/dt */
    return 2 * k * process->low * process->low * fpk_exp(2 * k * t);
}

struct fpk_level fpk_process_level(const struct fpk_process *process, double t)
{
    return fpk_process_between(process, 0, t);
}

/* sigma of X_t given X_s: with E_t = 1 - e^{-B(t)}, the standard deviation at t from clean data,
 * and u = 1 - e^{-(B(t) - B(s))}, the variance E_t^2 - (1 - u) E_s^2 as a sum of positive terms. */
static double sub_vp_sigma(const struct fpk_process *process, double s, double u)
{
    double e = -fpk_expm1(-vp_between(process, 0, s));
    return sqrt(u * (u + (1 - u) * e * (2 - e)));
}

struct fpk_level fpk_process_between(const struct fpk_process *process, double s, double t)
{
    if (process->kind != FPK_VE) {
        double b = vp_between(process, s, t), u = -fpk_expm1(-b);
        double sigma = process->kind == FPK_VP ? sqrt(u) : sub_vp_sigma(process, s, u);
        return (struct fpk_level){.alpha = fpk_exp(-0.5 * b), .sigma = sigma, .t = t};
    }
    double k = growth(process);
    double at_s = process->low * fpk_exp(k * s); /* sigma(s) */
    return (struct fpk_level){.alpha = 1, .sigma = at_s * sqrt(fpk_expm1(2 * k * (t - s))), .t = t};
}
