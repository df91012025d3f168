/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/order.h"

#include <math.h>

enum fpk_status fpk_order_fit(size_t n, const double *dt, const double *d, struct fpk_order *out)
{
    *out = (struct fpk_order){.n = n};
    FPK_CHECK(n >= 2 && n <= FPK_ORDER_MAX, FPK_USAGE, "an order needs 2 to %d points, not %zu",
              FPK_ORDER_MAX, n);
    double x[FPK_ORDER_MAX], y[FPK_ORDER_MAX], mean_x = 0, mean_y = 0;
    for (size_t i = 0; i < n; i++) {
        FPK_CHECK(isfinite(dt[i]) && dt[i] > 0 && isfinite(d[i]) && d[i] > 0, FPK_USAGE,
                  "no order from the point dt = %.6g, d = %.6g: both must be positive", dt[i],
                  d[i]);
        out->dt[i] = dt[i];
        out->d[i] = d[i];
        x[i] = log(dt[i]);
        y[i] = log(d[i]);
        mean_x += x[i] / (double)n;
        mean_y += y[i] / (double)n;
    }
    double xx = 0, xy = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    FPK_CHECK(xx > 1e-20, FPK_USAGE, "no order from equal steps dt = %.6g", dt[0]);
    out->order = xy / xx;
    out->constant = exp(mean_y - out->order * mean_x);
    for (size_t i = 0; i < n; i++) {
        double r = y[i] - mean_y - out->order * (x[i] - mean_x);
        rest += r * r;
    }
    out->residual = sqrt(rest / (double)n);
    out->order_se = n > 2 ? sqrt(rest / (double)(n - 2) / xx) : NAN;
    return FPK_OK;
}
