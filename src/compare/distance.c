/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances as integrals over small cells: the union of both sides' nodes. In each cell both sides
 * are smooth; where p - q or F_p - F_q changes sign the cell is halved until the part that holds
 * the kink does not count. */
#include "fpk/compare/distance.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/quadrature.h"
#include "fpk/numeric/sum.h"
#include "side_priv.h"

#include <math.h>
#include <stdlib.h>

#define GAUSS 6           /* Gauss points in a cell */
#define EDGE  (GAUSS + 2) /* and its two ends, where a change of sign may hide */

/* A cell whose kink contributes less than this is not halved further. */
#define NOT_WORTH 1e-15

/* A cell on which the KL integrands wiggle more than this is halved. */
#define SMOOTH 1e-10

/* Less mass than this is not worth a quantile. */
#define NO_MASS 1e-24

/* KL is not reported when more than this of one side's mass lies beyond the other's nodes. */
#define BEYOND_MOST 1e-6

struct total {
    struct fpk_sum value, error;
};

struct work {
    struct fpk_view p, q;
    double x[GAUSS], w[GAUSS]; /* on [-1, 1] */
    double fifth[GAUSS];       /* values at x -> Legendre coefficient of degree 5 */
    double x5[GAUSS - 1], w5[GAUSS - 1];
    struct total kl_pq, kl_qp, tv, w1, w2;
    double beyond_q, beyond_p; /* mass of p beyond q's nodes; of q beyond p's */
    double *cut;               /* [n] sorted breakpoints */
    size_t n;
};

static void add(struct total *total, double value, double error)
{
    fpk_sum_add(&total->value, value);
    fpk_sum_add(&total->error, error);
}

/* Gauss points of [a, b], then a and b, and both sides there. */
static void sample(const struct work *work, double a, double b, double *x, struct fpk_values_at *p,
                   struct fpk_values_at *q)
{
    for (int i = 0; i < GAUSS; i++)
        x[i] = .5 * (a + b) + .5 * (b - a) * work->x[i];
    x[GAUSS] = a;
    x[GAUSS + 1] = b;
    fpk_view_eval(&work->p, EDGE, x, p);
    fpk_view_eval(&work->q, EDGE, x, q);
}

/* |Gauss sum of the density - difference of its distribution function| on [a, b]: what quadrature
 * and interpolation together miss. */
static double mass_defect(const struct work *work, const struct fpk_values_at *at, double half)
{
    enum { A = GAUSS, B = GAUSS + 1 };
    if (at->outside)
        return 0;
    double sum = 0;
    for (int i = 0; i < GAUSS; i++)
        sum += half * work->w[i] * at->pdf[i];
    return fabs(sum -
                (at->cdf[B] <= at->tail[A] ? at->cdf[B] - at->cdf[A] : at->tail[A] - at->tail[B]));
}

/* Terms of one KL at the Gauss points of a cell: p ln(p/q) - p + q, whose integral is the same
 * since both masses are 1, is nowhere negative and of second order in p - q, so that nothing
 * cancels. */
struct kl_cell {
    double value, error, wiggle; /* wiggle: Legendre coefficient of degree 5, times the width */
    double beyond;               /* mass of p where q has no nodes */
};

static struct kl_cell kl_on(const struct work *work, double half, const struct fpk_values_at *p,
                            const struct fpk_values_at *q, double defect)
{
    struct kl_cell cell = {0};
    double steepest = 0, fifth = 0;
    for (int i = 0; i < GAUSS; i++) {
        double w = half * work->w[i], ratio = p->log_pdf[i] - q->log_pdf[i];
        double term = p->outside ? q->pdf[i] : p->pdf[i] * ratio - p->pdf[i] + q->pdf[i];
        cell.value += w * term;
        fifth += work->fifth[i] * term;
        if (p->outside)
            continue; /* no mass of p there */
        steepest = fmax(steepest, fabs(ratio));
        if (q->outside) {
            cell.error += w * fabs(term);
            cell.beyond += w * p->pdf[i];
            continue;
        }
        cell.error += w * (p->pdf[i] * fabs(ratio) * p->log_error[i] +
                           fabs(p->pdf[i] - q->pdf[i]) * q->log_error[i]);
    }
    cell.wiggle = half * fabs(fifth);
    cell.error += defect * steepest + 1e-3 * cell.wiggle;
    return cell;
}

