/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any view at any points: what the distances of folded laws ask. */
#include "side_priv.h"

#include <math.h>

static void of_density(const struct fpk_view *view, size_t n, const double *x,
                       struct fpk_values_any *out)
{
    struct fpk_values_at at;
    for (size_t i = 0; i < n; i++) {
        fpk_view_eval(view, 1, &x[i], &at);
        out->log_pdf[i] = at.outside ? -INFINITY : at.log_pdf[0];
        out->cdf[i] = at.cdf[0];
        out->tail[i] = at.tail[0];
    }
}

void fpk_view_any(const struct fpk_view *view, size_t n, const double *x,
                  struct fpk_values_any *out, bool of_mass)
{
    if (view->density) {
        of_density(view, n, x, out);
        return;
    }
    if (view->mixture) {
        fpk_mixture_log_pdf(view->mixture, n, x, out->log_pdf);
        if (!of_mass)
            return;
        fpk_mixture_cdf(view->mixture, n, x, out->cdf);
        fpk_mixture_tail(view->mixture, n, x, out->tail);
        return;
    }
    for (size_t i = 0; i < n; i++)
        fpk_pushed_at(view->pushed, x[i], &out->log_pdf[i], of_mass ? &out->cdf[i] : NULL,
                      of_mass ? &out->tail[i] : NULL);
}

double fpk_view_quantile_any(const struct fpk_view *view, double cdf, double tail)
{
    return view->pushed ? fpk_pushed_quantile(view->pushed, cdf, tail)
                        : fpk_view_quantile(view, cdf, tail).x;
}
