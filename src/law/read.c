/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a law: its density on nodes, and its moments. */
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"
#include "law_priv.h"

#include <math.h>

/* Mass that may lie where the line is folded and be left out. */
#define FOLDED_TRACE 1e-13

/* A mixture start is laid to where its density nears the smallest double: a deterministic chain
 * keeps relative accuracy that far, and a KL distance may ask for it. */
#define DEEP      1e-290
#define DEEP_MOST 512

/* Halves [a, b] until it is no longer than `length` widths of the base there. */
static enum fpk_status lay_piece(const struct fpk_state *state, struct fpk_panels *panels, double a,
                                 double b, double length, int depth)
{
    FPK_CHECK(panels->n * FPK_PANEL < FPK_LAW_NODES, FPK_NUMERIC,
              "the density before step %llu is too narrow, or too uneven, for %u nodes; use "
              "larger steps or more noise",
              (unsigned long long)state->step, FPK_LAW_NODES);
    double width = fpk_base_width(&state->base, a, b);
    if (depth == 0 || b - a <= 1.000001 * length * width)
        return fpk_panels_lay(panels, &state->rule, a, b, 1);
    double middle = .5 * (a + b);
    FPK_TRY(lay_piece(state, panels, a, middle, length, depth - 1));
    return lay_piece(state, panels, middle, b, length, depth - 1);
}

/* Is log rho a polynomial of degree 15 on [a, b], and does rho not change by more than e^30? Where
 * the density is smoother than its kernels this saves most of the nodes. */
static bool smooth(const struct fpk_state *state, double a, double b)
{
    double u[FPK_PANEL], rho[FPK_PANEL], low = INFINITY, high = -INFINITY, tail = 0;
    for (size_t k = 0; k < FPK_PANEL; k++)
        u[k] = .5 * (a + b) + .5 * (b - a) * state->rule.x[k];
    fpk_base_pdf(&state->base, FPK_PANEL, u, rho, 1);
    fpk_log_block(FPK_PANEL, rho, rho);
    for (size_t k = 0; k < FPK_PANEL; k++) {
        low = fmin(low, rho[k]);
        high = fmax(high, rho[k]);
    }
    for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (size_t k = 0; k < FPK_PANEL; k++)
            sum += state->rule.high[c][k] * (rho[k] - low);
        tail = fmax(tail, fabs(sum));
    }
    return isfinite(low) && high - low <= 30 && tail <= .1 * state->tolerance;
}

/* Panels for reading: halved until smooth, or as short as the kernels ask; a smooth one is laid in
 * two halves, because what is read between nodes is interpolated from fewer than 16. */
static enum fpk_status lay_smooth(const struct fpk_state *state, struct fpk_panels *panels,
                                  double a, double b, int depth)
{
    FPK_CHECK(panels->n * FPK_PANEL < FPK_LAW_NODES, FPK_NUMERIC,
              "the density after %llu steps is too uneven for %u nodes; use larger steps or "
              "more noise",
              (unsigned long long)state->step, FPK_LAW_NODES);
    double width = fpk_base_width(&state->base, a, b);
    if (depth == 0 || b - a <= state->spacing / 3 * width)
        return fpk_panels_lay(panels, &state->rule, a, b, 1);
    if (smooth(state, a, b))
        return fpk_panels_lay(panels, &state->rule, a, b, 2);
    double middle = .5 * (a + b);
    FPK_TRY(lay_smooth(state, panels, a, middle, depth - 1));
    return lay_smooth(state, panels, middle, b, depth - 1);
}

enum fpk_status fpk_state_lay_to_read(const struct fpk_state *state, struct fpk_panels *panels)
{
    double low, high;
    bool deep = state->base.n <= DEEP_MOST;
    fpk_base_range(&state->base, deep ? DEEP : state->outside, &low, &high);
    panels->n = 0;
    return lay_smooth(state, panels, low, high, 60);
}

