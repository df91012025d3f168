/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/clip.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

enum { ROOM = FPK_BLOCK > FPK_MIXTURE_DIM_MAX ? FPK_BLOCK : FPK_MIXTURE_DIM_MAX };

/* One component: is it clipped, and then to which score? NaN is not, and stays. */
static bool clip_one(const struct fpk_score_clip *clip, const struct fpk_level *level, double x,
                     double *score)
{
    double sigma2 = level->sigma * level->sigma, x0 = (x + sigma2 * *score) / level->alpha;
    if (sigma2 == 0 || !(x0 < clip->low || x0 > clip->high))
        return false;
    *score = (level->alpha * (x0 < clip->low ? clip->low : clip->high) - x) / sigma2;
    return true;
}

/* Row d of the Jacobian of point i: score_d = (alpha bound - x_d)/sigma^2. */
static void set_row(const struct fpk_level *level, size_t dim, size_t n, size_t d, size_t i,
                    double *out)
{
    for (size_t k = 0; k < dim; k++)
        out[(d * dim + k) * n + i] = k == d ? -1 / (level->sigma * level->sigma) : 0;
}

/* out [dim][n] holds the inner score, out_x (NULL: not wanted) its Jacobian. */
static void clip_block(const struct fpk_score_clip *clip, const struct fpk_level *level, size_t n,
                       const double *x, double *out, double *out_x)
{
    size_t dim = clip->inner.dim;
    for (size_t d = 0; d < dim; d++)
        for (size_t i = 0; i < n; i++)
            if (clip_one(clip, level, x[d * n + i], &out[d * n + i]) && out_x)
                set_row(level, dim, n, d, i, out_x);
}

static void score_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                     const void *ctx)
{
    const struct fpk_score_clip *clip = ctx;
    clip->inner.score(level, n, x, out, clip->inner.ctx);
    clip_block(clip, level, n, x, out, NULL);
}

static void both_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x, const void *ctx)
{
    const struct fpk_score_clip *clip = ctx;
    if (clip->inner.both) {
        clip->inner.both(level, n, x, out, out_x, clip->inner.ctx);
    } else {
        clip->inner.score(level, n, x, out, clip->inner.ctx);
        clip->inner.score_x(level, n, x, out_x, clip->inner.ctx);
    }
    clip_block(clip, level, n, x, out, out_x);
}

/* The score has to be known too and is not asked for: pieces of it fit on the stack. */
static void jacobian_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                        const void *ctx)
{
    const struct fpk_score_clip *clip = ctx;
    size_t dim = clip->inner.dim, most = ROOM / dim;
    double part[ROOM], score[ROOM];
    assert(most > 0);
    clip->inner.score_x(level, n, x, out, clip->inner.ctx);
    for (size_t first = 0; first < n; first += most) {
        size_t m = n - first < most ? n - first : most;
        for (size_t d = 0; d < dim; d++)
            memcpy(part + d * m, x + d * n + first, m * sizeof *part);
        clip->inner.score(level, m, part, score, clip->inner.ctx);
        for (size_t d = 0; d < dim; d++)
            for (size_t i = 0; i < m; i++) {
                double s = score[d * m + i];
                if (clip_one(clip, level, part[d * m + i], &s))
                    set_row(level, dim, n, d, first + i, out);
            }
    }
}

/* The clipped mean itself: what the clipped score means. */
static void mean_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x, const void *ctx)
{
    const struct fpk_score_clip *clip = ctx;
    size_t dim = clip->inner.dim;
    clip->inner.mean(level, n, x, out, out_x, clip->inner.ctx);
    for (size_t d = 0; d < dim; d++)
        for (size_t i = 0; i < n; i++) {
            double *x0 = &out[d * n + i];
            if (!(*x0 < clip->low || *x0 > clip->high) || level->sigma == 0)
                continue;
            *x0 = *x0 < clip->low ? clip->low : clip->high;
            for (size_t k = 0; out_x && k < dim; k++)
                out_x[(d * dim + k) * n + i] = 0;
        }
}

struct fpk_score fpk_score_clipped(const struct fpk_score_clip *clip)
{
    bool smooth = clip->inner.score_x != NULL;
    return (struct fpk_score){.dim = clip->inner.dim,
                              .score = score_of,
                              .score_x = smooth ? jacobian_of : NULL,
                              .ctx = clip,
                              .mean = clip->inner.mean ? mean_of : NULL,
                              .both = smooth ? both_of : NULL};
}
