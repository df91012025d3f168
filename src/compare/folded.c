/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances of laws that are folded or have atoms. With E_a the mean under a,
 *
 *     kl(a, b) = E_a ln(a/b)      tv = E_p max(0, 1 - q/p) = E_q max(0, 1 - p/q)
 *     w1 = int |F_p - F_q| dx     w2^2 = int_0^1 (Q_p - Q_q)^2 dv
 *
 * E_a is summed where a is smooth: in u when a is pushed, so that its poles, integrable as they
 * are, do not appear; what is left at the poles is a logarithm, in the first two, and a bounded
 * function in the third. Cells are cut at all poles and halved until they do not count. */
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"
#include "side_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A cell is halved until its Legendre tail, times its weight, is below this. */
#define ENOUGH 1e-14

/* Quantiles cost more, and w2 is the root of a sum: */
#define ENOUGH_OF_TRANSPORT 1e-12

#define DEPTH 52

/* Rounding of x moves the place that a branch sends there, near a pole by so much that the density
 * keeps only 1e-16/|x - pole| of its digits. */
#define ROUNDING 4e-16

/* Cells of one integral; what is not resolved with so many is in the error. */
#define MOST_CELLS 40000

/* KL is not reported when more than this of one side's mass lies beyond the other's. */
#define BEYOND_MOST 1e-6

enum what { KL, TV };

struct total {
    struct fpk_sum value, error;
};

struct pole {
    double x, size; /* size of the numbers that x was computed from */
};

struct job {
    const struct fpk_view *a, *b;
    struct fpk_panel_rule rule;
    enum what what;
    struct total total;
    double beyond; /* mass of a where b has none */
    size_t cells;
    struct pole *pole; /* [n_pole], ascending */
    size_t n_pole;
};

static int by_size(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return a < b ? -1 : a > b;
}

static size_t sort_unique(double *x, size_t n)
{
    qsort(x, n, sizeof *x, by_size);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(x[i]) && (kept == 0 || x[i] > x[kept - 1]))
            x[kept++] = x[i];
    return kept;
}

/* Where the density of either is not smooth: ends of branches. */
static size_t poles_of(const struct fpk_view *view, struct pole *out)
{
    const struct fpk_pushed *line = view->pushed;
    size_t n = 0;
    for (size_t k = 0; line && k < line->n_branch; k++)
        for (int end = 0; end < 2; end++, n++) {
            const struct fpk_branch *branch = &line->branch[k];
            size_t i = end ? branch->last : branch->first;
            double x = fpk_pushed_x(line, i, end ? branch->to : branch->from);
            if (out)
                out[n] = (struct pole){x, fabs(x) + fmax(fabs(line->x_a[i]), fabs(line->x_b[i]))};
        }
    return n;
}

static int by_pole(const void *p, const void *q)
{
    return by_size(&((const struct pole *)p)->x, &((const struct pole *)q)->x);
}

static size_t sort_poles(struct pole *pole, size_t n)
{
    size_t kept = 0;
    qsort(pole, n, sizeof *pole, by_pole);
    for (size_t i = 0; i < n; i++)
        if (kept > 0 && pole[i].x == pole[kept - 1].x)
            pole[kept - 1].size = fmax(pole[kept - 1].size, pole[i].size);
        else
            pole[kept++] = pole[i];
    return kept;
}

/* ---- means under a ---- */

/* A cell of a: of panel i of its line, in t; or, i < 0, an interval of x. */
struct cell {
    long long i;
    double from, to;
};

/* Nodes of the cell in x, and the law a's mass at each (times the rule's weights: its integral). */
static void nodes_of(const struct job *job, const struct cell *cell, double *x, double *weight)
{
    const struct fpk_pushed *line = job->a->pushed;
    double half = .5 * (cell->to - cell->from), middle = .5 * (cell->from + cell->to);
    for (int k = 0; k < FPK_PANEL; k++) {
        double t = middle + half * job->rule.x[k];
        if (cell->i < 0) {
            x[k] = t;
            weight[k] = half;
            continue;
        }
        size_t i = (size_t)cell->i;
        x[k] = fpk_pushed_x(line, i, t);
        weight[k] = half * .5 * (line->b[i] - line->a[i]) *
                    fpk_exp(fpk_panel_interpolate(&line->rule, line->log_rho + i * FPK_PANEL, t));
    }
}

/* Relative rounding of the densities at x. */
static double rounding_at(const struct job *job, double x)
{
    double least = INFINITY;
    for (size_t i = 0; i < job->n_pole; i++)
        least = fmin(least, fabs(x - job->pole[i].x) / (fabs(x) + job->pole[i].size));
    return fmin(1, ROUNDING / least);
}