enum fpk_status fpk_state_lay(const struct fpk_state *state, struct fpk_panels *panels,
                              double length)
{
    const struct fpk_base *base = &state->base;
    double low, high;
    fpk_base_range(base, state->outside, &low, &high);
    panels->n = 0;
    if (base->kind == FPK_BASE_UNIFORM)
        return fpk_panels_lay(panels, &state->rule, low, high, 1);
    double pieces = ceil((high - low) / (length * base->s_max));
    FPK_CHECK(pieces * FPK_PANEL <= FPK_LAW_NODES, FPK_NUMERIC,
              "before step %llu the density, of width %.3g, spreads over %.3g ... %.3g: more "
              "than %u nodes; use larger steps or more noise",
              (unsigned long long)state->step, base->s_max, low, high, FPK_LAW_NODES);
    size_t k = pieces > 1 ? (size_t)pieces : 1;
    for (size_t q = 0; q < k; q++) {
        double a = low + (high - low) * ((double)q / (double)k);
        double b = q + 1 < k ? low + (high - low) * ((double)(q + 1) / (double)k) : high;
        FPK_TRY(lay_piece(state, panels, a, b, length, 50));
    }
    return FPK_OK;
}

/* Mass of a panel, with the sign of J where all its nodes agree, 0 where they do not. */
static double panel_mass(const struct fpk_state *state, const struct fpk_panels *panels, size_t i,
                         double *sign)
{
    const double *j = panels->j + i * FPK_PANEL, *rho = panels->rho + i * FPK_PANEL;
    double mass = 0;
    *sign = j[0] > 0 ? 1 : -1;
    for (size_t k = 0; k < FPK_PANEL; k++) {
        mass += rho[k] * fpk_panels_weight(panels, &state->rule, i, k);
        if (!(*sign * j[k] > 0))
            *sign = 0;
    }
    return mass;
}

/* The longest run around the panel with most mass; returns the mass outside it. */
static double longest_run(const struct fpk_state *state, const struct fpk_panels *panels,
                          struct fpk_run *run)
{
    double most = -1, sign, total = 0, inside = 0;
    size_t peak = 0;
    for (size_t i = 0; i < panels->n; i++) {
        double mass = panel_mass(state, panels, i, &sign);
        total += mass;
        if (mass > most) {
            most = mass;
            peak = i;
            run->sign = sign;
        }
    }
    run->first = peak;
    run->last = peak;
    for (size_t i = peak; i < panels->n; i++) {
        double mass = panel_mass(state, panels, i, &sign);
        if (sign == 0 || sign != run->sign)
            break;
        inside += mass;
        run->last = i + 1;
    }
    for (size_t i = peak; i-- > 0;) {
        double mass = panel_mass(state, panels, i, &sign);
        if (sign == 0 || sign != run->sign)
            break;
        inside += mass;
        run->first = i;
    }
    return total - inside;
}

bool fpk_state_folded(const struct fpk_state *state)
{
    struct fpk_run run = {0};
    if (state->base.kind == FPK_BASE_ATOMS)
        return true;
    return state->panels.n > 0 && longest_run(state, &state->panels, &run) > FOLDED_TRACE;
}

enum fpk_status fpk_state_run(const struct fpk_state *state, const struct fpk_panels *panels,
                              struct fpk_run *run)
{
    double beyond = longest_run(state, panels, run);
    size_t peak = run->last > 0 ? run->last - 1 : 0;
    size_t fold = run->last < panels->n ? run->last : run->first > 0 ? run->first - 1 : peak;
    FPK_CHECK(
        beyond <= FOLDED_TRACE, FPK_NUMERIC,
        "a deterministic step before step %llu folds the line near x = %.6g (its slope "
        "changes sign; %.3g of the mass is beyond), and the density has poles there; use more "
        "steps",
        (unsigned long long)state->step, panels->x[fold * FPK_PANEL], beyond);
    return FPK_OK;
}

static enum fpk_status not_points(const struct fpk_state *state)
{
    FPK_CHECK(state->base.kind != FPK_BASE_ATOMS, FPK_NUMERIC,
              "there is no density: the start is concentrated on points and no step had noise");
    return FPK_OK;
}

/* Nodes of the run in order of x, without those where the density is no normal double or that
 * rounding has put on top of each other. u receives their places for the cdf. */
static size_t collect(const struct fpk_state *state, const struct fpk_panels *panels,
                      const struct fpk_run *run, struct fpk_density *density, double *u)
{
    size_t count = (run->last - run->first) * FPK_PANEL, n = 0;
    for (size_t q = 0; q < count; q++) {
        size_t at = run->first * FPK_PANEL + (run->sign > 0 ? q : count - 1 - q);
        size_t i = at / FPK_PANEL, k = at % FPK_PANEL;
        double j = fabs(panels->j[at]), pdf = panels->rho[at] / j;
        if (!(pdf > 1e-300) || !isfinite(pdf) || (n > 0 && !(panels->x[at] > density->x[n - 1])))
            continue;
        density->x[n] = panels->x[at];
        density->pdf[n] = pdf;
        density->w[n] = fpk_panels_weight(panels, &state->rule, i, k) * j;
        u[n++] = fpk_panels_u(panels, &state->rule, i, k);
    }
    return n;
}

