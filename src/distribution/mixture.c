/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/distribution/mixture.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/dense.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"
#include "mixture_priv.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool all_finite(size_t n, const double *v)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(v[i]))
            return false;
    return true;
}

/* Positive, and summing to 1 after the division by a sum that is nearly 1 already. */
static enum fpk_status set_weights(struct fpk_mixture *mixture, const double *weight)
{
    size_t n = mixture->n;
    for (size_t k = 0; k < n; k++)
        FPK_CHECK(isfinite(weight[k]) && weight[k] > 0, FPK_USAGE,
                  "mixture: weight of component %zu is %g; weights must be positive and finite", k,
                  weight[k]);
    double sum = fpk_sum_block(n, weight);
    FPK_CHECK(fabs(sum - 1) <= 1e-9, FPK_USAGE,
              "mixture: the %zu weights sum to %.12g, not to 1 (within 1e-9); divide each by their "
              "sum",
              n, sum);
    for (size_t k = 0; k < n; k++)
        mixture->weight[k] = weight[k] / sum;
    fpk_log_block(n, mixture->weight, mixture->log_weight);
    return FPK_OK;
}

/* A copy with c_ab = c_ba exactly, refused when they differ by more than rounding. */
static enum fpk_status set_covariance(size_t k, size_t dim, const double *from, double *to)
{
    double largest = 0;
    for (size_t i = 0; i < dim * dim; i++)
        largest = fmax(largest, fabs(from[i]));
    for (size_t a = 0; a < dim; a++)
        for (size_t b = 0; b < dim; b++) {
            double ab = from[a * dim + b], ba = from[b * dim + a];
            FPK_CHECK(fabs(ab - ba) <= 1e-12 * largest, FPK_USAGE,
                      "mixture: covariance of component %zu is not symmetric: entry (%zu,%zu) is "
                      "%.12g, entry (%zu,%zu) is %.12g",
                      k, a, b, ab, b, a, ba);
            to[a * dim + b] = a == b ? ab : 0.5 * (ab + ba);
        }
    return FPK_OK;
}

/* Lower Cholesky factor; false when a pivot is not positive. */
static bool cholesky(size_t dim, const double *c, double *l)
{
    for (size_t a = 0; a < dim; a++)
        for (size_t b = 0; b <= a; b++) {
            double s = c[a * dim + b];
            for (size_t j = 0; j < b; j++)
                s -= l[a * dim + j] * l[b * dim + j];
            if (a == b && !(s > 0))
                return false;
            l[a * dim + b] = a == b ? sqrt(s) : s / l[b * dim + b];
        }
    return true;
}

/* The covariance of component k and all that is derived from it; scratch is [dim][dim]. */
static enum fpk_status set_component(struct fpk_mixture *mixture, size_t k, const double *mean,
                                     const double *covariance, double *scratch)
{
    size_t dim = mixture->dim, square = dim * dim;
    double *own = mixture->covariance + k * square;
    FPK_CHECK(all_finite(dim, mean), FPK_USAGE, "mixture: mean of component %zu is not finite", k);
    FPK_CHECK(all_finite(square, covariance), FPK_USAGE,
              "mixture: covariance of component %zu is not finite", k);
    for (size_t d = 0; d < dim; d++)
        FPK_CHECK(fabs(mean[d]) <= FPK_MIXTURE_MEAN_MAX, FPK_USAGE,
                  "mixture: mean of component %zu is %g in dimension %zu; use units in which it is "
                  "within +-%g",
                  k, mean[d], d, FPK_MIXTURE_MEAN_MAX);
    memcpy(mixture->mean + k * dim, mean, dim * sizeof *mean);
    FPK_TRY(set_covariance(k, dim, covariance, own));
    for (size_t d = 0; d < dim; d++)
        FPK_CHECK(own[d * dim + d] > 0, FPK_USAGE,
                  "mixture: component %zu has variance %g in dimension %zu; variances must be "
                  "positive",
                  k, own[d * dim + d], d);
    bool definite = cholesky(dim, own, mixture->factor + k * square);
    double *spread = mixture->spread + k * dim;
    memcpy(scratch, own, square * sizeof *own);
    fpk_symmetric_eigen(dim, scratch, mixture->axes + k * square, spread);
    double least = spread[0];
    for (size_t d = 1; d < dim; d++)
        least = fmin(least, spread[d]);
    FPK_CHECK(definite && least > 0, FPK_USAGE,
              "mixture: covariance of component %zu is not positive definite (smallest eigenvalue "
              "%.3g); add a little variance to its diagonal",
              k, least);
    return FPK_OK;
}

