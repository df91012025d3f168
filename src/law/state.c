/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of the law at one resolution. Panels are tried against the step: a panel on which the
 * step is not resolved is split, and its pieces are tried again. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "law_priv.h"

#include <math.h>
#include <string.h>

/* What a step does at the nodes of a set of panels: m, m', s, each [n][FPK_PANEL]; and, of a step
 * without noise, m at the panels' ends [n][2], where a kink may hide from the nodes. */
struct image {
    double *m, *slope, *s, *ends;
};

/* Panels whose mass is below this are resolved to fewer digits, and only down to a length in widths
 * of the base: a KL distance may ask for the density there, but a tear between two modes is not
 * followed. */
#define NO_MASS      1e-25
#define FEWER_DIGITS 1e3
#define LEAST_LENGTH .0125 /* times the spacing */

/* Mass that may be dropped where a step is not finite. */
#define MAY_DROP 1e-13

void fpk_state_apply(const struct fpk_transition *transition, size_t n, const double *x, double *m,
                     double *slope, double *s, int threads)
{
    long long blocks = (long long)((n + FPK_BLOCK - 1) / FPK_BLOCK);
#pragma omp parallel for num_threads(threads) schedule(dynamic) if (blocks > 1)
    for (long long b = 0; b < blocks; b++) {
        size_t first = (size_t)b * FPK_BLOCK;
        transition->eval(n - first < FPK_BLOCK ? n - first : FPK_BLOCK, x + first, m + first,
                         slope + first, s + first, transition->ctx);
    }
    (void)threads;
}

static double panel_mass(const struct fpk_state *state, const struct fpk_panels *panels, size_t i)
{
    double mass = 0;
    for (size_t k = 0; k < FPK_PANEL; k++)
        mass += panels->rho[i * FPK_PANEL + k] * fpk_panels_weight(panels, &state->rule, i, k);
    return mass;
}

/* With noise: the integrand rho(u) N(y; m(X(u)), s^2) is a product of two bells in u, of widths
 * width and s/|dm/du|; the panel may be `spacing` times the width of the product. Where s varies,
 * the bell's argument changes by its slope as well. */
static size_t pieces_noisy(const struct fpk_state *state, const struct fpk_panels *panels, size_t i,
                           const double *slope, const double *s)
{
    double length = panels->b[i] - panels->a[i], steepest = 0, low = s[0], high = s[0];
    for (size_t k = 0; k < FPK_PANEL; k++) {
        low = fmin(low, s[k]);
        high = fmax(high, s[k]);
    }
    double drift_of_s = 4 * (high - low) / length;
    for (size_t k = 0; k < FPK_PANEL; k++) {
        double rate = fabs(panels->j[i * FPK_PANEL + k] * slope[k]) + drift_of_s;
        steepest = fmax(steepest, rate / s[k]);
    }
    double base = 1 / fpk_base_width(&state->base, panels->a[i], panels->b[i]);
    double pieces = length * sqrt(base * base + steepest * steepest) / state->spacing;
    if (pieces <= 1.1)
        return 1;
    return pieces < 64 ? (size_t)ceil(pieces) : 64;
}

/* Largest of the Legendre coefficients 13 to 15 of X and of J on a panel. J's is relative to J
 * itself, because the density is rho/|J|, X's to its range. */
struct tail {
    double x, j, range;
};

static struct tail legendre_tail(const struct fpk_state *state, const double *m, const double *j)
{
    double tail_x = 0, tail_j = 0, least = INFINITY, most = 0, low = INFINITY, high = -INFINITY;
    for (int c = 0; c < 3; c++) {
        double sum_x = 0, sum_j = 0;
        for (size_t k = 0; k < FPK_PANEL; k++) {
            sum_x += state->rule.high[c][k] * (m[k] - m[0]);
            sum_j += state->rule.high[c][k] * j[k];
            least = fmin(least, fabs(j[k]));
            most = fmax(most, fabs(j[k]));
            low = fmin(low, j[k]);
            high = fmax(high, j[k]);
        }
        tail_x = fmax(tail_x, fabs(sum_x));
        tail_j = fmax(tail_j, fabs(sum_j));
    }
    double range = fabs(m[FPK_PANEL - 1] - m[0]) + 1e-6 * fabs(m[0]);
    bool folds = low < 0 && high > 0; /* its density has a pole; no part of J is J's size */
    return (struct tail){tail_x / range, tail_j / (folds ? most : fmax(least, 1e-6 * most)), range};
}

