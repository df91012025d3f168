/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step_priv.h"

#include <math.h>
#include <string.h>

/* y <- x + sign h(x), h = 2^-17 max(1, |x|). */
static void shifted(size_t n, const double *x, double sign, double *y)
{
    memcpy(y, x, n * sizeof *y);
    for (size_t i = 0; i < n; i++)
        y[i] += sign * (0x1p-17 * fmax(1, fabs(x[i])));
}

void fpk_sde_slope(const struct fpk_model *model, double t, size_t n, const double *x, double *f_x)
{
    if (model->drift_x) {
        model->drift_x(t, n, x, f_x, model->ctx);
        return;
    }
    double y[FPK_BLOCK], low[FPK_BLOCK];
    shifted(n, x, -1, y);
    model->drift(t, n, y, low, model->ctx);
    shifted(n, x, 1, y);
    model->drift(t, n, y, f_x, model->ctx);
    for (size_t i = 0; i < n; i++)
        f_x[i] = (f_x[i] - low[i]) / (2 * (0x1p-17 * fmax(1, fabs(x[i]))));
}