/* Halved until the integrands are polynomials of degree 4 to 1e-10; Gauss with 6 points then misses
 * far less, being exact to degree 11. */
static void add_smooth(struct work *work, double a, double b, int depth)
{
    double x[EDGE], half = .5 * (b - a);
    struct fpk_values_at p, q;
    sample(work, a, b, x, &p, &q);
    double defect = mass_defect(work, &p, half) + mass_defect(work, &q, half);
    struct kl_cell pq = kl_on(work, half, &p, &q, defect), qp = kl_on(work, half, &q, &p, defect);
    if (depth > 0 && fmax(pq.wiggle, qp.wiggle) > SMOOTH) {
        add_smooth(work, a, .5 * (a + b), depth - 1);
        add_smooth(work, .5 * (a + b), b, depth - 1);
        return;
    }
    add(&work->kl_pq, pq.value, pq.error);
    add(&work->kl_qp, qp.value, qp.error);
    add(&work->tv, 0, .5 * defect);
    work->beyond_q += pq.beyond;
    work->beyond_p += qp.beyond;
}

/* The smaller distribution functions give the difference without cancellation. */
static double mass_difference(const struct fpk_values_at *p, const struct fpk_values_at *q, int i)
{
    bool low = p->cdf[i] + q->cdf[i] <= p->tail[i] + q->tail[i];
    return low ? p->cdf[i] - q->cdf[i] : q->tail[i] - p->tail[i];
}

/* 1/2 |p - q| or |F_p - F_q| over [a, b]. */
static void add_absolute(struct work *work, double a, double b, bool of_mass, int depth)
{
    double x[EDGE], half = .5 * (b - a), value = 0, error = 0, most = 0;
    bool up = false, down = false;
    struct fpk_values_at p, q;
    sample(work, a, b, x, &p, &q);
    for (int i = 0; i < EDGE; i++) {
        double w = i < GAUSS ? half * work->w[i] : 0;
        double d = of_mass ? mass_difference(&p, &q, i) : .5 * (p.pdf[i] - q.pdf[i]);
        double e = of_mass ? p.cdf_error[i] + q.cdf_error[i]
                           : .5 * ((p.outside ? 0 : p.pdf[i] * p.log_error[i]) +
                                   (q.outside ? 0 : q.pdf[i] * q.log_error[i]));
        up = up || d > 0;
        down = down || d < 0;
        most = fmax(most, fabs(d));
        value += w * fabs(d);
        error += w * e;
    }
    if (up && down && depth > 0 && most * (b - a) > NOT_WORTH) {
        add_absolute(work, a, .5 * (a + b), of_mass, depth - 1);
        add_absolute(work, .5 * (a + b), b, of_mass, depth - 1);
        return;
    }
    add(of_mass ? &work->w1 : &work->tv, value, error + (up && down ? most * (b - a) : 0));
}

/* (x - Q_q(F_p(x)))^2 p over [a, b], at n points; *error <- what interpolating F_p and Q_q may have
 * done to it. */
static double transport(const struct work *work, double a, double b, int n, const double *x,
                        const double *w, double *error)
{
    double at[GAUSS], sum = 0;
    *error = 0;
    struct fpk_values_at p;
    for (int i = 0; i < n; i++)
        at[i] = .5 * (a + b) + .5 * (b - a) * x[i];
    fpk_view_eval(&work->p, (size_t)n, at, &p);
    for (int i = 0; i < n; i++) {
        if (p.pdf[i] * (b - a) < NO_MASS)
            continue;
        struct fpk_quantile q = fpk_view_quantile(&work->q, p.cdf[i], p.tail[i]);
        double move = at[i] - q.x, mass = .5 * (b - a) * w[i] * p.pdf[i];
        sum += mass * move * move;
        if (q.slope > 0)
            *error += 2 * mass * fabs(move) * ((p.cdf_error[i] + q.mass_error) / q.slope);
    }
    return sum;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Sorts and drops repetitions. */
static size_t sort_unique(double *x, size_t n)
{
    qsort(x, n, sizeof *x, by_size);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(x[i]) && (kept == 0 || x[i] > x[kept - 1]))
            x[kept++] = x[i];
    return kept;
}

