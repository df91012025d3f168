/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "side_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

#define STENCIL 10 /* nodes through which log p is interpolated */
#define LESSER  8  /* and those through which it is interpolated again, for the error */
#define HERMITE 5  /* nodes of the cdf's Hermite polynomial, each counted twice */

/* Breakpoints of a mixture component: half standard deviations out to 12. */
#define COMPONENT_BREAKS 49

/* ---- Newton's form, from the middle outward: partial sums are interpolants ---- */

/* Nodes nearest to the cell [i, i+1], from the middle outward; returns how many there are. */
static int stencil_of(size_t n, size_t i, int most, size_t *at)
{
    int count = 0;
    size_t low = i, high = i + 1;
    bool left = true, right = high < n;
    while (count < most && (left || right)) {
        if (right) {
            at[count++] = high;
            right = ++high < n;
        }
        if (count < most && left) {
            at[count++] = low;
            left = low-- > 0;
        }
    }
    return count;
}

/* f <- divided differences of f on z, where z[k-1] == z[k] takes slope[k] for the first. */
static void differences(int n, const double *z, double *f, const double *slope)
{
    for (int order = 1; order < n; order++)
        for (int k = n - 1; k >= order; k--) {
            double d = z[k] - z[k - order];
            f[k] = d == 0 ? slope[k] : (f[k] - f[k - 1]) / d;
        }
}

/* Value with all terms; *lesser <- with the first `few`, or all but one when there are no more. */
static double newton(int n, const double *z, const double *f, double x, int few, double *lesser)
{
    double sum = 0, product = 1;
    *lesser = 0;
    few = few < n ? few : n - 1;
    for (int k = 0; k < n; k++) {
        if (k == few)
            *lesser = sum;
        sum += f[k] * product;
        product *= x - z[k];
    }
    return sum;
}

/* ---- density on nodes ---- */

