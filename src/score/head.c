/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

#include <assert.h>

static void from_score(enum fpk_head head, const struct fpk_level *level, size_t n, const double *x,
                       double *out)
{
    double sigma = level->sigma, sigma2 = sigma * sigma, alpha = level->alpha;
    if (head == FPK_HEAD_EPS)
        for (size_t i = 0; i < n; i++)
            out[i] = -sigma * out[i];
    else if (head == FPK_HEAD_X0)
        for (size_t i = 0; i < n; i++)
            out[i] = (x[i] + sigma2 * out[i]) / alpha;
}

static void from_score_x(enum fpk_head head, const struct fpk_level *level, size_t n, double *out)
{
    double sigma = level->sigma, sigma2 = sigma * sigma, alpha = level->alpha;
    if (head == FPK_HEAD_EPS)
        for (size_t i = 0; i < n; i++)
            out[i] = -sigma * out[i];
    else if (head == FPK_HEAD_X0)
        for (size_t i = 0; i < n; i++)
            out[i] = (1 + sigma2 * out[i]) / alpha;
}

void fpk_score_head(const struct fpk_score *score, enum fpk_head head,
                    const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x)
{
    assert(n <= FPK_BLOCK);
    assert(!out_x || (score->dim == 1 && score->score_x));
    if (out_x && score->both) {
        score->both(level, n, x, out, out_x, score->ctx);
    } else {
        score->score(level, n, x, out, score->ctx);
        if (out_x)
            score->score_x(level, n, x, out_x, score->ctx);
    }
    from_score(head, level, n * score->dim, x, out);
    if (out_x)
        from_score_x(head, level, n, out_x);
}
