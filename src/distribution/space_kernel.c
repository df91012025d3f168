/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over the components of a mixture in dim dimensions, a tile of points at a time. Each
 * component is worked in its own eigenvector axes, where noising only adds to the variances. */
#include "exp2_priv.h"
#include "mixture_priv.h"

#include <stdbool.h>

enum { TILE = 64, ROOM = 4096 }; /* ROOM doubles hold [dim][tile] */
_Static_assert(FPK_MIXTURE_DIM_MAX <= ROOM, "one point must fit in the tile's room");

struct tile {
    size_t n, at, m; /* points in the call, the tile's first, their number */
    const double *x; /* [dim][n] */
};

/* Exponent of component k, and y [dim][m] <- (x - mean)_j / var_j along its axes. */
static void along_axes(const struct fpk_mixture_space *g, size_t k, const struct tile *t,
                       double *restrict y, double *restrict exponent)
{
    const struct fpk_mixture *mix = g->mixture;
    size_t dim = mix->dim, m = t->m;
    const double *axes = mix->axes + k * dim * dim, *mean = mix->mean + k * dim;
    double square[TILE] = {0};
    for (size_t j = 0; j < dim; j++) {
        double inverse = 1 / (g->alpha2 * mix->spread[k * dim + j] + g->sigma2);
        double *yj = y + j * m;
        for (size_t i = 0; i < m; i++)
            yj[i] = 0;
        for (size_t d = 0; d < dim; d++) {
            double c = axes[d * dim + j], mu = g->alpha * mean[d];
            const double *x = t->x + d * t->n + t->at;
            if (c != 0) /* most are 0 for diagonal covariances */
                for (size_t i = 0; i < m; i++)
                    yj[i] += c * (x[i] - mu);
        }
        for (size_t i = 0; i < m; i++) {
            square[i] += yj[i] * yj[i] * inverse;
            yj[i] *= inverse;
        }
    }
    for (size_t i = 0; i < m; i++)
        exponent[i] = g->height[k] - 0.5 * FPK_LOG2_E * square[i];
}

/* out [m] <- component d of the score of component k: -(axes y)_d. */
static void pull(const struct fpk_mixture_space *g, size_t k, size_t d, size_t m,
                 const double *restrict y, double *restrict out)
{
    size_t dim = g->mixture->dim;
    const double *axes = g->mixture->axes + (k * dim + d) * dim;
    for (size_t i = 0; i < m; i++)
        out[i] = 0;
    for (size_t j = 0; j < dim; j++)
        if (axes[j] != 0)
            for (size_t i = 0; i < m; i++)
                out[i] -= axes[j] * y[j * m + i];
}

/* out [m] <- component d of the mean of the data given x and component k: (m + alpha C S^-1 (x -
 * alpha m))_d = m_d + alpha sum_j axes_dj spread_j y_j. */
static void centre(const struct fpk_mixture_space *g, size_t k, size_t d, size_t m,
                   const double *restrict y, double *restrict out)
{
    size_t dim = g->mixture->dim;
    const double *axes = g->mixture->axes + (k * dim + d) * dim;
    const double *spread = g->mixture->spread + k * dim;
    for (size_t i = 0; i < m; i++)
        out[i] = g->mixture->mean[k * dim + d];
    for (size_t j = 0; j < dim; j++)
        if (axes[j] != 0)
            for (size_t i = 0; i < m; i++)
                out[i] += g->alpha * axes[j] * spread[j] * y[j * m + i];
}

/* What of a component is averaged. */
typedef void part_fn(const struct fpk_mixture_space *g, size_t k, size_t d, size_t m,
                     const double *restrict y, double *restrict out);

/* One component into the running sums: everything so far is scaled to the new largest exponent. */
static void merge(bool first, size_t m, const double *e, double *restrict top,
                  double *restrict keep, double *restrict w)
{
    for (size_t i = 0; i < m; i++) {
        double t = first || e[i] > top[i] ? e[i] : top[i];
        keep[i] = first ? 0 : exp2_below(top[i] - t);
        w[i] = exp2_below(e[i] - t);
        top[i] = t;
    }
}

/* average [dim][m] of a part of the components (the score, of `pull`), or NULL when only the
 * density is wanted. */
static void sums(const struct fpk_mixture_space *g, const struct tile *t, part_fn *part,
                 double *restrict top, double *restrict sum, double *average)
{
    size_t dim = g->mixture->dim, m = t->m;
    double y[ROOM], e[TILE], keep[TILE], w[TILE], s[TILE];
    for (size_t i = 0; i < m; i++)
        sum[i] = 0;
    for (size_t k = 0; k < g->mixture->n; k++) {
        along_axes(g, k, t, y, e);
        merge(k == 0, m, e, top, keep, w);
        for (size_t i = 0; i < m; i++)
            sum[i] = sum[i] * keep[i] + w[i];
        for (size_t d = 0; average && d < dim; d++) {
            double *out = average + d * m;
            part(g, k, d, m, y, s);
            for (size_t i = 0; i < m; i++)
                out[i] = (k == 0 ? 0 : out[i] * keep[i]) + w[i] * s[i];
        }
    }
    for (size_t d = 0; average && d < dim; d++)
        for (size_t i = 0; i < m; i++)
            average[d * m + i] /= sum[i];
}

/* Entry (a, b) of the inverse covariance of component k at the level. */
static double inverse_entry(const struct fpk_mixture_space *g, size_t k, size_t a, size_t b)
{
    size_t dim = g->mixture->dim;
    const double *axes = g->mixture->axes + k * dim * dim, *spread = g->mixture->spread + k * dim;
    double s = 0;
    for (size_t j = 0; j < dim; j++)
        s += axes[a * dim + j] * axes[b * dim + j] / (g->alpha2 * spread[j] + g->sigma2);
    return s;
}

