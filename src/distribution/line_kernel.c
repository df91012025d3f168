/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over the components of a 1-D mixture, in two passes over tiles that stay in the first-level
 * cache: the largest exponent first, then the weights relative to it, eight components at a time.
 * The exponent is formed again in the second pass: four operations cost less than a table of all
 * components. */
#include "exp2_priv.h"
#include "mixture_priv.h"

#include "fpk/base/memory.h"

enum { TILE = 64, TOGETHER = 8 };
#define FPK_TILE(name) _Alignas(FPK_ALIGN) double name[TILE] /* no vector crosses a cache line */

/* Copies up to TILE points and repeats the first in the rest, so that every loop has fixed
 * length. */
static size_t take(size_t n, const double *x, double *tile)
{
    size_t m = n < TILE ? n : TILE;
    for (size_t i = 0; i < m; i++)
        tile[i] = x[i];
    for (size_t i = m; i < TILE; i++)
        tile[i] = x[0];
    return m;
}

static void give(size_t m, const double *tile, double *out)
{
    memcpy(out, tile, m * sizeof *tile);
}

static void largest(const struct fpk_mixture_line *g, const double *restrict x,
                    double *restrict top)
{
    for (size_t k = 0; k < g->n; k++) {
        double mean = g->mean[k], curve = g->curve[k], height = g->height[k];
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - mean;
            double e = height - curve * (d * d);
            top[i] = k == 0 || e > top[i] ? e : top[i];
        }
    }
}

/* The same, and the score of the component that is largest. */
static void largest_with_score(const struct fpk_mixture_line *g, const double *restrict x,
                               double *restrict top, double *restrict pull)
{
    for (size_t k = 0; k < g->n; k++) {
        double mean = g->mean[k], curve = g->curve[k], height = g->height[k];
        double inverse = g->inverse[k];
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - mean;
            double e = height - curve * (d * d);
            double s = -d * inverse;
            pull[i] = k == 0 || e > top[i] ? s : pull[i];
            top[i] = k == 0 || e > top[i] ? e : top[i];
        }
    }
}

/* w[k] <- weights of the components begin + k, k < n <= TOGETHER, relative to the largest. In
 * two loops, because in one the chain of operations is longer than the CPU can look ahead. */
static void weights(const struct fpk_mixture_line *g, size_t begin, size_t n,
                    const double *restrict x, const double *restrict top,
                    double (*restrict w)[TILE])
{
    for (size_t k = 0; k < n; k++) {
        double mean = g->mean[begin + k], curve = g->curve[begin + k];
        double height = g->height[begin + k];
        for (int i = 0; i < TILE; i++) {
            double d = x[i] - mean;
            w[k][i] = height - curve * (d * d) - top[i];
        }
    }
    for (size_t k = 0; k < n; k++)
        for (int i = 0; i < TILE; i++)
            w[k][i] = exp2_below(w[k][i]);
}

static void weigh(const struct fpk_mixture_line *g, const double *restrict x,
                  const double *restrict top, double *restrict sum)
{
    _Alignas(FPK_ALIGN) double w[TOGETHER][TILE];
    for (size_t begin = 0; begin < g->n; begin += TOGETHER) {
        size_t n = g->n - begin < TOGETHER ? g->n - begin : TOGETHER;
        weights(g, begin, n, x, top, w);
        for (size_t k = 0; k < n; k++)
            for (int i = 0; i < TILE; i++)
                sum[i] = (begin + k == 0 ? 0 : sum[i]) + w[k][i];
    }
}

static void weigh_score(const struct fpk_mixture_line *g, const double *restrict x,
                        const double *restrict top, double *restrict score)
{
    _Alignas(FPK_ALIGN) double w[TOGETHER][TILE];
    FPK_TILE(sum);
    for (size_t begin = 0; begin < g->n; begin += TOGETHER) {
        size_t n = g->n - begin < TOGETHER ? g->n - begin : TOGETHER;
        weights(g, begin, n, x, top, w);
        for (size_t k = 0; k < n; k++) {
            double mean = g->mean[begin + k], inverse = g->inverse[begin + k];
            for (int i = 0; i < TILE; i++) {
                double d = x[i] - mean;
                sum[i] = (begin + k == 0 ? 0 : sum[i]) + w[k][i];
                score[i] = (begin + k == 0 ? 0 : score[i]) - w[k][i] * (d * inverse);
            }
        }
    }
    for (int i = 0; i < TILE; i++)
        score[i] /= sum[i];
}

/* score' = Var(s_k) - E(1/var_k) under the posterior weights. The variance is taken about the score
 * of the largest component, because E(s^2) - E(s)^2 would lose every digit far out. */
static void weigh_both(const struct fpk_mixture_line *g, const double *restrict x,
                       const double *restrict top, const double *restrict pull,
                       double *restrict score, double *restrict score_x)
{
    _Alignas(FPK_ALIGN) double w[TOGETHER][TILE];
    FPK_TILE(sum);
    FPK_TILE(first);
    FPK_TILE(second);
    for (int i = 0; i < TILE; i++)
        sum[i] = first[i] = second[i] = 0;
    for (size_t begin = 0; begin < g->n; begin += TOGETHER) {
        size_t n = g->n - begin < TOGETHER ? g->n - begin : TOGETHER;
        weights(g, begin, n, x, top, w);
        for (size_t k = 0; k < n; k++) {
            double mean = g->mean[begin + k], inverse = g->inverse[begin + k];
            for (int i = 0; i < TILE; i++) {
                double d = x[i] - mean;
                double s = -d * inverse - pull[i];
                sum[i] += w[k][i];
                first[i] += w[k][i] * s;
                second[i] += w[k][i] * (s * s - inverse);
            }
        }
    }
    for (int i = 0; i < TILE; i++) {
        double shift = first[i] / sum[i];
        score[i] = pull[i] + shift;
        score_x[i] = second[i] / sum[i] - shift * shift;
    }
}

void FPK_KERNEL(fpk_line_sum_kernel)(const struct fpk_mixture_line *g, size_t n, const double *x,
                                     double *top, double *sum)
{
    FPK_TILE(tile);
    FPK_TILE(t);
    FPK_TILE(s);
    for (size_t i = 0; i < n; i += TILE) {
        size_t m = take(n - i, x + i, tile);
        largest(g, tile, t);
        weigh(g, tile, t, s);
        give(m, t, top + i);
        give(m, s, sum + i);
    }
}

void FPK_KERNEL(fpk_line_score_kernel)(const struct fpk_mixture_line *g, size_t n, const double *x,
                                       double *score)
{
    FPK_TILE(tile);
    FPK_TILE(t);
    FPK_TILE(s);
    for (size_t i = 0; i < n; i += TILE) {
        size_t m = take(n - i, x + i, tile);
        largest(g, tile, t);
        weigh_score(g, tile, t, s);
        give(m, s, score + i);
    }
}

void FPK_KERNEL(fpk_line_both_kernel)(const struct fpk_mixture_line *g, size_t n, const double *x,
                                      double *score, double *score_x)
{
    FPK_TILE(tile);
    FPK_TILE(t);
    FPK_TILE(p);
    FPK_TILE(s);
    FPK_TILE(s_x);
    for (size_t i = 0; i < n; i += TILE) {
        size_t m = take(n - i, x + i, tile);
        largest_with_score(g, tile, t, p);
        weigh_both(g, tile, t, p, s, s_x);
        give(m, s, score + i);
        give(m, s_x, score_x + i);
    }
}