static double term(enum what what, double log_a, double log_b)
{
    if (what == KL)
        return log_b == -INFINITY ? 0 : log_a - log_b;
    return log_b >= log_a ? 0 : 1 - fpk_exp(log_b - log_a);
}

static void add_cell(struct job *job, struct cell cell, int depth)
{
    double x[FPK_PANEL], weight[FPK_PANEL], f[FPK_PANEL];
    double sum = 0, beyond = 0, most = 0, rounding = 0;
    struct fpk_values_any a, b;
    nodes_of(job, &cell, x, weight);
    fpk_view_any(job->a, FPK_PANEL, x, &a, false);
    fpk_view_any(job->b, FPK_PANEL, x, &b, false);
    for (int k = 0; k < FPK_PANEL; k++) {
        double mass = cell.i < 0 ? weight[k] * fpk_exp(a.log_pdf[k]) : weight[k];
        f[k] = a.log_pdf[k] == -INFINITY ? 0 : mass * term(job->what, a.log_pdf[k], b.log_pdf[k]);
        sum += job->rule.w[k] * f[k];
        most = fmax(most, mass);
        rounding += job->rule.w[k] * mass * rounding_at(job, x[k]);
        if (b.log_pdf[k] == -INFINITY)
            beyond += job->rule.w[k] * mass;
    }
    double tail = fpk_panel_tail(&job->rule, f);
    double middle = .5 * (cell.from + cell.to);
    bool coarse = tail > fmax(ENOUGH, 10 * rounding) && most > 1e-18;
    if (depth > 0 && coarse && ++job->cells < MOST_CELLS) {
        add_cell(job, (struct cell){cell.i, cell.from, middle}, depth - 1);
        add_cell(job, (struct cell){cell.i, middle, cell.to}, depth - 1);
        return;
    }
    fpk_sum_add(&job->total.value, sum);
    fpk_sum_add(&job->total.error, tail + rounding);
    job->beyond += beyond;
}

/* The piece [from, to] of panel i, cut where X passes a pole. */
static void add_piece(struct job *job, size_t i, double from, double to)
{
    const struct fpk_pushed *line = job->a->pushed;
    double ends[2] = {fpk_pushed_x(line, i, from), fpk_pushed_x(line, i, to)};
    bool up = ends[1] > ends[0];
    double low = up ? ends[0] : ends[1], high = up ? ends[1] : ends[0], start = from;
    for (size_t q = 0; q < job->n_pole; q++) {
        double pole = job->pole[up ? q : job->n_pole - 1 - q].x;
        if (!(pole > low && pole < high))
            continue;
        double t = fpk_pushed_solve(line, i, from, to, pole);
        if (t > start && t < to) {
            add_cell(job, (struct cell){(long long)i, start, t}, DEPTH);
            start = t;
        }
    }
    add_cell(job, (struct cell){(long long)i, start, to}, DEPTH);
}

static enum fpk_status add_line(struct job *job)
{
    size_t n = fpk_view_breaks(job->a, NULL);
    double *cut = NULL;
    FPK_TRY(fpk_allocate(&cut, n + job->n_pole));
    fpk_view_breaks(job->a, cut);
    for (size_t i = 0; i < job->n_pole; i++)
        cut[n + i] = job->pole[i].x;
    n = sort_unique(cut, n + job->n_pole);
    for (size_t i = 0; i + 1 < n; i++)
        add_cell(job, (struct cell){-1, cut[i], cut[i + 1]}, DEPTH);
    fpk_release(&cut);
    return FPK_OK;
}

static enum fpk_status add_all(struct job *job)
{
    const struct fpk_pushed *line = job->a->pushed;
    if (!line)
        return add_line(job);
    for (size_t k = 0; k < line->n_branch; k++) {
        const struct fpk_branch *branch = &line->branch[k];
        for (size_t i = branch->first; i <= branch->last; i++)
            add_piece(job, i, i == branch->first ? branch->from : -1,
                      i == branch->last ? branch->to : 1);
    }
    return FPK_OK;
}

/* Mass of b's atom at x; places that rounding alone keeps apart are one. */
static double atom_at(const struct fpk_view *b, double x)
{
    for (size_t i = 0; b->pushed && i < b->pushed->n_atom; i++)
        if (fabs(b->pushed->atom[i] - x) <= 1e-11 * fabs(x))
            return b->pushed->atom_mass[i];
    return 0;
}