/* A tail of this size that halving the panel leaves within a quarter is rounding in the step: one
 * that cancels large terms, as the last step of a sampler from a very low alpha does. */
#define MAY_BE_ROUNDING 1e-4

/* Does the polynomial through the nodes miss m at an end of the panel by more than this, relative
 * to its range, a kink (of a clipped score) stands between the end and the first node. */
#define MISSED_END 1e-7

static bool kinked(const struct fpk_state *state, const double *m, const double *ends, double most)
{
    for (int e = 0; e < 2; e++)
        if (fabs(fpk_panel_interpolate(&state->rule, m, e ? 1 : -1) - ends[e]) > most)
            return true;
    return false;
}

/* Without noise: X and J must be polynomials of degree 15 on the panel, to rounding. */
static size_t pieces_quiet(struct fpk_state *state, struct fpk_panels *panels, size_t i,
                           const double *m, const double *slope, const double *ends)
{
    double length = panels->b[i] - panels->a[i], middle = fabs(panels->a[i]) + fabs(panels->b[i]);
    bool faint = panel_mass(state, panels, i) < NO_MASS;
    double least = LEAST_LENGTH * state->spacing;
    if (length < 1e-13 * middle ||
        (faint && length < least * fpk_base_width(&state->base, panels->a[i], panels->b[i])))
        return 1;
    double j[FPK_PANEL];
    for (size_t k = 0; k < FPK_PANEL; k++)
        j[k] = panels->j[i * FPK_PANEL + k] * slope[k];
    struct tail found = legendre_tail(state, m, j);
    double tail = fmax(found.x, found.j);
    if (tail <= fmax((faint ? FEWER_DIGITS : 1) * state->tolerance, panels->noise[i])) {
        double most = fmax(MISSED_END, 10 * panels->noise[i]) * found.range;
        panels->tail[i] = INFINITY;
        return !faint && kinked(state, m, ends, most) ? 2 : 1;
    }
    if (tail < MAY_BE_ROUNDING && tail > .25 * panels->tail[i]) {
        panels->noise[i] = 30 * tail;
        if (faint)
            return 1;
        state->rough_x = fmax(state->rough_x, found.x * found.range);
        state->rough_j = fmax(state->rough_j, found.j);
        return 1;
    }
    panels->tail[i] = tail;
    return 2;
}

static bool finite_image(const double *m, const double *slope, const double *s)
{
    for (size_t k = 0; k < FPK_PANEL; k++)
        if (!isfinite(m[k]) || !isfinite(slope[k]) || !isfinite(s[k]))
            return false;
    return true;
}

/* A panel where the step is not finite is dropped if next to nothing is there. */
static enum fpk_status drop(struct fpk_state *state, const struct fpk_panels *panels, size_t i)
{
    double mass = 0, x = panels->x[i * FPK_PANEL];
    double u[FPK_PANEL], rho[FPK_PANEL];
    for (size_t k = 0; k < FPK_PANEL; k++)
        u[k] = fpk_panels_u(panels, &state->rule, i, k);
    fpk_base_pdf(&state->base, FPK_PANEL, u, rho, 1);
    for (size_t k = 0; k < FPK_PANEL; k++)
        mass += rho[k] * fpk_panels_weight(panels, &state->rule, i, k);
    state->lost += mass;
    FPK_CHECK(
        state->lost <= MAY_DROP, FPK_NUMERIC,
        "law: step %llu is not finite near x = %.6g, where the mass is %.3g; try smaller steps",
        (unsigned long long)state->step, x, mass);
    return FPK_OK;
}

struct trial {
    struct fpk_panels todo, next, done;
    struct image image;
    double *store;
};

