/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean of the data given a noised point, 1-D: sums over components as in line_kernel.c, of the
 * component means mu_k = m_k + gain_k (x - alpha m_k) instead of their scores g_k. */
#include "exp2_priv.h"
#include "mixture_priv.h"

#include "fpk/base/memory.h"

enum { TILE = 64 };
#define FPK_TILE(name) _Alignas(FPK_ALIGN) double name[TILE]

/* The largest exponent, and mu and g of that component: what the moments are taken about. */
static void largest(const struct fpk_mixture_posterior *p, const double *restrict x,
                    double *restrict top, double *restrict mu, double *restrict pull)
{
    const struct fpk_mixture_line *g = &p->line;
    for (size_t k = 0; k < g->n; k++) {
        double mean = g->mean[k], curve = g->curve[k], height = g->height[k];
        double inverse = g->inverse[k], centre = p->centre[k], gain = p->gain[k];
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - mean;
            double e = height - curve * (d * d);
            double m = centre + gain * d, s = -d * inverse;
            mu[i] = k == 0 || e > top[i] ? m : mu[i];
            pull[i] = k == 0 || e > top[i] ? s : pull[i];
            top[i] = k == 0 || e > top[i] ? e : top[i];
        }
    }
}

/* The mean alone. */
static void weigh_mean(const struct fpk_mixture_posterior *p, const double *restrict x,
                       const double *restrict top, const double *restrict mu, double *restrict mean)
{
    const struct fpk_mixture_line *g = &p->line;
    FPK_TILE(w);
    FPK_TILE(sum);
    FPK_TILE(first);
    for (int i = 0; i < TILE; i++)
        sum[i] = first[i] = 0;
    for (size_t k = 0; k < g->n; k++) {
        double at = g->mean[k], curve = g->curve[k], height = g->height[k];
        double centre = p->centre[k], gain = p->gain[k];
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - at;
            w[i] = exp2_below(height - curve * (d * d) - top[i]);
        }
        for (int i = 0; i < TILE; i++) {
            sum[i] += w[i];
            first[i] += w[i] * (centre + gain * (x[i] - at) - mu[i]);
        }
    }
    for (int i = 0; i < TILE; i++)
        mean[i] = mu[i] + first[i] / sum[i];
}

/* mean' = E(gain_k) + Cov(mu_k, g_k) under the posterior weights. Tweedie's formula holds for each
 * component, g_k = (alpha mu_k - x)/sigma^2, so that differences of g are those of mu times
 * alpha/sigma^2: the better form where there is little data in x. */
static void weigh(const struct fpk_mixture_posterior *p, const double *restrict x,
                  const double *restrict top, const double *restrict mu,
                  const double *restrict pull, double *restrict mean, double *restrict mean_x)
{
    const struct fpk_mixture_line *g = &p->line;
    FPK_TILE(w);
    FPK_TILE(sum);
    FPK_TILE(first);
    FPK_TILE(slope);
    FPK_TILE(cross);
    for (int i = 0; i < TILE; i++)
        sum[i] = first[i] = slope[i] = cross[i] = 0;
    for (size_t k = 0; k < g->n; k++) {
        double at = g->mean[k], curve = g->curve[k], height = g->height[k];
        double inverse = g->inverse[k], centre = p->centre[k], gain = p->gain[k];
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - at;
            w[i] = height - curve * (d * d) - top[i];
        }
        for (int i = 0; i < TILE; i++)
            w[i] = exp2_below(w[i]);
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - at;
            double m = centre + gain * d - mu[i];
            double s = p->tilt >= 0 ? p->tilt * m : -d * inverse - pull[i];
            sum[i] += w[i];
            first[i] += w[i] * m;
            slope[i] += w[i] * s;
            cross[i] += w[i] * (m * s + gain);
        }
    }
    for (int i = 0; i < TILE; i++) {
        double shift = first[i] / sum[i];
        mean[i] = mu[i] + shift;
        mean_x[i] = cross[i] / sum[i] - shift * (slope[i] / sum[i]);
    }
}

void FPK_KERNEL(fpk_line_posterior_kernel)(const struct fpk_mixture_posterior *p, size_t n,
                                           const double *x, double *mean, double *mean_x)
{
    FPK_TILE(tile);
    FPK_TILE(top);
    FPK_TILE(mu);
    FPK_TILE(pull);
    FPK_TILE(out);
    FPK_TILE(out_x);
    for (size_t i = 0; i < n; i += TILE) {
        size_t m = n - i < TILE ? n - i : TILE;
        for (size_t j = 0; j < TILE; j++)
            tile[j] = x[i + (j < m ? j : 0)];
        largest(p, tile, top, mu, pull);
        if (mean_x)
            weigh(p, tile, top, mu, pull, out, out_x);
        else
            weigh_mean(p, tile, top, mu, out);
        memcpy(mean + i, out, m * sizeof *out);
        if (mean_x)
            memcpy(mean_x + i, out_x, m * sizeof *out_x);
    }
}