/* What a's atoms contribute: to tv what they have more than b's at the same place, to kl the same
 * sum as a density does; infinite when b has none there. */
static double of_atoms(const struct fpk_view *a, const struct fpk_view *b, enum what what)
{
    double sum = 0;
    for (size_t i = 0; a->pushed && i < a->pushed->n_atom; i++) {
        double mass = a->pushed->atom_mass[i], other = atom_at(b, a->pushed->atom[i]);
        if (what == TV)
            sum += fmax(0, mass - other);
        else if (other > 0)
            sum += mass * fpk_log(mass / other);
        else
            sum = INFINITY;
    }
    return sum;
}

static double left_out(const struct fpk_view *view)
{
    return view->pushed ? view->pushed->outside : view->density ? view->density->outside : 0;
}

static struct fpk_number number_of(const struct total *total, double floor)
{
    double value = fpk_sum_value(&total->value);
    return (struct fpk_number){.value = value,
                               .error = fpk_sum_value(&total->error) + floor + 1e-12 * fabs(value)};
}

static enum fpk_status mean_of(const struct job *with, const struct fpk_view *a,
                               const struct fpk_view *b, enum what what, struct fpk_number *out)
{
    struct job job = *with;
    job.a = a;
    job.b = b;
    job.what = what;
    job.beyond = 0;
    job.cells = 0;
    memset(&job.total, 0, sizeof job.total);
    FPK_TRY(add_all(&job));
    *out = number_of(&job.total, 1e-13 + 40 * (left_out(a) + left_out(b)));
    double atoms = of_atoms(a, b, what);
    out->value += atoms;
    if (!isfinite(atoms))
        *out = (struct fpk_number){NAN, INFINITY, "one law has an atom where the other has none"};
    else if (what == KL && job.beyond > BEYOND_MOST)
        *out = (struct fpk_number){NAN, INFINITY, "one law has mass where the other has none"};
    else if (what == KL)
        out->error += 700 * job.beyond;
    return FPK_OK;
}

/* ---- distribution functions and quantiles ---- */

/* A function on [from, to] at the nodes of the rule. */
typedef void on_cell(const struct job *job, const double *at, double *f, int side);

static void add_interval(struct job *job, on_cell *fill, int side, double enough, double from,
                         double to, int depth)
{
    double at[FPK_PANEL], f[FPK_PANEL], half = .5 * (to - from), middle = .5 * (from + to), sum = 0;
    for (int k = 0; k < FPK_PANEL; k++)
        at[k] = middle + half * job->rule.x[k];
    fill(job, at, f, side);
    for (int k = 0; k < FPK_PANEL; k++)
        sum += half * job->rule.w[k] * f[k];
    double tail = half * fpk_panel_tail(&job->rule, f);
    if (depth > 0 && tail > enough && ++job->cells < MOST_CELLS) {
        add_interval(job, fill, side, enough, from, middle, depth - 1);
        add_interval(job, fill, side, enough, middle, to, depth - 1);
        return;
    }
    fpk_sum_add(&job->total.value, sum);
    fpk_sum_add(&job->total.error, tail);
}

/* |F_p - F_q|, from the smaller ends. */
static void difference(const struct job *job, const double *at, double *f, int side)
{
    struct fpk_values_any a, b;
    (void)side;
    fpk_view_any(job->a, FPK_PANEL, at, &a, true);
    fpk_view_any(job->b, FPK_PANEL, at, &b, true);
    for (int k = 0; k < FPK_PANEL; k++) {
        bool low = a.cdf[k] + b.cdf[k] <= a.tail[k] + b.tail[k];
        f[k] = fabs(low ? a.cdf[k] - b.cdf[k] : b.tail[k] - a.tail[k]);
    }
}

/* (Q_p - Q_q)^2 at mass v below (side < 0) or above. */
static void transport(const struct job *job, const double *at, double *f, int side)
{
    for (int k = 0; k < FPK_PANEL; k++) {
        double cdf = side < 0 ? at[k] : 1 - at[k], tail = side < 0 ? 1 - at[k] : at[k];
        double move =
            fpk_view_quantile_any(job->a, cdf, tail) - fpk_view_quantile_any(job->b, cdf, tail);
        f[k] = move * move;
    }
}

/* Breakpoints of both: nodes' panels, poles, atoms. */
static size_t breaks_of(const struct fpk_view *view, double *out)
{
    if (!view->pushed)
        return fpk_view_breaks(view, out);
    for (size_t i = 0; out && i < view->pushed->n_knot; i++)
        out[i] = view->pushed->knot[i].x;
    return view->pushed->n_knot;
}