static enum fpk_status reserve(struct fpk_mixture *mixture)
{
    size_t n = mixture->n, dim = mixture->dim;
    FPK_TRY(fpk_allocate(&mixture->weight, n));
    FPK_TRY(fpk_allocate(&mixture->log_weight, n));
    FPK_TRY(fpk_allocate(&mixture->mean, n * dim));
    FPK_TRY(fpk_allocate(&mixture->spread, n * dim));
    FPK_TRY(fpk_allocate(&mixture->covariance, n * dim * dim));
    FPK_TRY(fpk_allocate(&mixture->factor, n * dim * dim));
    return fpk_allocate(&mixture->axes, n * dim * dim);
}

enum fpk_status fpk_mixture_init(struct fpk_mixture *mixture, size_t dim, size_t n,
                                 const double *weight, const double *mean, const double *covariance)
{
    *mixture = (struct fpk_mixture){.dim = dim, .n = n};
    FPK_CHECK(n >= 1 && n <= FPK_MIXTURE_MAX, FPK_USAGE,
              "mixture: %zu components, allowed are 1 .. %d", n, FPK_MIXTURE_MAX);
    FPK_CHECK(dim >= 1 && dim <= FPK_MIXTURE_DIM_MAX, FPK_USAGE,
              "mixture: %zu dimensions, allowed are 1 .. %d", dim, FPK_MIXTURE_DIM_MAX);
    double *scratch = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, reserve(mixture));
    FPK_TRY_DONE(status, fpk_allocate(&scratch, dim * dim));
    FPK_TRY_DONE(status, set_weights(mixture, weight));
    for (size_t k = 0; k < n; k++)
        FPK_TRY_DONE(
            status, set_component(mixture, k, mean + k * dim, covariance + k * dim * dim, scratch));
done:
    fpk_release(&scratch);
    if (status != FPK_OK)
        fpk_mixture_clear(mixture);
    return status;
}

void fpk_mixture_clear(struct fpk_mixture *mixture)
{
    fpk_release(&mixture->weight);
    fpk_release(&mixture->log_weight);
    fpk_release(&mixture->mean);
    fpk_release(&mixture->spread);
    fpk_release(&mixture->covariance);
    fpk_release(&mixture->factor);
    fpk_release(&mixture->axes);
    mixture->n = 0;
}

enum fpk_status fpk_mixture_diffuse(const struct fpk_mixture *mixture, struct fpk_level level,
                                    struct fpk_mixture *out)
{
    size_t n = mixture->n, dim = mixture->dim, square = dim * dim;
    double alpha2 = level.alpha * level.alpha, sigma2 = level.sigma * level.sigma;
    double *mean = NULL, *covariance = NULL;
    *out = (struct fpk_mixture){0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&mean, n * dim));
    FPK_TRY_DONE(status, fpk_allocate(&covariance, n * square));
    for (size_t i = 0; i < n * dim; i++)
        mean[i] = level.alpha * mixture->mean[i];
    for (size_t i = 0; i < n * square; i++)
        covariance[i] =
            alpha2 * mixture->covariance[i] + (i % square % (dim + 1) == 0 ? sigma2 : 0);
    FPK_TRY_DONE(status, fpk_mixture_init(out, dim, n, mixture->weight, mean, covariance));
done:
    fpk_release(&mean);
    fpk_release(&covariance);
    return status;
}

void fpk_mixture_mean(const struct fpk_mixture *mixture, double *mean)
{
    for (size_t d = 0; d < mixture->dim; d++) {
        struct fpk_sum s = {0};
        for (size_t k = 0; k < mixture->n; k++)
            fpk_sum_add(&s, mixture->weight[k] * mixture->mean[k * mixture->dim + d]);
        mean[d] = fpk_sum_value(&s);
    }
}

/* sum_k w_k (C_k + (m_k - m)(m_k - m)^T), about the mean m, so that far data lose no digits. */
void fpk_mixture_covariance(const struct fpk_mixture *mixture, double *covariance)
{
    size_t dim = mixture->dim;
    double mean[FPK_MIXTURE_DIM_MAX];
    fpk_mixture_mean(mixture, mean);
    for (size_t a = 0; a < dim; a++)
        for (size_t b = 0; b < dim; b++) {
            struct fpk_sum s = {0};
            for (size_t k = 0; k < mixture->n; k++) {
                const double *m = mixture->mean + k * dim;
                double within = mixture->covariance[(k * dim + a) * dim + b];
                double between = (m[a] - mean[a]) * (m[b] - mean[b]);
                fpk_sum_add(&s, mixture->weight[k] * (within + between));
            }
            covariance[a * dim + b] = fpk_sum_value(&s);
        }
}
