/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Density, score and Jacobian: prepares a mixture for a level and hands it to the kernels. */
#include "fpk/base/block.h"
#include "fpk/distribution/mixture.h"
#include "fpk/numeric/elementary.h"
#include "mixture_priv.h"

#include <assert.h>

static const struct fpk_level clean = {.alpha = 1, .sigma = 0, .t = 0};

static void prepare_line(struct fpk_mixture_line *g, const struct fpk_mixture *mixture,
                         struct fpk_level level)
{
    size_t n = mixture->n;
    double alpha2 = level.alpha * level.alpha, sigma2 = level.sigma * level.sigma;
    g->n = n;
    for (size_t k = 0; k < n; k++)
        g->inverse[k] = alpha2 * mixture->covariance[k] + sigma2;
    fpk_log_block(n, g->inverse, g->height);
    for (size_t k = 0; k < n; k++) {
        g->inverse[k] = 1 / g->inverse[k];
        g->mean[k] = level.alpha * mixture->mean[k];
        g->curve[k] = 0.5 * FPK_LOG2_E * g->inverse[k];
        g->height[k] = FPK_LOG2_E * (mixture->log_weight[k] - 0.5 * g->height[k]);
    }
}

static void prepare_space(struct fpk_mixture_space *g, const struct fpk_mixture *mixture,
                          struct fpk_level level)
{
    size_t dim = mixture->dim;
    *g = (struct fpk_mixture_space){.mixture = mixture,
                                    .alpha = level.alpha,
                                    .alpha2 = level.alpha * level.alpha,
                                    .sigma2 = level.sigma * level.sigma};
    double log_spread[FPK_MIXTURE_DIM_MAX];
    for (size_t k = 0; k < mixture->n; k++) {
        for (size_t j = 0; j < dim; j++)
            log_spread[j] = g->alpha2 * mixture->spread[k * dim + j] + g->sigma2;
        fpk_log_block(dim, log_spread, log_spread);
        double log_det = 0;
        for (size_t j = 0; j < dim; j++)
            log_det += log_spread[j];
        g->height[k] = FPK_LOG2_E * (mixture->log_weight[k] - 0.5 * log_det);
    }
}

/* The density is (2 pi)^(-dim/2) 2^top sum. */
static void sums(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                 const double *x, double *top, double *sum)
{
    assert(n <= FPK_BLOCK);
    if (mixture->dim == 1) {
        struct fpk_mixture_line g;
        prepare_line(&g, mixture, level);
        FPK_DISPATCH(fpk_line_sum_kernel)(&g, n, x, top, sum);
    } else {
        struct fpk_mixture_space g;
        prepare_space(&g, mixture, level);
        FPK_DISPATCH(fpk_space_kernel)(&g, n, x, top, sum, NULL, NULL);
    }
}

void fpk_mixture_log_pdf_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                            const double *x, double *out)
{
    double top[FPK_BLOCK], sum[FPK_BLOCK];
    double constant = FPK_HALF_LN_2PI * (double)mixture->dim;
    sums(mixture, level, n, x, top, sum);
    fpk_log_block(n, sum, sum);
    for (size_t i = 0; i < n; i++)
        out[i] = FPK_LN_2 * top[i] + (sum[i] - constant);
}

void fpk_mixture_log_pdf(const struct fpk_mixture *mixture, size_t n, const double *x, double *out)
{
    fpk_mixture_log_pdf_at(mixture, clean, n, x, out);
}

void fpk_mixture_pdf(const struct fpk_mixture *mixture, size_t n, const double *x, double *out)
{
    double top[FPK_BLOCK], sum[FPK_BLOCK];
    double constant = FPK_HALF_LN_2PI * (double)mixture->dim;
    sums(mixture, clean, n, x, top, sum);
    for (size_t i = 0; i < n; i++)
        top[i] = FPK_LN_2 * top[i] - constant;
    fpk_exp_block(n, top, top);
    for (size_t i = 0; i < n; i++)
        out[i] = top[i] * sum[i];
}

void fpk_mixture_score_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                          const double *x, double *out)
{
    assert(n <= FPK_BLOCK);
    if (mixture->dim == 1) {
        struct fpk_mixture_line g;
        prepare_line(&g, mixture, level);
        FPK_DISPATCH(fpk_line_score_kernel)(&g, n, x, out);
    } else {
        struct fpk_mixture_space g;
        double top[FPK_BLOCK], sum[FPK_BLOCK];
        prepare_space(&g, mixture, level);
        FPK_DISPATCH(fpk_space_kernel)(&g, n, x, top, sum, out, NULL);
    }
}

void fpk_mixture_score_both_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                               const double *x, double *score, double *score_x)
{
    assert(n <= FPK_BLOCK);
    if (mixture->dim == 1) {
        struct fpk_mixture_line g;
        prepare_line(&g, mixture, level);
        FPK_DISPATCH(fpk_line_both_kernel)(&g, n, x, score, score_x);
    } else {
        struct fpk_mixture_space g;
        double top[FPK_BLOCK], sum[FPK_BLOCK];
        prepare_space(&g, mixture, level);
        FPK_DISPATCH(fpk_space_kernel)(&g, n, x, top, sum, score, score_x);
    }
}

void fpk_mixture_score_x_at(const struct fpk_mixture *mixture, struct fpk_level level, size_t n,
                            const double *x, double *out)
{
    double score[FPK_BLOCK]; /* in 1-D the kernel makes both at the same price */
    fpk_mixture_score_both_at(mixture, level, n, x, mixture->dim == 1 ? score : NULL, out);
}

void fpk_mixture_posterior_mean_at(const struct fpk_mixture *mixture, struct fpk_level level,
                                   size_t n, const double *x, double *mean, double *mean_x)
{
    assert(n <= FPK_BLOCK);
    if (mixture->dim == 1) {
        struct fpk_mixture_posterior p;
        prepare_line(&p.line, mixture, level);
        p.tilt = level.alpha < level.sigma ? level.alpha / (level.sigma * level.sigma) : -1;
        for (size_t k = 0; k < mixture->n; k++) {
            p.centre[k] = mixture->mean[k];
            p.gain[k] = level.alpha * mixture->covariance[k] * p.line.inverse[k];
        }
        FPK_DISPATCH(fpk_line_posterior_kernel)(&p, n, x, mean, mean_x);
    } else {
        struct fpk_mixture_space g;
        prepare_space(&g, mixture, level);
        FPK_DISPATCH(fpk_space_posterior_kernel)(&g, n, x, mean, mean_x);
    }
}

void fpk_mixture_score(const struct fpk_mixture *mixture, size_t n, const double *x, double *out)
{
    fpk_mixture_score_at(mixture, clean, n, x, out);
}

void fpk_mixture_score_x(const struct fpk_mixture *mixture, size_t n, const double *x, double *out)
{
    fpk_mixture_score_x_at(mixture, clean, n, x, out);
}
