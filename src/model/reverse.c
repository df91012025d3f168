/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

enum {
    DIM_MAX = 64,
    ROOM = DIM_MAX * DIM_MAX /* doubles of each buffer on the stack; a strip of points fits in it */
};

struct reverse {
    const struct fpk_model *forward;
    fpk_block_fn *score, *score_x;
    const void *score_ctx;
    double t_end, lambda;
};

/* a <- (1 + lambda^2)/2 G G^T at forward time t, [dim][dim]. Additive noise: any point serves. */
static void weight(const struct reverse *own, double t, double *a)
{
    size_t dim = own->forward->dim, noise = own->forward->noise;
    static const double origin[DIM_MAX]; /* zeros */
    double g[ROOM];
    own->forward->diffusion(t, 1, origin, g, own->forward->ctx);
    double scale = 0.5 * (1 + own->lambda * own->lambda);
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++) {
            double sum = 0;
            for (size_t k = 0; k < noise; k++)
                sum += g[i * noise + k] * g[j * noise + k];
            a[i * dim + j] = scale * sum;
        }
}

/* out <- A s - out, out and s of shape [dim][m] (columns of a Jacobian count as points). */
static void combine(size_t dim, size_t m, const double *a, const double *s, double *out)
{
    for (size_t i = 0; i < dim; i++) {
        double *row = out + i * m;
        for (size_t k = 0; k < m; k++)
            row[k] = 0 - row[k];
        for (size_t j = 0; j < dim; j++) {
            double weight_ij = a[i * dim + j];
            if (weight_ij == 0) /* mostly: G is a multiple of the unit matrix */
                continue;
            for (size_t k = 0; k < m; k++)
                row[k] += weight_ij * s[j * m + k];
        }
    }
}

/* A function of shape [rows][n]: first(x) combined with second(x) by the weight. */
static void whole(const struct reverse *own, double r, size_t n, const double *x, double *out,
                  size_t rows, fpk_block_fn *first, fpk_block_fn *second)
{
    size_t dim = own->forward->dim;
    double t = own->t_end - r, a[ROOM], s[ROOM];
    weight(own, t, a);
    first(t, n, x, out, own->forward->ctx);
    second(t, n, x, s, own->score_ctx);
    combine(dim, rows / dim * n, a, s, out);
}

/* The same, as many points at once as the buffers hold: in few dimensions, all of them. */
static void by_strips(const struct reverse *own, double r, size_t n, const double *x, double *out,
                      size_t rows, fpk_block_fn *first, fpk_block_fn *second)
{
    size_t dim = own->forward->dim, width = ROOM / rows;
    if (n <= width) {
        whole(own, r, n, x, out, rows, first, second);
        return;
    }
    double strip[ROOM], y[ROOM];
    for (size_t i = 0; i < n; i += width) {
        size_t m = n - i < width ? n - i : width;
        for (size_t d = 0; d < dim; d++)
            for (size_t k = 0; k < m; k++)
                strip[d * m + k] = x[d * n + i + k];
        whole(own, r, m, strip, y, rows, first, second);
        for (size_t d = 0; d < rows; d++)
            for (size_t k = 0; k < m; k++)
                out[d * n + i + k] = y[d * m + k];
    }
}

static void drift(double r, size_t n, const double *x, double *out, const void *ctx)
{
    const struct reverse *own = ctx;
    by_strips(own, r, n, x, out, own->forward->dim, own->forward->drift, own->score);
}

static void drift_x(double r, size_t n, const double *x, double *out, const void *ctx)
{
    const struct reverse *own = ctx;
    size_t dim = own->forward->dim;
    by_strips(own, r, n, x, out, dim * dim, own->forward->drift_x, own->score_x);
}

static void diffusion(double r, size_t n, const double *x, double *out, const void *ctx)
{
    const struct reverse *own = ctx;
    own->forward->diffusion(own->t_end - r, n, x, out, own->forward->ctx);
    size_t size = own->forward->dim * own->forward->noise * n;
    for (size_t i = 0; i < size; i++)
        out[i] *= own->lambda;
}

static void clear(void *ctx)
{
    fpk_release_bytes(&ctx);
}

static enum fpk_status check(const struct fpk_model *forward, double t_end, double lambda)
{
    FPK_CHECK(forward->noise_kind == FPK_NOISE_ADDITIVE, FPK_USAGE,
              "the reverse of %s: its noise depends on x, and the reverse drift would need the "
              "divergence of g^2; use a model with additive noise",
              forward->name);
    FPK_CHECK(isfinite(t_end) && t_end > 0, FPK_USAGE,
              "the reverse of %s: the end time %.10g is not positive", forward->name, t_end);
    FPK_CHECK(isfinite(lambda) && lambda >= 0, FPK_USAGE,
              "the reverse of %s: lambda = %.10g; it is 0 for the probability-flow ODE, 1 for the "
              "reverse-time SDE, and never negative",
              forward->name, lambda);
    FPK_CHECK(forward->dim <= DIM_MAX && forward->noise <= DIM_MAX, FPK_USAGE,
              "the reverse of %s: %zu dimensions with %zu noises; at most %d of each",
              forward->name, forward->dim, forward->noise, (int)DIM_MAX);
    return FPK_OK;
}

enum fpk_status fpk_model_reverse(struct fpk_model *model, const struct fpk_model *forward,
                                  fpk_block_fn *score, fpk_block_fn *score_x, const void *score_ctx,
                                  double t_end, double lambda)
{
    *model = (struct fpk_model){0};
    FPK_TRY(check(forward, t_end, lambda));
    struct reverse *own = NULL;
    FPK_TRY(fpk_allocate(&own, 1));
    *own = (struct reverse){.forward = forward,
                            .score = score,
                            .score_x = score_x,
                            .score_ctx = score_ctx,
                            .t_end = t_end,
                            .lambda = lambda};
    bool jacobian = score_x && forward->drift_x;
    *model = (struct fpk_model){
        .name = "reverse",
        .sentence = lambda == 0 ? "probability-flow ODE of a forward model"
                                : "reverse-time SDE of a forward model",
        .dim = forward->dim,
        .noise = forward->noise,
        .convention = FPK_ITO,
        .noise_kind = FPK_NOISE_ADDITIVE,
        .drift = drift,
        .drift_x = jacobian ? drift_x : NULL,
        .diffusion = diffusion,
        .ctx = own,
        .clear = clear,
    };
    return FPK_OK;
}