static void trial_clear(struct trial *trial)
{
    fpk_panels_clear(&trial->todo);
    fpk_panels_clear(&trial->next);
    fpk_panels_clear(&trial->done);
    fpk_release(&trial->store);
}

static enum fpk_status judge(struct fpk_state *state, const struct fpk_transition *transition,
                             struct trial *trial, size_t i)
{
    double *m = trial->image.m + i * FPK_PANEL, *slope = trial->image.slope + i * FPK_PANEL;
    double *s = trial->image.s + i * FPK_PANEL;
    if (!finite_image(m, slope, s))
        return drop(state, &trial->todo, i);
    bool quiet = transition->deterministic;
    size_t pieces = quiet
                        ? pieces_quiet(state, &trial->todo, i, m, slope, trial->image.ends + 2 * i)
                        : pieces_noisy(state, &trial->todo, i, slope, s);
    if (pieces > 1)
        return fpk_panels_split(&trial->next, &state->rule, &trial->todo, i, pieces, state->moved);
    double j[FPK_PANEL];
    for (size_t k = 0; k < FPK_PANEL; k++)
        j[k] = quiet ? trial->todo.j[i * FPK_PANEL + k] * slope[k] : s[k];
    return fpk_panels_append(&trial->done, &trial->todo, i, m, j);
}

static enum fpk_status too_many(const struct fpk_state *state, const struct trial *trial)
{
    size_t n = trial->done.n + trial->next.n;
    FPK_CHECK(
        n * FPK_PANEL <= FPK_LAW_NODES, FPK_NUMERIC,
        "law: step %llu needs more than %u nodes: its noise, or that of the step before, is "
        "too narrow for the range of x (or vanishes inside it); use larger steps or more noise",
        (unsigned long long)state->step, FPK_LAW_NODES);
    return FPK_OK;
}

/* m at the ends of every panel. */
static void apply_at_ends(const struct fpk_state *state, const struct fpk_transition *transition,
                          struct trial *trial)
{
    size_t n = 2 * trial->todo.n;
    double *m = trial->image.ends, *x = m + n;
    for (size_t e = 0; e < n; e++)
        x[e] =
            fpk_panel_interpolate(&state->rule, trial->todo.x + e / 2 * FPK_PANEL, e % 2 ? 1 : -1);
    fpk_state_apply(transition, n, x, m, m + 2 * n, m + 3 * n, state->threads);
}

/* One round: every panel of `todo` is accepted, split or dropped. */
static enum fpk_status round_of(struct fpk_state *state, const struct fpk_transition *transition,
                                struct trial *trial)
{
    size_t nodes = trial->todo.n * FPK_PANEL;
    fpk_release(&trial->store);
    FPK_TRY(fpk_allocate(&trial->store, 3 * nodes + 8 * trial->todo.n));
    trial->image = (struct image){trial->store, trial->store + nodes, trial->store + 2 * nodes,
                                  trial->store + 3 * nodes};
    if (transition->deterministic) {
        FPK_TRY(fpk_panels_weigh(&trial->todo, &state->rule, &state->base, state->threads));
        apply_at_ends(state, transition, trial);
    }
    fpk_state_apply(transition, nodes, trial->todo.x, trial->image.m, trial->image.slope,
                    trial->image.s, state->threads);
    trial->next.n = 0;
    for (size_t i = 0; i < trial->todo.n; i++)
        FPK_TRY(judge(state, transition, trial, i));
    FPK_TRY(too_many(state, trial));
    struct fpk_panels swap = trial->todo;
    trial->todo = trial->next;
    trial->next = swap;
    return FPK_OK;
}

/* All panels of the state through the step; trial->done in order of u, with rho known. */
static enum fpk_status sift(struct fpk_state *state, const struct fpk_transition *transition,
                            struct trial *trial)
{
    trial->todo = state->panels;
    state->panels = (struct fpk_panels){0};
    if (trial->todo.n == 0 && transition->deterministic)
        FPK_TRY(fpk_state_lay_to_read(state, &trial->todo));
    else if (trial->todo.n == 0)
        FPK_TRY(fpk_state_lay(state, &trial->todo, 50));
    while (trial->todo.n > 0)
        FPK_TRY(round_of(state, transition, trial));
    FPK_TRY(fpk_panels_sort(&trial->done));
    return fpk_panels_weigh(&trial->done, &state->rule, &state->base, state->threads);
}

