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
    if (process->kind == FPK_VE || process->kind == FPK_EDM)
        FPK_CHECK(low > 0 && low < high, FPK_USAGE,
                  "%s process: sigma must grow from low > 0, got least sigma = %g, largest sigma = "
                  "%g",
                  process->kind == FPK_VE ? "VE" : "EDM", low, high);
    else if (process->kind != FPK_FLOW)
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

const char *fpk_process_name(enum fpk_process_kind kind)
{
    switch (kind) {
    case FPK_VP:
        return "vp";
    case FPK_VE:
        return "ve";
    case FPK_SUB_VP:
        return "sub-vp";
    case FPK_EDM:
        return "edm";
    case FPK_FLOW:
        break;
    }
    return "flow";
}

double fpk_process_end(const struct fpk_process *process)
{
    return process->kind == FPK_EDM ? process->high : 1;
}

double fpk_process_shrink(const struct fpk_process *process, double t)
{
    switch (process->kind) {
    case FPK_VP:
    case FPK_SUB_VP:
        return 0.5 * vp_beta(process, t);
    case FPK_FLOW:
        return 1 / (1 - t);
    case FPK_VE:
    case FPK_EDM:
        break;
    }
    return 0;
}

/* d sigma^2/dt + 2 b sigma^2. */
double fpk_process_g2(const struct fpk_process *process, double t)
{
    double k;
    switch (process->kind) {
    case FPK_VP:
        return vp_beta(process, t);
    case FPK_SUB_VP:
        return vp_beta(process, t) * -fpk_expm1(-2 * vp_between(process, 0, t));
    case FPK_VE:
        k = growth(process);
        return 2 * k * process->low * process->low * fpk_exp(2 * k * t);
    case FPK_EDM:
        return 2 * t;
    case FPK_FLOW:
        break;
    }
    return 2 * t / (1 - t);
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

static struct fpk_level preserving_between(const struct fpk_process *process, double s, double t)
{
    double b = vp_between(process, s, t), u = -fpk_expm1(-b);
    double sigma = process->kind == FPK_VP ? sqrt(u) : sub_vp_sigma(process, s, u);
    return (struct fpk_level){.alpha = fpk_exp(-0.5 * b), .sigma = sigma, .t = t};
}

static double ve_between(const struct fpk_process *process, double s, double t)
{
    double k = growth(process);
    double at_s = process->low * fpk_exp(k * s); /* sigma(s) */
    return at_s * sqrt(fpk_expm1(2 * k * (t - s)));
}

/* sigma^2 = t^2 - alpha^2 s^2 as a product, alpha = (1 - t)/(1 - s). */
static struct fpk_level flow_between(double s, double t)
{
    double alpha = (1 - t) / (1 - s);
    double sigma = s == 0 ? t : sqrt((t - s) / (1 - s) * (t + alpha * s));
    return (struct fpk_level){.alpha = alpha, .sigma = sigma, .t = t};
}

struct fpk_level fpk_process_between(const struct fpk_process *process, double s, double t)
{
    switch (process->kind) {
    case FPK_VE:
        return (struct fpk_level){.alpha = 1, .sigma = ve_between(process, s, t), .t = t};
    case FPK_EDM:
        return (struct fpk_level){
            .alpha = 1, .sigma = s == 0 ? t : sqrt((t - s) * (t + s)), .t = t};
    case FPK_FLOW:
        return flow_between(s, t);
    case FPK_VP:
    case FPK_SUB_VP:
        break;
    }
    return preserving_between(process, s, t);
}

double fpk_process_time(const struct fpk_process *process, double ratio)
{
    double low = process->low, rise = process->high - low, scaled, B;
    switch (process->kind) {
    case FPK_EDM:
        return ratio;
    case FPK_FLOW:
        return ratio / (1 + ratio);
    case FPK_VE:
        scaled = ratio / low;
        return fpk_log1p(scaled * scaled) / (2 * growth(process));
    case FPK_VP:
        B = fpk_log1p(ratio * ratio);
        break;
    default:
        B = 2 * fpk_asinh(0.5 * ratio);
        break;
    }
    /* low t + rise t^2/2 = B, the root that does not cancel */
    return B > 0 ? 2 * B / (low + sqrt(low * low + 2 * rise * B)) : 0;
}
