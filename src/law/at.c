/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law at given points: directly from the base, or, after deterministic steps, by solving
 * X(u) = x on the panel that holds x. */
#include "fpk/base/memory.h"
#include "law_priv.h"

#include <math.h>

struct place {
    double u, j; /* where x came from, and dX/du there */
    bool inside;
};

/* Node q of the run in order of x. */
static size_t node(const struct fpk_run *run, size_t q)
{
    size_t count = (run->last - run->first) * FPK_PANEL;
    return run->first * FPK_PANEL + (run->sign > 0 ? q : count - 1 - q);
}

/* Solves for t in [low, high] on panel i: Newton's method on the panel's polynomial, halving when
 * it leaves the bracket. */
static struct place solve(const struct fpk_state *state, const struct fpk_panels *panels, size_t i,
                          double sign, double low, double high, double x)
{
    const double *X = panels->x + i * FPK_PANEL, *J = panels->j + i * FPK_PANEL;
    double a = panels->a[i], b = panels->b[i], half = .5 * (b - a), t = .5 * (low + high);
    for (int round = 0; round < 80; round++) {
        double miss = fpk_panel_interpolate(&state->rule, X, t) - x;
        if (sign * miss < 0)
            low = t;
        else
            high = t;
        double next = t - miss / (half * fpk_panel_interpolate(&state->rule, J, t));
        if (!(next > low && next < high))
            next = .5 * (low + high);
        double moved = fabs(next - t);
        t = next;
        if (moved <= 1e-16 || high - low <= 1e-16)
            break;
    }
    return (struct place){.u = .5 * (a + b) + half * t,
                          .j = fpk_panel_interpolate(&state->rule, J, t),
                          .inside = true};
}

static struct place find(const struct fpk_state *state, const struct fpk_panels *panels,
                         const struct fpk_run *run, double x)
{
    size_t low = 0, high = (run->last - run->first) * FPK_PANEL - 1;
    if (!(x >= panels->x[node(run, low)] && x <= panels->x[node(run, high)]))
        return (struct place){.inside = false};
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (panels->x[node(run, middle)] <= x)
            low = middle;
        else
            high = middle;
    }
    size_t a = node(run, low), b = node(run, high);
    if (a > b) {
        size_t swap = a;
        a = b;
        b = swap;
    }
    size_t pa = a / FPK_PANEL, pb = b / FPK_PANEL;
    double ta = state->rule.x[a % FPK_PANEL], tb = state->rule.x[b % FPK_PANEL];
    if (pa == pb)
        return solve(state, panels, pa, run->sign, ta, tb, x);
    double edge = fpk_panel_interpolate(&state->rule, panels->x + pa * FPK_PANEL, 1);
    if (run->sign * (x - edge) <= 0)
        return solve(state, panels, pa, run->sign, ta, 1, x);
    return solve(state, panels, pb, run->sign, -1, tb, x);
}

static enum fpk_status at_moved(const struct fpk_state *state, size_t n, const double *x,
                                double *pdf, double *cdf)
{
    struct fpk_run run;
    double *u = NULL;
    FPK_TRY(fpk_state_run(state, &state->panels, &run));
    FPK_TRY(fpk_allocate(&u, 3 * n));
    double *j = u + n, *tail = u + 2 * n;
    double start = state->panels.x[node(&run, 0)];
    for (size_t i = 0; i < n; i++) {
        struct place place = find(state, &state->panels, &run, x[i]);
        /* outside the nodes: no density, and an end of the line for the cdf */
        bool below = !place.inside && x[i] < start;
        u[i] = place.inside ? place.u : (run.sign > 0) == below ? -INFINITY : INFINITY;
        j[i] = place.inside ? fabs(place.j) : INFINITY;
    }
    fpk_base_pdf(&state->base, n, u, pdf, state->threads);
    fpk_base_cdf(&state->base, n, u, run.sign > 0 ? cdf : tail, run.sign > 0 ? tail : cdf,
                 state->threads);
    for (size_t i = 0; i < n; i++)
        pdf[i] /= j[i];
    fpk_release(&u);
    return FPK_OK;
}

enum fpk_status fpk_state_at_once(const struct fpk_state *state, size_t n, const double *x,
                                  double *pdf, double *cdf)
{
    if (state->panels.n > 0)
        return at_moved(state, n, x, pdf, cdf);
    double *tail = NULL;
    FPK_TRY(fpk_allocate(&tail, n));
    fpk_base_pdf(&state->base, n, x, pdf, state->threads);
    fpk_base_cdf(&state->base, n, x, cdf, tail, state->threads);
    fpk_release(&tail);
    return FPK_OK;
}