static enum fpk_status fill(const struct fpk_state *state, const struct fpk_panels *panels,
                            struct fpk_density *density)
{
    struct fpk_run run;
    double *u = NULL;
    FPK_TRY(fpk_state_run(state, panels, &run));
    FPK_TRY(fpk_density_init(density, (run.last - run.first) * FPK_PANEL));
    enum fpk_status status = fpk_allocate(&u, density->n);
    if (status == FPK_OK)
        density->n = collect(state, panels, &run, density, u);
    if (status == FPK_OK && density->n < 2)
        status = fpk_fail(FPK_NUMERIC, "the mass has shrunk to a point within rounding; there "
                                       "is no density to report");
    if (status == FPK_OK) {
        bool up = run.sign > 0;
        fpk_base_cdf(&state->base, density->n, u, up ? density->cdf : density->tail,
                     up ? density->tail : density->cdf, state->threads);
        density->outside = state->lost + density->cdf[0] + density->tail[density->n - 1];
    }
    fpk_release(&u);
    if (status != FPK_OK)
        fpk_density_clear(density);
    return status;
}

enum fpk_status fpk_state_density(const struct fpk_state *state, struct fpk_density *density)
{
    *density = (struct fpk_density){0};
    FPK_TRY(not_points(state));
    if (state->panels.n > 0)
        return fill(state, &state->panels, density);
    struct fpk_panels panels = {0};
    enum fpk_status status = fpk_state_lay_to_read(state, &panels);
    if (status == FPK_OK)
        status = fpk_panels_weigh(&panels, &state->rule, &state->base, state->threads);
    if (status == FPK_OK)
        status = fill(state, &panels, density);
    fpk_panels_clear(&panels);
    return status;
}

/* sum of f(i), i < n, where f is mass, mass x, mass (spread^2 + (x - about)^2). */
struct view {
    const struct fpk_state *state;
    size_t n;
};

static void source(const struct view *view, size_t i, double *mass, double *x, double *spread)
{
    const struct fpk_state *state = view->state;
    if (state->panels.n > 0) {
        size_t p = i / FPK_PANEL, k = i % FPK_PANEL;
        *mass = state->panels.rho[i] * fpk_panels_weight(&state->panels, &state->rule, p, k);
        *x = state->panels.x[i];
        *spread = 0;
        return;
    }
    *mass = state->base.mass[i];
    *x = state->base.m[i];
    *spread = state->base.s ? state->base.s[i] : 0;
}

enum fpk_status fpk_state_moments(const struct fpk_state *state, double *mass, double *mean,
                                  double *variance)
{
    struct view view = {state, state->panels.n ? state->panels.n * FPK_PANEL : state->base.n};
    if (state->base.kind == FPK_BASE_UNIFORM && state->panels.n == 0) {
        double width = state->base.b - state->base.a;
        *mass = 1;
        *mean = .5 * (state->base.a + state->base.b);
        *variance = width * width / 12;
        return FPK_OK;
    }
    struct fpk_sum zeroth = {0}, first = {0}, second = {0};
    double m, x, spread;
    for (size_t i = 0; i < view.n; i++) {
        source(&view, i, &m, &x, &spread);
        fpk_sum_add(&zeroth, m);
        fpk_sum_add(&first, m * x);
    }
    *mass = fpk_sum_value(&zeroth);
    *mean = fpk_sum_value(&first) / *mass;
    for (size_t i = 0; i < view.n; i++) {
        source(&view, i, &m, &x, &spread);
        fpk_sum_add(&second, m * (spread * spread + (x - *mean) * (x - *mean)));
    }
    *variance = fpk_sum_value(&second) / *mass;
    FPK_CHECK(isfinite(*mean) && isfinite(*variance), FPK_NUMERIC,
              "mean or variance is beyond the range of doubles after step %llu",
              (unsigned long long)state->step);
    return FPK_OK;
}
