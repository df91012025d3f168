/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line through the points, and the rule by which a claim stands or falls. */
#include "convergence_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

const char *fpk_order_how_name(enum fpk_order_how how)
{
    static const char *const name[] = {"paths", "fine run", "moments", "grid", "differences"};
    return name[how];
}

struct fpk_line fpk_line_fit(size_t n, const double *h, const double *error, const double *weight)
{
    double x[FPK_CONVERGENCE_POINTS], y[FPK_CONVERGENCE_POINTS];
    double sum = 0, mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = fpk_log2(h[i]);
        y[i] = fpk_log2(error[i]);
        sum += weight[i];
        mean_x += weight[i] * x[i];
        mean_y += weight[i] * y[i];
    }
    mean_x /= sum;
    mean_y /= sum;
    for (size_t i = 0; i < n; i++) {
        xx += weight[i] * (x[i] - mean_x) * (x[i] - mean_x);
        xy += weight[i] * (x[i] - mean_x) * (y[i] - mean_y);
    }
    struct fpk_line line = {.slope = xy / xx};
    for (size_t i = 0; i < n; i++) {
        double r = y[i] - mean_y - line.slope * (x[i] - mean_x);
        rest += weight[i] * r * r;
    }
    line.se = n > 2 ? sqrt(rest / (double)(n - 2) / xx) : 0;
    return line;
}

void fpk_order_weights(const struct fpk_order_study *study, double *weight)
{
    for (size_t i = 0; i < FPK_CONVERGENCE_POINTS; i++) {
        double relative = study->se[i] / study->error[i];
        weight[i] = relative > 0 ? 1 / (relative * relative) : 1;
    }
}

/* Points are fitted from the coarsest to the last above the floor. */
size_t fpk_order_fitted(const struct fpk_order_study *study, double floor)
{
    size_t n = 0;
    while (n < FPK_CONVERGENCE_POINTS && study->error[n] > floor)
        n++;
    return n;
}

void fpk_order_judge(struct fpk_order_study *study, double floor)
{
    size_t n = fpk_order_fitted(study, floor), half = n / 2;
    double weight[FPK_CONVERGENCE_POINTS];
    fpk_order_weights(study, weight);
    if (n < 4) {
        /* Nothing but rounding; or, between, too few points for any verdict. */
        study->slope = study->fine = n == 0 ? INFINITY : NAN;
        study->slope_se = study->bend = 0;
        study->passed = n == 0;
        return;
    }
    struct fpk_line all = fpk_line_fit(n, study->h, study->error, weight);
    struct fpk_line coarse = fpk_line_fit(half, study->h, study->error, weight);
    size_t k = n - half;
    struct fpk_line fine = fpk_line_fit(half, study->h + k, study->error + k, weight + k);
    study->slope = all.slope;
    study->slope_se = fmax(study->slope_se, all.se);
    study->fine = fine.slope;
    study->bend = fine.slope - coarse.slope;
    double gap = study->claimed - study->slope;
    bool bent = study->bend > 0 && study->claimed - study->fine <= study->bend;
    study->passed = study->slope_se <= 0.05 && gap <= 0.2 && (gap <= 4 * study->slope_se || bent);
}