/* score_x = E[(s_k - s)(s_k - s)^T - inverse_k] under the posterior weights, s the score. */
static void jacobian(const struct fpk_mixture_space *g, const struct tile *t, const double *top,
                     const double *sum, const double *score, double *restrict score_x)
{
    size_t dim = g->mixture->dim, m = t->m;
    double y[ROOM], s[ROOM], e[TILE], w[TILE];
    for (size_t ab = 0; ab < dim * dim; ab++)
        for (size_t i = 0; i < m; i++)
            score_x[ab * t->n + t->at + i] = 0;
    for (size_t k = 0; k < g->mixture->n; k++) {
        along_axes(g, k, t, y, e);
        for (size_t i = 0; i < m; i++)
            w[i] = exp2_below(e[i] - top[i]) / sum[i];
        for (size_t d = 0; d < dim; d++) {
            pull(g, k, d, m, y, s + d * m);
            for (size_t i = 0; i < m; i++)
                s[d * m + i] -= score[d * m + i];
        }
        for (size_t a = 0; a < dim; a++)
            for (size_t b = 0; b < dim; b++) {
                double inverse = inverse_entry(g, k, a, b);
                double *out = score_x + (a * dim + b) * t->n + t->at;
                for (size_t i = 0; i < m; i++)
                    out[i] += w[i] * (s[a * m + i] * s[b * m + i] - inverse);
            }
    }
}

void FPK_KERNEL(fpk_space_kernel)(const struct fpk_mixture_space *g, size_t n, const double *x,
                                  double *top, double *sum, double *score, double *score_x)
{
    size_t fits = ROOM / g->mixture->dim, tile = fits < TILE ? fits : TILE;
    for (size_t at = 0; at < n; at += tile) {
        struct tile t = {.n = n, .at = at, .m = n - at < tile ? n - at : tile, .x = x};
        double own[ROOM];
        sums(g, &t, pull, top + at, sum + at, score || score_x ? own : NULL);
        for (size_t d = 0; score && d < g->mixture->dim; d++)
            memcpy(score + d * n + at, own + d * t.m, t.m * sizeof *own);
        if (score_x)
            jacobian(g, &t, top + at, sum + at, own, score_x);
    }
}

/* Entry (a, b) of alpha C_k S_k^-1, the slope of the component's mean. */
static double gain_entry(const struct fpk_mixture_space *g, size_t k, size_t a, size_t b)
{
    size_t dim = g->mixture->dim;
    const double *axes = g->mixture->axes + k * dim * dim, *spread = g->mixture->spread + k * dim;
    double s = 0;
    for (size_t j = 0; j < dim; j++)
        s += axes[a * dim + j] * axes[b * dim + j] *
             (g->alpha * spread[j] / (g->alpha2 * spread[j] + g->sigma2));
    return s;
}

/* mean_x = E[gain_k + (mu_k - mean)(g_k - score)^T] under the posterior weights; where there is
 * little data in x, g_k - score = alpha/sigma^2 (mu_k - mean). */
static void mean_jacobian(const struct fpk_mixture_space *g, const struct tile *t,
                          const double *mean, double *restrict mean_x)
{
    size_t dim = g->mixture->dim, m = t->m;
    double y[ROOM], mu[ROOM], s[ROOM], score[ROOM], e[TILE], top[TILE], sum[TILE], w[TILE];
    bool noisy = g->alpha2 < g->sigma2;
    sums(g, t, pull, top, sum, noisy ? NULL : score);
    for (size_t ab = 0; ab < dim * dim; ab++)
        for (size_t i = 0; i < m; i++)
            mean_x[ab * t->n + t->at + i] = 0;
    for (size_t k = 0; k < g->mixture->n; k++) {
        along_axes(g, k, t, y, e);
        for (size_t i = 0; i < m; i++)
            w[i] = exp2_below(e[i] - top[i]) / sum[i];
        for (size_t d = 0; d < dim; d++) {
            centre(g, k, d, m, y, mu + d * m);
            for (size_t i = 0; i < m; i++)
                mu[d * m + i] -= mean[d * m + i];
            if (!noisy)
                pull(g, k, d, m, y, s + d * m);
            for (size_t i = 0; i < m; i++)
                s[d * m + i] =
                    noisy ? g->alpha / g->sigma2 * mu[d * m + i] : s[d * m + i] - score[d * m + i];
        }
        for (size_t a = 0; a < dim; a++)
            for (size_t b = 0; b < dim; b++) {
                double gain = gain_entry(g, k, a, b);
                double *out = mean_x + (a * dim + b) * t->n + t->at;
                for (size_t i = 0; i < m; i++)
                    out[i] += w[i] * (mu[a * m + i] * s[b * m + i] + gain);
            }
    }
}

void FPK_KERNEL(fpk_space_posterior_kernel)(const struct fpk_mixture_space *g, size_t n,
                                            const double *x, double *mean, double *mean_x)
{
    size_t fits = ROOM / g->mixture->dim, tile = fits < TILE ? fits : TILE;
    for (size_t at = 0; at < n; at += tile) {
        struct tile t = {.n = n, .at = at, .m = n - at < tile ? n - at : tile, .x = x};
        double own[ROOM], top[TILE], sum[TILE];
        sums(g, &t, centre, top, sum, own);
        for (size_t d = 0; d < g->mixture->dim; d++)
            memcpy(mean + d * n + at, own + d * t.m, t.m * sizeof *own);
        if (mean_x)
            mean_jacobian(g, &t, own, mean_x);
    }
}
