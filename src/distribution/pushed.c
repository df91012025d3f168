/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking in a folded law: panels kept, turned into atoms or left out; branches; knots. */
#include "pushed_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A panel on which X is not monotone is left out when it holds less than this. */
#define TRACE 1e-12

/* X does not change on a panel when it changes by less than this, relative to its size. */
#define FLAT 1e-13

void fpk_pushed_clear(struct fpk_pushed *pushed)
{
    double **owned[] = {&pushed->a,     &pushed->b,       &pushed->x,        &pushed->slope,
                        &pushed->below, &pushed->above,   &pushed->x_a,      &pushed->x_b,
                        &pushed->atom,  &pushed->log_rho, &pushed->atom_mass};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        fpk_release(owned[i]);
    fpk_release(&pushed->branch);
    fpk_release(&pushed->knot);
    pushed->n = pushed->n_branch = pushed->n_atom = pushed->n_knot = 0;
}

static enum fpk_status reserve(struct fpk_pushed *pushed, size_t n, size_t points)
{
    FPK_TRY(fpk_allocate(&pushed->a, n));
    FPK_TRY(fpk_allocate(&pushed->b, n));
    FPK_TRY(fpk_allocate(&pushed->x, n * FPK_PANEL));
    FPK_TRY(fpk_allocate(&pushed->slope, n * FPK_PANEL));
    FPK_TRY(fpk_allocate(&pushed->log_rho, n * FPK_PANEL));
    FPK_TRY(fpk_allocate(&pushed->below, n + 1));
    FPK_TRY(fpk_allocate(&pushed->above, n + 1));
    FPK_TRY(fpk_allocate(&pushed->x_a, n));
    FPK_TRY(fpk_allocate(&pushed->x_b, n));
    FPK_TRY(fpk_allocate(&pushed->atom, n + points));
    FPK_TRY(fpk_allocate(&pushed->atom_mass, n + points));
    FPK_TRY(fpk_allocate(&pushed->branch, n * FPK_PANEL + 1));
    return fpk_allocate(&pushed->knot, 2 * n * (FPK_PANEL + 2) + n + points);
}

static double mass_of(const struct fpk_panel_rule *rule, double a, double b, const double *rho)
{
    double sum = 0;
    for (int k = 0; k < FPK_PANEL; k++)
        sum += rule->w[k] * rho[k];
    return .5 * (b - a) * sum;
}

/* X' at -1, at the nodes and at 1: where its sign is looked at. */
#define LOOKS (FPK_PANEL + 2)

static void slopes(const struct fpk_panel_rule *rule, const double *slope, double *t, double *out)
{
    t[0] = -1;
    t[LOOKS - 1] = 1;
    out[0] = fpk_panel_interpolate(rule, slope, -1);
    out[LOOKS - 1] = fpk_panel_interpolate(rule, slope, 1);
    memcpy(t + 1, rule->x, FPK_PANEL * sizeof *t);
    memcpy(out + 1, slope, FPK_PANEL * sizeof *out);
}

static bool one_sign(const double *slope)
{
    bool up = true, down = true;
    for (int k = 0; k < LOOKS; k++) {
        up = up && slope[k] > 0;
        down = down && slope[k] < 0;
    }
    return up || down;
}

static double span(const double *x)
{
    double low = x[0], high = x[0];
    for (int k = 1; k < FPK_PANEL; k++) {
        low = fmin(low, x[k]);
        high = fmax(high, x[k]);
    }
    return high - low;
}

/* Size of X where there is mass. */
static double size_of(const struct fpk_panels_view *from, const struct fpk_panel_rule *rule)
{
    double size = 0;
    for (size_t i = 0; i < from->n; i++)
        if (mass_of(rule, from->a[i], from->b[i], from->rho + i * FPK_PANEL) > TRACE)
            for (size_t k = 0; k < FPK_PANEL; k++)
                size = fmax(size, fabs(from->x[i * FPK_PANEL + k]));
    return size;
}

static void add_atom(struct fpk_pushed *pushed, double x, double mass)
{
    if (!(mass > 0))
        return;
    pushed->atom[pushed->n_atom] = x;
    pushed->atom_mass[pushed->n_atom++] = mass;
}

static void add_panel(struct fpk_pushed *pushed, const struct fpk_panels_view *from, size_t i)
{
    size_t at = pushed->n++, bytes = FPK_PANEL * sizeof *pushed->x;
    pushed->a[at] = from->a[i];
    pushed->b[at] = from->b[i];
    memcpy(pushed->x + at * FPK_PANEL, from->x + i * FPK_PANEL, bytes);
    memcpy(pushed->slope + at * FPK_PANEL, from->slope + i * FPK_PANEL, bytes);
    fpk_log_block(FPK_PANEL, from->rho + i * FPK_PANEL, pushed->log_rho + at * FPK_PANEL);
    pushed->x_a[at] = fpk_pushed_x(pushed, at, -1);
    pushed->x_b[at] = fpk_pushed_x(pushed, at, 1);
}

