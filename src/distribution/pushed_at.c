/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a folded law at a point: each branch is solved for the place that X sends there. */
#include "pushed_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdbool.h>

double fpk_pushed_x(const struct fpk_pushed *pushed, size_t i, double t)
{
    return fpk_panel_interpolate(&pushed->rule, pushed->x + i * FPK_PANEL, t);
}

/* Newton's method on the panel's polynomial, halving whenever it leaves the bracket. */
double fpk_pushed_solve(const struct fpk_pushed *pushed, size_t i, double from, double to, double x)
{
    const double *slope = pushed->slope + i * FPK_PANEL;
    double half = .5 * (pushed->b[i] - pushed->a[i]), low = from, high = to;
    double x_from = fpk_pushed_x(pushed, i, from), x_to = fpk_pushed_x(pushed, i, to);
    bool up = x_to > x_from;
    if (up ? x <= x_from : x >= x_from)
        return from;
    if (up ? x >= x_to : x <= x_to)
        return to;
    double t = from + (to - from) * ((x - x_from) / (x_to - x_from));
    for (int round = 0; round < 80; round++) {
        double miss = fpk_pushed_x(pushed, i, t) - x;
        if (miss == 0)
            break;
        if ((miss < 0) == up)
            low = t;
        else
            high = t;
        double next = t - miss / (half * fpk_panel_interpolate(&pushed->rule, slope, t));
        if (!(next > low && next < high) || round % 8 == 7)
            next = .5 * (low + high);
        double moved = fabs(next - t);
        t = next;
        if (moved <= 1e-16 || high - low <= 1e-16)
            break;
    }
    return t;
}

/* Mass of U on panel i from t to its end, or from its beginning to t. */
static double part(const struct fpk_pushed *pushed, size_t i, double from, double to)
{
    double rho[FPK_PANEL], sum = 0;
    for (int k = 0; k < FPK_PANEL; k++) {
        double t = .5 * (from + to) + .5 * (to - from) * pushed->rule.x[k];
        rho[k] = fpk_panel_interpolate(&pushed->rule, pushed->log_rho + i * FPK_PANEL, t);
    }
    fpk_exp_block(FPK_PANEL, rho, rho);
    for (int k = 0; k < FPK_PANEL; k++)
        sum += pushed->rule.w[k] * rho[k];
    return .25 * (to - from) * (pushed->b[i] - pushed->a[i]) * sum;
}

double fpk_pushed_between(const struct fpk_pushed *pushed, struct fpk_place p, struct fpk_place q)
{
    if (p.i == q.i)
        return part(pushed, p.i, p.t, q.t);
    double head = part(pushed, p.i, p.t, 1), foot = part(pushed, q.i, -1, q.t);
    bool low = pushed->below[q.i] <= pushed->above[p.i + 1];
    double middle = low ? pushed->below[q.i] - pushed->below[p.i + 1]
                        : pushed->above[p.i + 1] - pushed->above[q.i];
    return head + middle + foot;
}

/* The panel of the branch that holds x, and the place in it. */
static struct fpk_place find(const struct fpk_pushed *pushed, const struct fpk_branch *branch,
                             double x)
{
    size_t low = branch->first, high = branch->last;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = branch->sign > 0 ? pushed->x_b[middle] < x : pushed->x_b[middle] > x;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    double from = low == branch->first ? branch->from : -1;
    double to = low == branch->last ? branch->to : 1;
    return (struct fpk_place){low, fpk_pushed_solve(pushed, low, from, to, x)};
}

/* rho/|X'| at a place. */
static double log_ratio(const struct fpk_pushed *pushed, struct fpk_place p)
{
    size_t at = p.i * FPK_PANEL;
    double slope = fpk_panel_interpolate(&pushed->rule, pushed->slope + at, p.t);
    double log_rho = fpk_panel_interpolate(&pushed->rule, pushed->log_rho + at, p.t);
    return log_rho - fpk_log(fmax(fabs(slope), 1e-300));
}

static double log_sum(double a, double b)
{
    double high = fmax(a, b), low = fmin(a, b);
    return low == -INFINITY ? high : high + fpk_log(1 + fpk_exp(low - high));
}

static void add_branch(const struct fpk_pushed *pushed, const struct fpk_branch *branch, double x,
                       bool of_mass, double *cdf, double *tail, double *log_pdf)
{
    struct fpk_place start = {branch->first, branch->from}, end = {branch->last, branch->to};
    bool up = branch->sign > 0;
    if (x < branch->low || x >= branch->high) {
        if (of_mass)
            *(x < branch->low ? tail : cdf) += branch->mass;
        return;
    }
    struct fpk_place at = find(pushed, branch, x);
    if (of_mass) {
        *(up ? cdf : tail) += fpk_pushed_between(pushed, start, at);
        *(up ? tail : cdf) += fpk_pushed_between(pushed, at, end);
    }
    *log_pdf = log_sum(*log_pdf, log_ratio(pushed, at));
}

void fpk_pushed_at(const struct fpk_pushed *pushed, double x, double *log_pdf, double *cdf,
                   double *tail)
{
    double sum = 0, rest = 0, log_sum_of = -INFINITY;
    bool of_mass = cdf != NULL || tail != NULL;
    for (size_t k = 0; k < pushed->n_branch; k++)
        add_branch(pushed, &pushed->branch[k], x, of_mass, &sum, &rest, &log_sum_of);
    for (size_t i = 0; of_mass && i < pushed->n_atom; i++)
        *(pushed->atom[i] <= x ? &sum : &rest) += pushed->atom_mass[i];
    if (log_pdf)
        *log_pdf = log_sum_of;
    if (cdf)
        *cdf = sum;
    if (tail)
        *tail = rest;
}

/* Has the knot at least the wanted mass below? */
static bool reached(const struct fpk_knot *knot, double cdf, double tail)
{
    return cdf <= tail ? knot->cdf >= cdf : knot->tail <= tail;
}

double fpk_pushed_quantile(const struct fpk_pushed *pushed, double cdf, double tail)
{
    size_t low = 0, high = pushed->n_knot - 1;
    if (reached(&pushed->knot[0], cdf, tail))
        return pushed->knot[0].x;
    if (!reached(&pushed->knot[high], cdf, tail))
        return pushed->knot[high].x;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (reached(&pushed->knot[middle], cdf, tail))
            high = middle;
        else
            low = middle;
    }
    const struct fpk_knot *p = &pushed->knot[low], *q = &pushed->knot[high];
    bool left = cdf <= tail;
    double a = p->x, b = q->x, x = b;
    double fa = left ? p->cdf - cdf : tail - p->tail;
    double fb = left ? q->cdf - q->jump - cdf : tail - (q->tail + q->jump);
    if (fb <= 0)
        return b; /* in the atom at q */
    for (int round = 0; round < 60 && b - a > 2e-16 * (fabs(a) + fabs(b)); round++) {
        double before = x, found, rest;
        x = round % 4 == 3 ? .5 * (a + b) : a + (b - a) * (fa / (fa - fb));
        fpk_pushed_at(pushed, x, NULL, &found, &rest);
        double f = left ? found - cdf : tail - rest;
        if (f == 0 || fabs(x - before) <= 1e-16 * fabs(x))
            break;
        *(f < 0 ? &a : &b) = x;
        *(f < 0 ? &fa : &fb) = f;
    }
    return x;
}
