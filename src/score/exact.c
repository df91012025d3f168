/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/score/score.h"

static void score_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                     const void *ctx)
{
    fpk_mixture_score_at(ctx, *level, n, x, out);
}

static void jacobian_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                        const void *ctx)
{
    fpk_mixture_score_x_at(ctx, *level, n, x, out);
}

static void both_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x, const void *ctx)
{
    fpk_mixture_score_both_at(ctx, *level, n, x, out, out_x);
}

static void mean_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                    double *out_x, const void *ctx)
{
    fpk_mixture_posterior_mean_at(ctx, *level, n, x, out, out_x);
}

static void log_pdf_of(const struct fpk_level *level, size_t n, const double *x, double *out,
                       const void *ctx)
{
    fpk_mixture_log_pdf_at(ctx, *level, n, x, out);
}

struct fpk_score fpk_score_exact(const struct fpk_mixture *mixture)
{
    return (struct fpk_score){.dim = mixture->dim,
                              .score = score_of,
                              .score_x = jacobian_of,
                              .ctx = mixture,
                              .mean = mean_of,
                              .log_pdf = log_pdf_of,
                              .both = both_of};
}
