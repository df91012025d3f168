/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zero terminal SNR: Lin et al. 2024, arXiv:2305.08891, algorithm 1. */
#include "schedule_priv.h"

#include <math.h>

/* With s_t = sqrt(abar_t) the new one is c (s_t - s_end), c = s_0/(s_0 - s_end), and the new beta
 *     1 - (s'_t/s'_{t-1})^2 = (s'_{t-1} - s'_t) (s'_{t-1} + s'_t)/s'_{t-1}^2,
 *     s'_{t-1} - s'_t = c s_{t-1} (1 - sqrt(1 - beta_t)) = c s_{t-1} beta_t/(1 + sqrt(1 - beta_t)):
 * the source subtracts ratios from 1 and loses digits where beta is small. */
enum fpk_status fpk_schedule_zero_terminal(struct fpk_schedule *schedule)
{
    size_t T = schedule->T;
    const double *abar = schedule->abar;
    double first = sqrt(abar[0]), end = sqrt(abar[T - 1]);
    FPK_CHECK(T >= 2 && first > end, FPK_USAGE,
              "zero terminal SNR: schedule %s has %zu training times and abar from %.10g to %.10g; "
              "there is nothing to stretch",
              schedule->name, T, abar[0], abar[T - 1]);
    double c = first / (first - end), before = first;
    for (size_t t = 1; t < T; t++) {
        double now = t + 1 == T ? 0 : c * (sqrt(abar[t]) - end);
        double old = schedule->beta[t];
        double fall = c * sqrt(abar[t - 1]) * (old / (1 + sqrt(1 - old)));
        schedule->beta[t] = t + 1 == T ? 1 : fall * (before + now) / (before * before);
        before = now;
    }
    fpk_schedule_accumulate(schedule);
    return FPK_OK;
}
