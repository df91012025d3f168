/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heads of a score, by the one conversion of fpk/schedule/head.h: from the score, and from the mean
 * of the data, where it is known, once there is little of the data in x: there x0 is a small
 * difference of x and sigma eps, divided by alpha. At the limit, alpha = sigma/16, that difference
 * is off by 16 roundings of x; the mean costs twice to three times as much. */
#include "fpk/score/score.h"

#include <assert.h>
#include <math.h>

static bool by_mean(const struct fpk_score *score, enum fpk_head head,
                    const struct fpk_level *level)
{
    bool of_data = head != FPK_HEAD_SCORE && head != FPK_HEAD_EPS;
    return score->mean && of_data && 16 * level->alpha < level->sigma;
}

enum fpk_status fpk_score_head_known(const struct fpk_score *score, enum fpk_head head,
                                     const struct fpk_level *level)
{
    double a, b;
    return fpk_head_convert(by_mean(score, head, level) ? FPK_HEAD_X0 : FPK_HEAD_SCORE, head,
                            *level, &a, &b);
}

static void ask_score(const struct fpk_score *score, const struct fpk_level *level, size_t n,
                      const double *x, double *out, double *out_x)
{
    if (out_x && score->both) {
        score->both(level, n, x, out, out_x, score->ctx);
    } else {
        score->score(level, n, x, out, score->ctx);
        if (out_x)
            score->score_x(level, n, x, out_x, score->ctx);
    }
}

/* out_x <- a I + b out_x, [dim][dim][n]. */
static void convert_jacobian(size_t dim, size_t n, double a, double b, double *out_x)
{
    for (size_t i = 0; i < dim * dim * n; i++)
        out_x[i] *= b;
    for (size_t d = 0; d < dim; d++)
        for (size_t i = 0; i < n; i++)
            out_x[(d * dim + d) * n + i] += a;
}

void fpk_score_head(const struct fpk_score *score, enum fpk_head head,
                    const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x)
{
    assert(n <= FPK_BLOCK);
    assert(!out_x || score->score_x);
    size_t dim = score->dim;
    bool mean = by_mean(score, head, level);
    double a = NAN, b = NAN; /* where the head is not known: a callback cannot fail */
    if (mean)
        score->mean(level, n, x, out, out_x, score->ctx);
    else
        ask_score(score, level, n, x, out, out_x);
    enum fpk_head from = mean ? FPK_HEAD_X0 : FPK_HEAD_SCORE;
    if (from == head)
        return;
    if (!fpk_head_coefficients(from, head, *level, &a, &b))
        a = b = NAN;
    for (size_t i = 0; i < n * dim; i++)
        out[i] = a * x[i] + b * out[i];
    if (out_x)
        convert_jacobian(dim, n, a, b, out_x);
}
