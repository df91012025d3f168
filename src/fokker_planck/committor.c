/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/committor.h"

#include "confine_priv.h"
#include "panel_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

#define N          FPK_PANEL_NODES
#define PANELS     16
#define MAX_PANELS 8192
#define FAR        200.0 /* of Phi: the sums are scaled anew */
#define ROUNDING   1e-13

/* Integrals of e^{Phi - scale} before and behind x, and where Phi stands. */
struct sums {
    double part[2], phi, scale;
};

static enum fpk_status add(const struct fpk_model *model, const struct fpk_panel_rule *rule,
                           double left, double right, size_t panels, int which, struct sums *s)
{
    struct fpk_panel panel;
    double unused[N], h = (right - left) / (double)panels;
    for (size_t k = 0; k < panels && left < right; k++) {
        double from = left + h * (double)k; /* ends shared by neighbours: no gaps */
        double to = k + 1 == panels ? right : left + h * (double)(k + 1);
        FPK_TRY(fpk_panel_set(&panel, rule, model, 1, from, to));
        if (s->phi > s->scale + FAR) {
            double shrink = fpk_exp(s->scale - s->phi);
            s->part[0] *= shrink;
            s->part[1] *= shrink;
            s->scale = s->phi;
        }
        s->part[which] +=
            fpk_exp(s->phi - s->scale) * fpk_panel_integrate(&panel, rule, panel.gain, unused);
        s->phi += panel.phi_end;
    }
    return FPK_OK;
}

static enum fpk_status at_point(const struct fpk_committor_problem *problem,
                                const struct fpk_panel_rule *rule, double x, double *q,
                                double *error)
{
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    double before = INFINITY, step_before = INFINITY;
    *error = INFINITY;
    for (size_t panels = PANELS; panels <= MAX_PANELS; panels *= 2) {
        struct sums s = {.scale = 0};
        FPK_TRY(add(problem->model, rule, problem->a, x, panels, 0, &s));
        FPK_TRY(add(problem->model, rule, x, problem->b, panels, 1, &s));
        *q = s.part[0] / (s.part[0] + s.part[1]);
        double step = fabs(*q - before);
        step = isfinite(step) ? step : INFINITY; /* a panel too wide for e^Phi */
        *error = fmax(step, step_before / 1024) + ROUNDING * *q;
        if (*error <= tolerance * *q)
            break;
        step_before = isfinite(step) ? step : 0;
        before = *q;
    }
    FPK_CHECK(isfinite(*q) && isfinite(*error), FPK_NUMERIC,
              "the drift is too steep between %.6g and %.6g for %d panels: the probability at "
              "x = %.6g is not found",
              problem->a, problem->b, MAX_PANELS, x);
    return FPK_OK;
}

enum fpk_status fpk_committor_solve(const struct fpk_committor_problem *problem, double *q,
                                    double *error, bool *converged)
{
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    struct fpk_panel_rule rule;
    FPK_TRY(fpk_stationary_model(problem->model, "splitting probabilities are computed"));
    FPK_CHECK(problem->a < problem->b, FPK_USAGE,
              "the committor between %.6g and %.6g: give two ends a < b", problem->a, problem->b);
    fpk_panel_rule_init(&rule);
    *converged = true;
    for (size_t i = 0; i < problem->n; i++) {
        FPK_CHECK(problem->a <= problem->x[i] && problem->x[i] <= problem->b, FPK_USAGE,
                  "x = %.6g is not between %.6g and %.6g, where the committor is asked for",
                  problem->x[i], problem->a, problem->b);
        FPK_TRY(at_point(problem, &rule, problem->x[i], &q[i], &error[i]));
        *converged = *converged && error[i] <= tolerance * q[i];
    }
    return FPK_OK;
}