/* A panel where X is flat to its size, and its slope is nothing beside the size over the panel. */
static bool flat(const double *x, double size)
{
    return span(x) <= FLAT * size;
}

static void take_panels(struct fpk_pushed *pushed, const struct fpk_panels_view *from)
{
    const struct fpk_panel_rule *rule = &pushed->rule;
    double size = size_of(from, rule), t[LOOKS], slope[LOOKS];
    for (size_t i = 0; i < from->n; i++) {
        const double *rho = from->rho + i * FPK_PANEL, *x = from->x + i * FPK_PANEL;
        double mass = mass_of(rule, from->a[i], from->b[i], rho);
        bool some = true;
        for (int k = 0; k < FPK_PANEL; k++)
            some = some && rho[k] > 1e-300;
        slopes(rule, from->slope + i * FPK_PANEL, t, slope);
        if (some && (one_sign(slope) || mass > TRACE) && !(mass > TRACE && flat(x, size)))
            add_panel(pushed, from, i);
        else if (mass > TRACE && flat(x, size))
            add_atom(pushed, x[0], mass);
        else
            pushed->outside += mass;
    }
    for (size_t i = 0; i < from->n_point; i++)
        add_atom(pushed, from->point[i], from->point_mass[i]);
}

struct point {
    double x, mass;
};

static int by_x(const void *p, const void *q)
{
    double a = ((const struct point *)p)->x, b = ((const struct point *)q)->x;
    return a < b ? -1 : a > b;
}

/* Sorts atoms; those that rounding alone keeps apart are one. */
static enum fpk_status merge_atoms(struct fpk_pushed *pushed)
{
    struct point *list = NULL;
    size_t n = pushed->n_atom, kept = 0;
    FPK_TRY(fpk_allocate(&list, n));
    for (size_t i = 0; i < n; i++)
        list[i] = (struct point){pushed->atom[i], pushed->atom_mass[i]};
    qsort(list, n, sizeof *list, by_x);
    for (size_t i = 0; i < n; i++) {
        bool same = kept > 0 && list[i].x - pushed->atom[kept - 1] <= 1e-12 * fabs(list[i].x);
        if (same) {
            pushed->atom_mass[kept - 1] += list[i].mass;
            continue;
        }
        pushed->atom[kept] = list[i].x;
        pushed->atom_mass[kept++] = list[i].mass;
    }
    pushed->n_atom = kept;
    fpk_release(&list);
    return FPK_OK;
}

static void sum_panels(struct fpk_pushed *pushed)
{
    double rho[FPK_PANEL];
    for (size_t i = 0; i < pushed->n; i++) {
        fpk_exp_block(FPK_PANEL, pushed->log_rho + i * FPK_PANEL, rho);
        double mass = mass_of(&pushed->rule, pushed->a[i], pushed->b[i], rho);
        pushed->below[i + 1] = pushed->below[i] + mass;
        pushed->above[i] = mass;
    }
    for (size_t i = pushed->n; i-- > 0;)
        pushed->above[i] += pushed->above[i + 1];
}

/* Where the interpolated slope changes sign between t = a and b. */
static double turn(const struct fpk_pushed *pushed, size_t i, double a, double b)
{
    const double *slope = pushed->slope + i * FPK_PANEL;
    bool rises = fpk_panel_interpolate(&pushed->rule, slope, a) < 0;
    for (int round = 0; round < 60; round++) {
        double t = .5 * (a + b);
        if ((fpk_panel_interpolate(&pushed->rule, slope, t) < 0) == rises)
            a = t;
        else
            b = t;
    }
    return .5 * (a + b);
}

static void close_branch(struct fpk_pushed *pushed, size_t last, double to)
{
    struct fpk_branch *branch = &pushed->branch[pushed->n_branch++];
    branch->last = last;
    branch->to = to;
    double start = fpk_pushed_x(pushed, branch->first, branch->from);
    double end = fpk_pushed_x(pushed, last, to);
    branch->low = fmin(start, end);
    branch->high = fmax(start, end);
    branch->mass = fpk_pushed_between(pushed, (struct fpk_place){branch->first, branch->from},
                                      (struct fpk_place){last, to});
}

static void open_branch(struct fpk_pushed *pushed, size_t first, double from, double sign)
{
    pushed->branch[pushed->n_branch] =
        (struct fpk_branch){.first = first, .from = from, .sign = sign};
}

