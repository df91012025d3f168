/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of scale U^2, U ~ N(0, 1): a fold at 0, and closed forms (chi-square with one degree). */
#ifndef FPK_TESTS_DISTRIBUTION_SQUARE_H
#define FPK_TESTS_DISTRIBUTION_SQUARE_H

#include "../check.h"

#include "fpk/distribution/pushed.h"
#include "fpk/numeric/elementary.h"

enum { SQUARE_PANELS = 39 };

/* Panels of u on [-12, 12] of one length, none ending at 0. */
static inline void square_init(struct fpk_pushed *pushed, double scale)
{
    enum { N = SQUARE_PANELS };
    double a[N], b[N], x[N * FPK_PANEL], slope[N * FPK_PANEL], rho[N * FPK_PANEL];
    struct fpk_panel_rule rule;
    fpk_panel_init(&rule);
    for (size_t i = 0; i < N; i++) {
        a[i] = -12 + 24. * (double)i / N;
        b[i] = -12 + 24. * (double)(i + 1) / N;
        for (size_t k = 0; k < FPK_PANEL; k++) {
            double u = .5 * (a[i] + b[i]) + .5 * (b[i] - a[i]) * rule.x[k];
            x[i * FPK_PANEL + k] = scale * u * u;
            slope[i * FPK_PANEL + k] = 2 * scale * u;
            rho[i * FPK_PANEL + k] = fpk_normal_pdf(u);
        }
    }
    check_ok(fpk_pushed_init(
        pushed,
        &(struct fpk_panels_view){.n = N, .a = a, .b = b, .x = x, .slope = slope, .rho = rho}));
}

#endif