/* The nodes become the sources of the next base. */
static enum fpk_status renew(struct fpk_state *state, const struct fpk_panels *done)
{
    size_t n = done->n * FPK_PANEL;
    double *m = NULL, *s = NULL, *mass = NULL;
    enum fpk_status status = fpk_allocate(&m, n);
    if (status == FPK_OK)
        status = fpk_allocate(&s, n);
    if (status == FPK_OK)
        status = fpk_allocate(&mass, n);
    if (status != FPK_OK) {
        fpk_release(&m);
        fpk_release(&s);
        return status;
    }
    memcpy(m, done->x, n * sizeof *m);
    memcpy(s, done->j, n * sizeof *s);
    for (size_t i = 0; i < n; i++)
        mass[i] =
            done->rho[i] * fpk_panels_weight(done, &state->rule, i / FPK_PANEL, i % FPK_PANEL);
    fpk_base_clear(&state->base);
    state->moved = false;
    return fpk_base_take(&state->base, FPK_BASE_KERNELS, n, m, s, mass, state->outside,
                         &state->lost);
}

/* Points: each goes where the step sends it; with noise it becomes a bell. */
static enum fpk_status step_atoms(struct fpk_state *state, const struct fpk_transition *transition)
{
    struct fpk_base *base = &state->base;
    double *work = NULL, *m = NULL, *s = NULL;
    enum fpk_status status;
    size_t n = base->n;
    FPK_TRY_DONE(status, fpk_allocate(&work, n));
    FPK_TRY_DONE(status, fpk_allocate(&m, n));
    FPK_TRY_DONE(status, fpk_allocate(&s, n));
    for (size_t i = 0; i < n; i += FPK_BLOCK)
        transition->eval(n - i < FPK_BLOCK ? n - i : FPK_BLOCK, base->m + i, m + i, work + i, s + i,
                         transition->ctx);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(m[i]) || !isfinite(s[i])) {
            status = fpk_fail(FPK_NUMERIC, "law: step %llu is not finite at x = %.6g",
                              (unsigned long long)state->step, base->m[i]);
            goto done;
        }
    enum fpk_base_kind kind = transition->deterministic ? FPK_BASE_ATOMS : FPK_BASE_KERNELS;
    double *mass = base->mass;
    base->mass = NULL;
    fpk_base_clear(base);
    if (transition->deterministic)
        fpk_release(&s);
    status = fpk_base_take(base, kind, n, m, s, mass, 0, &state->lost);
    m = s = NULL;
done:
    fpk_release(&work);
    fpk_release(&m);
    fpk_release(&s);
    return status;
}

enum fpk_status fpk_state_step(struct fpk_state *state, const struct fpk_transition *transition)
{
    enum fpk_status status;
    struct trial trial = {.store = NULL};
    bool taken = false;
    if (state->base.kind == FPK_BASE_ATOMS) {
        status = step_atoms(state, transition);
    } else if ((status = fpk_grid_step(state, transition, &taken)) == FPK_OK && !taken) {
        status = sift(state, transition, &trial);
        if (status == FPK_OK && !transition->deterministic)
            status = renew(state, &trial.done);
        if (status == FPK_OK && transition->deterministic) {
            state->panels = trial.done;
            trial.done = (struct fpk_panels){0};
            state->moved = true;
        }
        trial_clear(&trial);
    }
    FPK_TRY(status);
    FPK_CHECK(state->base.kind != FPK_BASE_KERNELS || state->base.s_min > 0, FPK_NUMERIC,
              "law: step %llu has noise 0 at some x where there is mass; its law has no density "
              "there",
              (unsigned long long)state->step);
    state->step++;
    return FPK_OK;
}