/* For w2 the cells of q are brought to the line of p: Q_p(F_q(node)). */
static enum fpk_status add_transport(struct work *work)
{
    size_t np = fpk_view_breaks(&work->p, NULL), nq = fpk_view_breaks(&work->q, NULL);
    double *cut = NULL;
    FPK_TRY(fpk_allocate(&cut, np + nq));
    fpk_view_breaks(&work->p, cut);
    fpk_view_breaks(&work->q, cut + np);
    for (size_t i = np; i < np + nq; i++) {
        double cdf, tail;
        fpk_view_mass(&work->q, cut[i], &cdf, &tail);
        bool inside = cdf > 1e-300 && tail > 1e-300;
        cut[i] = inside ? fpk_view_quantile(&work->p, cdf, tail).x : NAN;
    }
    size_t n = sort_unique(cut, np + nq);
    for (size_t i = 0; i + 1 < n; i++) {
        double a = cut[i], b = cut[i + 1], error, ignored;
        double value = transport(work, a, b, GAUSS, work->x, work->w, &error);
        double lesser = transport(work, a, b, GAUSS - 1, work->x5, work->w5, &ignored);
        add(&work->w2, value, fabs(value - lesser) + error);
    }
    fpk_release(&cut);
    return FPK_OK;
}

static enum fpk_status integrate(struct work *work)
{
    size_t np = fpk_view_breaks(&work->p, NULL), nq = fpk_view_breaks(&work->q, NULL);
    FPK_TRY(fpk_allocate(&work->cut, np + nq));
    fpk_view_breaks(&work->p, work->cut);
    fpk_view_breaks(&work->q, work->cut + np);
    work->n = sort_unique(work->cut, np + nq);
    for (size_t i = 0; i + 1 < work->n; i++) {
        double a = work->cut[i], b = work->cut[i + 1];
        add_smooth(work, a, b, 12);
        add_absolute(work, a, b, false, 50);
        add_absolute(work, a, b, true, 50);
    }
    fpk_release(&work->cut);
    return add_transport(work);
}

static struct fpk_number number_of(const struct total *total)
{
    double value = fpk_sum_value(&total->value);
    return (struct fpk_number){.value = value,
                               .error = fpk_sum_value(&total->error) + 1e-14 + 1e-13 * fabs(value)};
}

static struct fpk_number kl_of(const struct total *total, double beyond)
{
    if (beyond > BEYOND_MOST)
        return (struct fpk_number){
            NAN, INFINITY,
            "one law has mass where the other's density is below the smallest double"};
    return number_of(total);
}

/* Quantiles are interpolated to about 1e-12 of the distance; 1e-11 is allowed. */
static struct fpk_number root_of(struct fpk_number square)
{
    double value = sqrt(fmax(square.value, 0));
    double error = value * value > square.error ? square.error / value : sqrt(square.error);
    return (struct fpk_number){.value = value, .error = error + 1e-11 * value};
}

static enum fpk_status once(struct fpk_view p, struct fpk_view q, struct fpk_distances *out)
{
    if (p.pushed || q.pushed)
        return fpk_folded_distances(&p, &q, out);
    struct work work = {.p = p, .q = q};
    fpk_gauss_legendre(GAUSS, work.x, work.w);
    fpk_gauss_legendre(GAUSS - 1, work.x5, work.w5);
    for (int i = 0; i < GAUSS; i++) {
        double x = work.x[i], x2 = x * x;
        work.fifth[i] = 5.5 * work.w[i] * x * (63 * x2 * x2 - 70 * x2 + 15) / 8;
    }
    FPK_TRY(integrate(&work));
    *out = (struct fpk_distances){
        .kl_pq = kl_of(&work.kl_pq, work.beyond_q),
        .kl_qp = kl_of(&work.kl_qp, work.beyond_p),
        .tv = number_of(&work.tv),
        .w1 = number_of(&work.w1),
        .w2 = root_of(number_of(&work.w2)),
    };
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_side *side)
{
    FPK_CHECK(!side->mixture || side->mixture->dim == 1, FPK_USAGE,
              "distance: the mixture has %zu dimensions; these distances are one-dimensional",
              side->mixture->dim);
    FPK_CHECK(side->mixture || side->pushed || (side->fine && side->fine->n >= 2), FPK_USAGE,
              "distance: a density needs at least two nodes");
    return FPK_OK;
}

