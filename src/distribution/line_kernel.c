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

/* ---- two components, the case of every lesson: the larger weight is 1, one exponential less.
 * The same operations otherwise, so the same bits. ---- */

/* w <- the two weights relative to the larger; second [i]: 1 where component 1 is the larger. */
static void weights_of_two(const struct fpk_mixture_line *g, const double *restrict x,
                           double (*restrict w)[TILE], double *restrict second)
{
    FPK_TILE(below);
    double m0 = g->mean[0], c0 = g->curve[0], h0 = g->height[0];
    double m1 = g->mean[1], c1 = g->curve[1], h1 = g->height[1];
    for (int i = 0; i < TILE; i++) {
        double d0 = x[i] - m0, d1 = x[i] - m1;
        double e0 = h0 - c0 * (d0 * d0), e1 = h1 - c1 * (d1 * d1);
        below[i] = e1 > e0 ? e0 - e1 : e1 - e0;
        second[i] = e1 > e0 ? 1 : 0;
    }
    for (int i = 0; i < TILE; i++)
        below[i] = exp2_below(below[i]);
    for (int i = 0; i < TILE; i++) {
        w[0][i] = second[i] > 0 ? below[i] : 1;
        w[1][i] = second[i] > 0 ? 1 : below[i];
    }
}

static void score_of_two(const struct fpk_mixture_line *g, const double *restrict x,
                         double *restrict score)
{
    _Alignas(FPK_ALIGN) double w[2][TILE];
    FPK_TILE(second);
    double m0 = g->mean[0], i0 = g->inverse[0], m1 = g->mean[1], i1 = g->inverse[1];
    weights_of_two(g, x, w, second);
    for (int i = 0; i < TILE; i++)
        score[i] = ((0 - w[0][i] * ((x[i] - m0) * i0)) - w[1][i] * ((x[i] - m1) * i1)) /
                   (w[0][i] + w[1][i]);
}

static void both_of_two(const struct fpk_mixture_line *g, const double *restrict x,
                        double *restrict score, double *restrict score_x)
{
    _Alignas(FPK_ALIGN) double w[2][TILE];
    FPK_TILE(second);
    double m0 = g->mean[0], i0 = g->inverse[0], m1 = g->mean[1], i1 = g->inverse[1];
    weights_of_two(g, x, w, second);
    for (int i = 0; i < TILE; i++) {
        double p0 = -(x[i] - m0) * i0, p1 = -(x[i] - m1) * i1;
        double pull = second[i] > 0 ? p1 : p0, s0 = p0 - pull, s1 = p1 - pull;
        double sum = w[0][i] + w[1][i];
        double shift = (w[0][i] * s0 + w[1][i] * s1) / sum;
        score[i] = pull + shift;
        score_x[i] = (w[0][i] * (s0 * s0 - i0) + w[1][i] * (s1 * s1 - i1)) / sum - shift * shift;
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

/* One tile; a full one is read and written in place. */
static void score_tile(const struct fpk_mixture_line *g, const double *x, double *score)
{
    FPK_TILE(top);
    if (g->n == 2) {
        score_of_two(g, x, score);
    } else {
        largest(g, x, top);
        weigh_score(g, x, top, score);
    }
}

static void both_tile(const struct fpk_mixture_line *g, const double *x, double *score,
                      double *score_x)
{
    FPK_TILE(top);
    FPK_TILE(pull);
    if (g->n == 2) {
        both_of_two(g, x, score, score_x);
    } else {
        largest_with_score(g, x, top, pull);
        weigh_both(g, x, top, pull, score, score_x);
    }
}

void FPK_KERNEL(fpk_line_score_kernel)(const struct fpk_mixture_line *g, size_t n, const double *x,
                                       double *score)
{
    FPK_TILE(tile);
    FPK_TILE(s);
    size_t i = 0;
    for (; i + TILE <= n; i += TILE)
        score_tile(g, x + i, score + i);
    if (i < n) {
        size_t m = take(n - i, x + i, tile);
        score_tile(g, tile, s);
        give(m, s, score + i);
    }
}

void FPK_KERNEL(fpk_line_both_kernel)(const struct fpk_mixture_line *g, size_t n, const double *x,
                                      double *score, double *score_x)
{
    FPK_TILE(tile);
    FPK_TILE(s);
    FPK_TILE(s_x);
    size_t i = 0;
    for (; i + TILE <= n; i += TILE)
        both_tile(g, x + i, score + i, score_x + i);
    if (i < n) {
        size_t m = take(n - i, x + i, tile);
        both_tile(g, tile, s, s_x);
        give(m, s, score + i);
        give(m, s_x, score_x + i);
    }
}