/* Branches end where the slope changes sign, inside a panel or between two. */
static void find_branches(struct fpk_pushed *pushed)
{
    double t[LOOKS], slope[LOOKS], sign = 0;
    for (size_t i = 0; i < pushed->n; i++) {
        slopes(&pushed->rule, pushed->slope + i * FPK_PANEL, t, slope);
        double now = slope[0] < 0 ? -1 : 1;
        bool back = i > 0 && sign * (pushed->x_a[i] - pushed->x_b[i - 1]) <
                                 -1e-9 * (span(pushed->x + i * FPK_PANEL) + fabs(pushed->x_a[i]));
        if (i > 0 && (now != sign || back))
            close_branch(pushed, i - 1, 1);
        if (i == 0 || now != sign || back)
            open_branch(pushed, i, -1, now);
        sign = now;
        for (int k = 1; k < LOOKS; k++) {
            now = slope[k] < 0 ? -1 : slope[k] > 0 ? 1 : sign;
            if (now == sign)
                continue;
            double at = turn(pushed, i, t[k - 1], t[k]);
            close_branch(pushed, i, at);
            open_branch(pushed, i, at, now);
            sign = now;
        }
    }
    if (pushed->n > 0)
        close_branch(pushed, pushed->n - 1, 1);
}

static int by_knot(const void *p, const void *q)
{
    double a = ((const struct fpk_knot *)p)->x, b = ((const struct fpk_knot *)q)->x;
    return a < b ? -1 : a > b;
}

static void find_knots(struct fpk_pushed *pushed)
{
    struct fpk_knot *knot = pushed->knot;
    size_t n = 0, kept = 0;
    for (size_t k = 0; k < pushed->n_branch; k++) {
        const struct fpk_branch *branch = &pushed->branch[k];
        knot[n++].x = branch->low;
        knot[n++].x = branch->high;
        for (size_t i = branch->first; i < branch->last; i++)
            knot[n++].x = pushed->x_b[i];
    }
    for (size_t i = 0; i < pushed->n_atom; i++)
        knot[n++] = (struct fpk_knot){.x = pushed->atom[i], .jump = pushed->atom_mass[i]};
    qsort(knot, n, sizeof *knot, by_knot);
    for (size_t i = 0; i < n; i++)
        if (kept > 0 && knot[i].x == knot[kept - 1].x)
            knot[kept - 1].jump += knot[i].jump;
        else
            knot[kept++] = knot[i];
    pushed->n_knot = kept;
    for (size_t i = 0; i < kept; i++)
        fpk_pushed_at(pushed, knot[i].x, NULL, &knot[i].cdf, &knot[i].tail);
}

enum fpk_status fpk_pushed_init(struct fpk_pushed *pushed, const struct fpk_panels_view *from)
{
    *pushed = (struct fpk_pushed){.n = 0};
    fpk_panel_init(&pushed->rule);
    enum fpk_status status;
    FPK_TRY_DONE(status, reserve(pushed, from->n, from->n_point));
    take_panels(pushed, from);
    FPK_TRY_DONE(status, merge_atoms(pushed));
    if (pushed->n + pushed->n_atom == 0) {
        status =
            fpk_fail(FPK_NUMERIC, "a law without mass: %zu panels, none of them kept", from->n);
        goto done;
    }
    sum_panels(pushed);
    find_branches(pushed);
    find_knots(pushed);
    return FPK_OK;
done:
    fpk_pushed_clear(pushed);
    return status;
}

void fpk_pushed_moments(const struct fpk_pushed *pushed, double *mass, double *mean,
                        double *variance)
{
    struct fpk_sum sum[3];
    memset(sum, 0, sizeof sum);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < pushed->n; i++)
            for (size_t k = 0; k < FPK_PANEL; k++) {
                double x = pushed->x[i * FPK_PANEL + k];
                double w = .5 * (pushed->b[i] - pushed->a[i]) * pushed->rule.w[k] *
                           fpk_exp(pushed->log_rho[i * FPK_PANEL + k]);
                fpk_sum_add(&sum[pass ? 2 : 0], pass ? w * (x - *mean) * (x - *mean) : w);
                fpk_sum_add(&sum[1], pass ? 0 : w * x);
            }
        for (size_t i = 0; i < pushed->n_atom; i++) {
            double x = pushed->atom[i], w = pushed->atom_mass[i];
            fpk_sum_add(&sum[pass ? 2 : 0], pass ? w * (x - *mean) * (x - *mean) : w);
            fpk_sum_add(&sum[1], pass ? 0 : w * x);
        }
        *mass = fpk_sum_value(&sum[0]);
        *mean = fpk_sum_value(&sum[1]) / *mass;
    }
    *variance = fpk_sum_value(&sum[2]) / *mass;
}