/* What the coarse law changes is part of the error. */
static void widen(struct fpk_number *fine, const struct fpk_number *coarse)
{
    if (isfinite(fine->value) && isfinite(coarse->value))
        fine->error += fabs(fine->value - coarse->value);
}

static struct fpk_view fine_view(const struct fpk_side *side)
{
    return (struct fpk_view){side->mixture, side->fine, side->pushed};
}

static struct fpk_view coarse_view(const struct fpk_side *side)
{
    return (struct fpk_view){side->mixture, side->coarse ? side->coarse : side->fine,
                             side->pushed_coarse ? side->pushed_coarse : side->pushed};
}

enum fpk_status fpk_distance(const struct fpk_side *p, const struct fpk_side *q,
                             struct fpk_distances *out)
{
    FPK_TRY(check(p));
    FPK_TRY(check(q));
    FPK_TRY(once(fine_view(p), fine_view(q), out));
    if (!p->coarse && !q->coarse && !p->pushed_coarse && !q->pushed_coarse)
        return FPK_OK;
    struct fpk_distances coarse;
    FPK_TRY(once(coarse_view(p), coarse_view(q), &coarse));
    widen(&out->kl_pq, &coarse.kl_pq);
    widen(&out->kl_qp, &coarse.kl_qp);
    widen(&out->tv, &coarse.tv);
    widen(&out->w1, &coarse.w1);
    widen(&out->w2, &coarse.w2);
    return FPK_OK;
}

static void moments_of(const struct fpk_density *d, double *mass, double *mean, double *variance)
{
    struct fpk_sum zeroth = {0}, first = {0}, second = {0};
    for (size_t i = 0; i < d->n; i++) {
        fpk_sum_add(&zeroth, d->w[i] * d->pdf[i]);
        fpk_sum_add(&first, d->w[i] * d->pdf[i] * d->x[i]);
    }
    *mass = fpk_sum_value(&zeroth);
    *mean = fpk_sum_value(&first) / *mass;
    for (size_t i = 0; i < d->n; i++)
        fpk_sum_add(&second, d->w[i] * d->pdf[i] * (d->x[i] - *mean) * (d->x[i] - *mean));
    *variance = fpk_sum_value(&second) / *mass;
}

enum fpk_status fpk_side_moments(const struct fpk_side *side, struct fpk_side_moments *out)
{
    FPK_TRY(check(side));
    *out = (struct fpk_side_moments){0};
    double m0 = 1, m1, m2, mass, mean, variance;
    if (side->mixture) {
        fpk_mixture_mean(side->mixture, &m1);
        fpk_mixture_covariance(side->mixture, &m2);
    } else if (side->pushed) {
        fpk_pushed_moments(side->pushed, &m0, &m1, &m2);
    } else {
        moments_of(side->fine, &m0, &m1, &m2);
    }
    double width = sqrt(fmax(m2, 0)), size = fabs(m1) + width;
    double lost = side->mixture ? 0 : side->pushed ? side->pushed->outside : side->fine->outside;
    double floor = side->mixture ? 1e-15 : 1e-13 + lost;
    out->mass = (struct fpk_number){m0, floor, NULL};
    out->mean = (struct fpk_number){m1, floor * size, NULL};
    out->variance = (struct fpk_number){m2, floor * size * width, NULL};
    if (side->mixture || !(side->pushed ? side->pushed_coarse != NULL : side->coarse != NULL))
        return FPK_OK;
    if (side->pushed)
        fpk_pushed_moments(side->pushed_coarse, &mass, &mean, &variance);
    else
        moments_of(side->coarse, &mass, &mean, &variance);
    out->mass.error += fabs(mass - m0);
    out->mean.error += fabs(mean - m1);
    out->variance.error += fabs(variance - m2);
    return FPK_OK;
}
