/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/passage.h"

#include "confine_priv.h"
#include "panel_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

#define N          FPK_PANEL_NODES
#define PANELS     16   /* of the first rule, on each side of `from` */
#define MAX_PANELS 8192 /* and of the last */
#define FIRST_LOOK 8.0
#define MOVES      24
#define ROUNDING   1e-13 /* relative: 80 nested sums of U/D good to 2^-53 of some hundred */

/* Carried from panel to panel: R and S of the header at the left end, and their integrals. */
struct carry {
    double r, s, mean, variance;
};

/* Both integrals by the same running sum, taken along by e^{Phi(y) - Phi(left)}. */
static void step(const struct fpk_panel *panel, const struct fpk_panel_rule *rule, bool counts,
                 struct carry *c)
{
    double v[N], sum[N], r[N], mean[N], variance[N];
    for (int i = 0; i < N; i++)
        v[i] = 1 / (panel->gain[i] * panel->d[i]);
    double r_end = panel->gain_end * (c->r + fpk_panel_integrate(panel, rule, v, sum));
    for (int i = 0; i < N; i++) {
        r[i] = panel->gain[i] * (c->r + sum[i]);
        v[i] = 2 * r[i] * r[i] / panel->gain[i];
        mean[i] = r[i];
    }
    double s_end = panel->gain_end * (c->s + fpk_panel_integrate(panel, rule, v, sum));
    for (int i = 0; i < N; i++)
        variance[i] = panel->gain[i] * (c->s + sum[i]);
    if (counts) {
        c->mean += fpk_panel_integrate(panel, rule, mean, sum);
        c->variance += fpk_panel_integrate(panel, rule, variance, sum);
    }
    c->r = r_end;
    c->s = s_end;
}

/* In the coordinate u = sign x, in which wall < from < to. */
struct line {
    const struct fpk_model *model;
    double sign, wall, from, to;
    struct fpk_panel_rule rule;
};

/* Ends of the panels: equal between `from` and `to`; behind `from` they grow with the distance once
 * this exceeds that of `to`, so that a wall at 1e9 does not hide what is near. */
static double end_of(const struct line *line, size_t panels, size_t k)
{
    double way = line->to - line->from, behind = line->from - line->wall, n = (double)panels;
    if (k >= panels)
        return k == 2 * panels ? line->to : line->from + way * ((double)(k - panels) / n);
    double reach = fpk_asinh(behind / way);
    return k == 0 ? line->wall : line->from - way * fpk_sinh(reach * ((double)(panels - k) / n));
}

static enum fpk_status sweep(const struct line *line, size_t panels, struct carry *c)
{
    struct fpk_panel panel;
    *c = (struct carry){0};
    for (size_t k = 0; k < 2 * panels; k++) {
        double left = end_of(line, panels, k), right = end_of(line, panels, k + 1);
        if (!(left < right))
            continue;
        FPK_TRY(fpk_panel_set(&panel, &line->rule, line->model, line->sign, left, right));
        step(&panel, &line->rule, k >= panels, c);
    }
    return FPK_OK;
}

static double change(double now, double before)
{
    return isfinite(now) && isfinite(before) ? fabs(now - before) : INFINITY;
}

/* Panels doubled until mean and variance settle to the tolerance. */
static enum fpk_status settle(const struct line *line, double tolerance, struct fpk_passage *p)
{
    struct carry c, before = {.mean = INFINITY, .variance = INFINITY};
    double mean_before = INFINITY, variance_before = INFINITY;
    p->converged = false;
    for (size_t panels = PANELS; panels <= MAX_PANELS && !p->converged; panels *= 2) {
        FPK_TRY(sweep(line, panels, &c));
        double mean = change(c.mean, before.mean), variance = change(c.variance, before.variance);
        p->mean = c.mean;
        p->variance = c.variance;
        p->mean_error = fmax(mean, mean_before / 1024) + ROUNDING * c.mean;
        p->variance_error = fmax(variance, variance_before / 1024) + ROUNDING * c.variance;
        p->panels = 2 * panels;
        p->converged =
            p->mean_error <= tolerance * c.mean && p->variance_error <= tolerance * c.variance;
        mean_before = isfinite(mean) ? mean : 0;
        variance_before = isfinite(variance) ? variance : 0;
        before = c;
    }
    FPK_CHECK(isfinite(p->mean) && isfinite(p->variance) && p->mean > 0, FPK_NUMERIC,
              "the time from %.6g to %.6g or its variance is beyond 1e300, or the drift is too "
              "steep for %d panels: the barrier is too high for this noise",
              line->sign * line->from, line->sign * line->to, MAX_PANELS);
    return FPK_OK;
}

/* The reflecting wall far away: where e^-80 says, then moved out until it does not matter. */
static enum fpk_status far_wall(struct line *line, double tolerance, struct fpk_passage *p)
{
    double near = fmin(line->from, 0) - FIRST_LOOK, a = near, b = line->from;
    bool mirrored = line->sign < 0;
    if (mirrored) {
        a = -line->from;
        b = -near;
    }
    FPK_TRY(fpk_confine(line->model, !mirrored, mirrored, &a, &b));
    line->wall = mirrored ? -b : a;
    FPK_TRY(settle(line, tolerance, p));
    for (int k = 0; k < MOVES; k++) {
        double mean = p->mean, variance = p->variance;
        line->wall -= 0.125 * (line->from - line->wall);
        FPK_TRY(settle(line, tolerance, p));
        double moved =
            fmax(change(mean, p->mean) / p->mean, change(variance, p->variance) / p->variance);
        if (moved <= tolerance) {
            p->mean_error += change(mean, p->mean);
            p->variance_error += change(variance, p->variance);
            p->converged = p->converged && p->mean_error <= 2 * tolerance * p->mean &&
                           p->variance_error <= 2 * tolerance * p->variance;
            return FPK_OK;
        }
    }
    return fpk_fail(FPK_NUMERIC,
                    "the time from %.6g to %.6g or its variance grows with the distance of the "
                    "wall behind (at %.6g): the far side does not confine; give a domain",
                    line->sign * line->from, line->sign * line->to, line->sign * line->wall);
}

enum fpk_status fpk_passage_solve(const struct fpk_passage_problem *problem,
                                  struct fpk_passage *passage)
{
    double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-6;
    double sign = problem->to > problem->from ? 1 : -1;
    bool given = problem->a < problem->b;
    struct line line = {.model = problem->model,
                        .sign = sign,
                        .from = sign * problem->from,
                        .to = sign * problem->to,
                        .wall = sign > 0 ? problem->a : -problem->b};
    *passage = (struct fpk_passage){0};
    FPK_TRY(fpk_stationary_model(problem->model, "first passage is computed"));
    FPK_CHECK(isfinite(problem->from) && isfinite(problem->to) && problem->from != problem->to,
              FPK_USAGE, "first passage from %.6g to %.6g: give two different numbers",
              problem->from, problem->to);
    FPK_CHECK(problem->a <= problem->b, FPK_USAGE, "the domain [%.6g, %.6g] is empty", problem->a,
              problem->b);
    FPK_CHECK(!given || (problem->a <= fmin(problem->from, problem->to) &&
                         fmax(problem->from, problem->to) <= problem->b),
              FPK_USAGE, "first passage from %.6g to %.6g leaves the domain [%.6g, %.6g]",
              problem->from, problem->to, problem->a, problem->b);
    fpk_panel_rule_init(&line.rule);
    if (given)
        FPK_TRY(settle(&line, tolerance, passage));
    else
        FPK_TRY(far_wall(&line, tolerance, passage));
    passage->wall = sign * line.wall;
    return FPK_OK;
}