/* Largest i with x_i <= x, at most n - 2. */
static size_t cell_of(const double *node, size_t n, double x)
{
    size_t low = 0, high = n - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (node[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where the polynomial through many nodes disagrees with the straight line by more than the line's
 * own rise, the nodes are too far apart to trust it: the line, then, and their difference as
 * error. */
static void log_density(const struct fpk_density *d, size_t cell, size_t n, const double *x,
                        struct fpk_values_at *out)
{
    size_t at[STENCIL];
    double z[STENCIL], f[STENCIL];
    int count = stencil_of(d->n, cell, STENCIL, at);
    for (int k = 0; k < count; k++) {
        z[k] = d->x[at[k]];
        f[k] = fpk_log(d->pdf[at[k]]);
    }
    double a = d->x[cell], b = d->x[cell + 1], la = f[1], lb = f[0];
    double room = 1 + fabs(lb - la);
    differences(count, z, f, NULL);
    for (size_t i = 0; i < n; i++) {
        double lesser, line = la + (lb - la) * ((x[i] - a) / (b - a));
        double value = newton(count, z, f, x[i], LESSER, &lesser);
        bool trusted = fabs(value - line) <= room && fabs(lesser - line) <= room;
        out->log_pdf[i] = trusted ? value : line;
        out->log_error[i] = trusted ? fabs(value - lesser) : room;
        out->pdf[i] = fpk_exp(out->log_pdf[i]);
    }
}

/* The cdf on one cell, or the tail where that is the smaller, as a Hermite polynomial. */
struct hermite {
    double z[2 * HERMITE], f[2 * HERMITE];
    int n;
    bool low; /* of the cdf */
    double least, most, all;
};

static struct hermite hermite_of(const struct fpk_density *d, size_t cell)
{
    size_t at[HERMITE];
    double slope[2 * HERMITE];
    struct hermite h = {.low = d->cdf[cell] <= d->tail[cell]};
    const double *mass = h.low ? d->cdf : d->tail;
    h.n = 2 * stencil_of(d->n, cell, HERMITE, at);
    for (int k = 0; k < h.n; k++) {
        h.z[k] = d->x[at[k / 2]];
        h.f[k] = mass[at[k / 2]];
        slope[k] = (h.low ? 1 : -1) * d->pdf[at[k / 2]];
    }
    h.least = fmin(mass[cell], mass[cell + 1]);
    h.most = fmax(mass[cell], mass[cell + 1]);
    h.all = d->cdf[cell] + d->tail[cell];
    differences(h.n, h.z, h.f, slope);
    return h;
}

/* Kept between the cell's ends: it is monotone. */
static double hermite_at(const struct hermite *h, double x, double *error)
{
    double lesser, value = newton(h->n, h->z, h->f, x, 8, &lesser);
    *error = fmin(fabs(value - lesser), h->most - h->least);
    return fmin(fmax(value, h->least), h->most);
}

static void distribution(const struct fpk_density *d, size_t cell, size_t n, const double *x,
                         struct fpk_values_at *out)
{
    struct hermite h = hermite_of(d, cell);
    for (size_t i = 0; i < n; i++) {
        double mass = hermite_at(&h, x[i], &out->cdf_error[i]);
        out->cdf[i] = h.low ? mass : h.all - mass;
        out->tail[i] = h.low ? h.all - mass : mass;
    }
}

/* Beyond the nodes log p goes on as the parabola through three nodes near the end. */
static void beyond(const struct fpk_density *d, size_t n, const double *x,
                   struct fpk_values_at *out)
{
    bool left = x[0] < d->x[0];
    size_t stride = d->n > 17 ? 8 : (d->n - 1) / 2 > 0 ? (d->n - 1) / 2 : 1;
    double z[3], f[3];
    int count = d->n >= 2 * stride + 1 ? 3 : 2;
    for (int k = 0; k < count; k++) {
        size_t i = left ? stride * (size_t)k : d->n - 1 - stride * (size_t)k;
        z[k] = d->x[i];
        f[k] = fpk_log(d->pdf[i]);
    }
    double end = f[0];
    differences(count, z, f, NULL);
    out->outside = true;
    for (size_t i = 0; i < n; i++) {
        double lesser;
        out->log_pdf[i] = fmin(newton(count, z, f, x[i], 2, &lesser), end);
        out->log_error[i] = INFINITY;
        out->pdf[i] = 0;
        out->cdf[i] = left ? 0 : d->cdf[d->n - 1];
        out->tail[i] = left ? d->tail[0] : 0;
        out->cdf_error[i] = d->outside;
    }
}

/* ---- both kinds ---- */

static void exact(const struct fpk_mixture *mixture, size_t n, const double *x,
                  struct fpk_values_at *out)
{
    fpk_mixture_pdf(mixture, n, x, out->pdf);
    fpk_mixture_log_pdf(mixture, n, x, out->log_pdf);
    fpk_mixture_cdf(mixture, n, x, out->cdf);
    fpk_mixture_tail(mixture, n, x, out->tail);
    for (size_t i = 0; i < n; i++)
        out->log_error[i] = out->cdf_error[i] = 0;
}

void fpk_view_eval(const struct fpk_view *view, size_t n, const double *x,
                   struct fpk_values_at *out)
{
    out->outside = false;
    if (view->mixture) {
        exact(view->mixture, n, x, out);
        return;
    }
    const struct fpk_density *d = view->density;
    double low = x[0], high = x[0];
    for (size_t i = 1; i < n; i++) {
        low = fmin(low, x[i]);
        high = fmax(high, x[i]);
    }
    double middle = .5 * (low + high);
    if (middle < d->x[0] || middle > d->x[d->n - 1]) {
        beyond(d, n, x, out);
        return;
    }
    size_t cell = cell_of(d->x, d->n, middle);
    log_density(d, cell, n, x, out);
    distribution(d, cell, n, x, out);
}

void fpk_view_mass(const struct fpk_view *view, double x, double *cdf, double *tail)
{
    struct fpk_values_at at;
    fpk_view_eval(view, 1, &x, &at);
    *cdf = at.cdf[0];
    *tail = at.tail[0];
}

/* Where the cell's polynomial has the value `mass`: regula falsi in the Illinois variant (Dowell &
 * Jarratt 1971, doi:10.1007/BF01934364), which keeps the bracket. */
static struct fpk_quantile solve(const struct fpk_density *d, size_t cell, double mass)
{
    struct hermite h = hermite_of(d, cell);
    double a = d->x[cell], b = d->x[cell + 1], error = 0;
    double fa = (h.low ? h.least : h.most) - mass, fb = (h.low ? h.most : h.least) - mass;
    double slope = (h.most - h.least) / (b - a), x = .5 * (a + b), before = a;
    for (int round = 0; round < 60 && fabs(x - before) > 2e-16 * fabs(x); round++) {
        before = x;
        x = fb != fa ? a + (b - a) * (fa / (fa - fb)) : .5 * (a + b);
        double f = hermite_at(&h, x, &error) - mass;
        if (f == 0)
            break;
        if ((f > 0) != (fb > 0)) {
            a = b;
            fa = fb;
        } else {
            fa *= .5;
        }
        b = x;
        fb = f;
    }
    return (struct fpk_quantile){.x = x, .mass_error = error, .slope = slope};
}

/* The cell of a density that holds the mass, and the place in it. */
static struct fpk_quantile quantile_on_nodes(const struct fpk_density *d, double cdf, double tail)
{
    bool low = cdf <= tail;
    size_t a = 0, b = d->n - 1;
    if (low ? cdf <= d->cdf[a] : tail >= d->tail[a])
        return (struct fpk_quantile){.x = d->x[a], .slope = d->pdf[a]};
    if (low ? cdf >= d->cdf[b] : tail <= d->tail[b])
        return (struct fpk_quantile){.x = d->x[b], .slope = d->pdf[b]};
    while (b - a > 1) {
        size_t middle = a + (b - a) / 2;
        bool left = low ? d->cdf[middle] <= cdf : d->tail[middle] >= tail;
        if (left)
            a = middle;
        else
            b = middle;
    }
    bool of_cdf = d->cdf[a] <= d->tail[a];
    double all = d->cdf[a] + d->tail[a], target = low ? cdf : tail;
    return solve(d, a, of_cdf == low ? target : all - target);
}

struct fpk_quantile fpk_view_quantile(const struct fpk_view *view, double cdf, double tail)
{
    if (view->density)
        return quantile_on_nodes(view->density, cdf, tail);
    struct fpk_quantile q = {.x = cdf <= tail ? fpk_mixture_quantile(view->mixture, cdf)
                                              : fpk_mixture_quantile_tail(view->mixture, tail)};
    fpk_mixture_pdf(view->mixture, 1, &q.x, &q.slope);
    return q;
}

size_t fpk_view_breaks(const struct fpk_view *view, double *out)
{
    if (view->density) {
        for (size_t i = 0; out && i < view->density->n; i++)
            out[i] = view->density->x[i];
        return view->density->n;
    }
    const struct fpk_mixture *m = view->mixture;
    for (size_t k = 0; out && k < m->n; k++)
        for (int j = 0; j < COMPONENT_BREAKS; j++)
            out[k * COMPONENT_BREAKS + (size_t)j] =
                m->mean[k] + .5 * (j - COMPONENT_BREAKS / 2) * sqrt(m->covariance[k]);
    return m->n * COMPONENT_BREAKS;
}