static enum fpk_status w1_of(struct job *job, struct fpk_number *out)
{
    size_t np = breaks_of(job->a, NULL), nq = breaks_of(job->b, NULL);
    double *cut = NULL;
    FPK_TRY(fpk_allocate(&cut, np + nq));
    breaks_of(job->a, cut);
    breaks_of(job->b, cut + np);
    size_t n = sort_unique(cut, np + nq);
    job->cells = 0;
    memset(&job->total, 0, sizeof job->total);
    for (size_t i = 0; i + 1 < n; i++)
        add_interval(job, difference, 0, ENOUGH, cut[i], cut[i + 1], DEPTH);
    *out = number_of(&job->total,
                     1e-14 + (left_out(job->a) + left_out(job->b)) * (cut[n - 1] - cut[0]));
    fpk_release(&cut);
    return FPK_OK;
}

/* Least mass at which quantiles are compared. */
#define LEAST 1e-26

/* Masses at the breakpoints of one view, below or above: cells of v in (0, 1/2). */
static size_t masses_of(const struct fpk_view *view, int side, double *cut)
{
    size_t n = breaks_of(view, cut), kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct fpk_values_any at;
        fpk_view_any(view, 1, &cut[i], &at, true);
        double mass = side < 0 ? at.cdf[0] : at.tail[0];
        if (mass > LEAST && mass < .5)
            cut[kept++] = mass;
    }
    for (size_t i = 0; view->pushed && i < view->pushed->n_knot; i++) {
        const struct fpk_knot *knot = &view->pushed->knot[i];
        double mass = side < 0 ? knot->cdf - knot->jump : knot->tail + knot->jump;
        if (knot->jump > 0 && mass > LEAST && mass < .5)
            cut[kept++] = mass;
    }
    return kept;
}

static enum fpk_status w2_of(struct job *job, struct fpk_number *out)
{
    size_t room = 2 * (breaks_of(job->a, NULL) + breaks_of(job->b, NULL)) + 2;
    double *cut = NULL;
    FPK_TRY(fpk_allocate(&cut, room));
    job->cells = 0;
    memset(&job->total, 0, sizeof job->total);
    for (int side = -1; side <= 1; side += 2) {
        size_t n = masses_of(job->a, side, cut);
        n += masses_of(job->b, side, cut + n);
        cut[n++] = LEAST;
        cut[n++] = .5;
        n = sort_unique(cut, n);
        for (size_t i = 0; i + 1 < n; i++)
            add_interval(job, transport, side, ENOUGH_OF_TRANSPORT, cut[i], cut[i + 1], 12);
    }
    fpk_release(&cut);
    struct fpk_number square = number_of(&job->total, 1e-14);
    double value = sqrt(fmax(square.value, 0));
    double error = value * value > square.error ? square.error / value : sqrt(square.error);
    *out = (struct fpk_number){.value = value, .error = error + 1e-10 * value};
    return FPK_OK;
}

/* tv two ways: means of both; what they differ by is in the error. Atoms are mass that the other
 * law does not have. */
static enum fpk_status tv_of(const struct job *job, struct fpk_number *out)
{
    struct fpk_number other;
    FPK_TRY(mean_of(job, job->a, job->b, TV, out));
    FPK_TRY(mean_of(job, job->b, job->a, TV, &other));
    out->error += fabs(out->value - other.value);
    return FPK_OK;
}

enum fpk_status fpk_folded_distances(const struct fpk_view *p, const struct fpk_view *q,
                                     struct fpk_distances *out)
{
    struct job job = {.a = p, .b = q};
    enum fpk_status status;
    *out = (struct fpk_distances){.kl_pq = {0}};
    fpk_panel_init(&job.rule);
    size_t n = poles_of(p, NULL);
    FPK_TRY(fpk_allocate(&job.pole, n + poles_of(q, NULL)));
    poles_of(p, job.pole);
    job.n_pole = sort_poles(job.pole, n + poles_of(q, job.pole + n));
    FPK_TRY_DONE(status, mean_of(&job, p, q, KL, &out->kl_pq));
    FPK_TRY_DONE(status, mean_of(&job, q, p, KL, &out->kl_qp));
    FPK_TRY_DONE(status, tv_of(&job, &out->tv));
    FPK_TRY_DONE(status, w1_of(&job, &out->w1));
    status = w2_of(&job, &out->w2);
done:
    fpk_release(&job.pole);
    return status;
}
