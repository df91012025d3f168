/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/posterior.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define POINTS_MOST ((size_t)1 << 22)
#define REACH       13 /* widths: exp(-13^2/2) = 2e-37 */
#define PI          3.14159265358979323846

/* The noised data, component by component, and what is asked of them at a point. */
struct question {
    const struct fpk_mixture *data;
    struct fpk_level level;
    bool entropy;
};

static double width(const struct question *q, size_t k)
{
    return sqrt(q->level.alpha * q->level.alpha * q->data->covariance[k] +
                q->level.sigma * q->level.sigma);
}

/* p(x) Var(x_0 | x): the posterior is a mixture of normals with weights r_k, means m_k, variances
 * v_k; or - p(x) log p(x). */
static double integrand(const struct question *q, double x)
{
    const struct fpk_mixture *d = q->data;
    double share[FPK_MIXTURE_MAX], mean[FPK_MIXTURE_MAX];
    double top = -INFINITY, sum = 0, first = 0, within = 0, between = 0;
    double a = q->level.alpha, s2 = q->level.sigma * q->level.sigma;
    for (size_t k = 0; k < d->n; k++) {
        double s = width(q, k), z = (x - a * d->mean[k]) / s;
        share[k] = d->log_weight[k] - fpk_log(s) - z * z / 2;
        mean[k] = d->mean[k] + a * d->covariance[k] * z / s;
        top = fmax(top, share[k]);
    }
    for (size_t k = 0; k < d->n; k++) {
        sum += share[k] = fpk_exp(share[k] - top);
        first += share[k] * mean[k];
    }
    double log_p = top + fpk_log(sum) - .5 * fpk_log(2 * PI), p = fpk_exp(log_p);
    if (q->entropy)
        return p > 0 ? -p * log_p : 0;
    for (size_t k = 0; k < d->n; k++) {
        double s = width(q, k), m = mean[k] - first / sum;
        within += share[k] * d->covariance[k] * s2 / (s * s);
        between += share[k] * m * m;
    }
    return p * (within + between) / sum;
}

static double midpoints(const struct question *q, double low, double h, size_t n, double shift)
{
    struct fpk_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        fpk_sum_add(&sum, integrand(q, low + h * ((double)i + shift)));
    return fpk_sum_value(&sum);
}

static enum fpk_status integrate(const struct question *q, struct fpk_number *out)
{
    double low = INFINITY, high = -INFINITY, least = INFINITY;
    for (size_t k = 0; k < q->data->n; k++) {
        double s = width(q, k), m = q->level.alpha * q->data->mean[k];
        low = fmin(low, m - REACH * s);
        high = fmax(high, m + REACH * s);
        least = fmin(least, s);
    }
    double first = ceil(4 * (high - low) / least);
    FPK_CHECK(first < (double)POINTS_MOST, FPK_NUMERIC,
              "components from %.4g to %.4g with a width of %.4g need more than %zu points", low,
              high, least, POINTS_MOST);
    size_t n = (size_t)first;
    double h = (high - low) / first, sum = midpoints(q, low, h, n, 0), value = h * sum, change;
    do {
        double more = midpoints(q, low, h, n, .5);
        n *= 2;
        h /= 2;
        sum += more;
        change = fabs(h * sum - value);
        value = h * sum;
    } while (change > 1e-14 * fabs(value) && change > 1e-300 && n < POINTS_MOST);
    *out = (struct fpk_number){.value = value, .error = change + 1e-14 * fabs(value)};
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_mixture *data, const char *what)
{
    FPK_CHECK(data->dim == 1 || data->n == 1, FPK_USAGE,
              "%s: the target is a mixture in %zu dimensions; one Gaussian in any number of "
              "them, or a mixture in one",
              what, data->dim);
    return FPK_OK;
}

enum fpk_status fpk_posterior_variance(const struct fpk_mixture *data, struct fpk_level level,
                                       struct fpk_number *out)
{
    double a2 = level.alpha * level.alpha, s2 = level.sigma * level.sigma;
    struct question question = {.data = data, .level = level};
    FPK_TRY(check(data, "posterior variance"));
    if (data->n > 1 && s2 > 0)
        return integrate(&question, out);
    *out = (struct fpk_number){0};
    for (size_t d = 0; d < data->dim && s2 > 0; d++)
        out->value += data->spread[d] * s2 / (a2 * data->spread[d] + s2);
    out->error = 4 * DBL_EPSILON * out->value;
    return FPK_OK;
}

enum fpk_status fpk_data_entropy(const struct fpk_mixture *data, struct fpk_number *out)
{
    struct question question = {.data = data, .level = {.alpha = 1}, .entropy = true};
    FPK_TRY(check(data, "entropy"));
    if (data->n > 1)
        return integrate(&question, out);
    *out = (struct fpk_number){0};
    for (size_t d = 0; d < data->dim; d++)
        out->value += .5 * (fpk_log(2 * PI * data->spread[d]) + 1);
    out->error = 4 * DBL_EPSILON * (fabs(out->value) + (double)data->dim);
    return FPK_OK;
}
