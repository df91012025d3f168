/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/sampler/ddpm.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>
#include <stdbool.h>

enum { NODES = 16 };

/* The components of a mixture on the line, noised to a level. */
struct parts {
    size_t n;
    double alpha;
    const double *mean;               /* of the data */
    double centre[FPK_MIXTURE_MAX];   /* alpha mean */
    double width[FPK_MIXTURE_MAX];    /* standard deviation of x */
    double height[FPK_MIXTURE_MAX];   /* log of weight / width */
    double gain[FPK_MIXTURE_MAX];     /* of E[x_0 | x, component] in x */
    double variance[FPK_MIXTURE_MAX]; /* Var(x_0 | x, component) */
};

static void prepare(struct parts *parts, const struct fpk_mixture *mixture, struct fpk_level level)
{
    double sigma2 = level.sigma * level.sigma;
    parts->n = mixture->n;
    parts->alpha = level.alpha;
    parts->mean = mixture->mean;
    for (size_t k = 0; k < mixture->n; k++) {
        double v = mixture->covariance[k], total = level.alpha * level.alpha * v + sigma2;
        parts->centre[k] = level.alpha * mixture->mean[k];
        parts->width[k] = sqrt(total);
        parts->height[k] = mixture->log_weight[k] - 0.5 * fpk_log(total);
        parts->gain[k] = level.alpha * v / total;
        parts->variance[k] = v * (sigma2 / total);
    }
}

/* p(x) Var(x_0 | x): within the components and between them. */
static double integrand(const struct parts *parts, double x)
{
    double r[FPK_MIXTURE_MAX], m[FPK_MIXTURE_MAX], top = -INFINITY, sum = 0, mean = 0, spread = 0;
    for (size_t k = 0; k < parts->n; k++) {
        double z = (x - parts->centre[k]) / parts->width[k];
        r[k] = parts->height[k] - 0.5 * z * z;
        m[k] = parts->mean[k] + parts->gain[k] * (x - parts->centre[k]);
        top = fmax(top, r[k]);
    }
    for (size_t k = 0; k < parts->n; k++) {
        r[k] = fpk_exp(r[k] - top);
        sum += r[k];
        mean += r[k] * m[k];
    }
    mean /= sum;
    for (size_t k = 0; k < parts->n; k++) {
        double off = m[k] - mean;
        spread += r[k] * (parts->variance[k] + off * off);
    }
    return fpk_exp(top) * spread * 0.398942280401432677940; /* 1/sqrt(2 pi) */
}

#define REACH 9 /* standard deviations; beyond them lies 1e-19 */

/* The panel that begins at x: its end, or where the next component begins when there is none at
 * x (*empty). It is as long as the narrowest component there allows and stops where a narrower one
 * may begin. */
static double panel_end(const struct parts *parts, double x, bool *empty)
{
    double least = INFINITY, next = INFINITY;
    for (size_t k = 0; k < parts->n; k++) {
        double from = parts->centre[k] - REACH * parts->width[k];
        double to = parts->centre[k] + REACH * parts->width[k];
        if (from <= x && x < to)
            least = fmin(least, parts->width[k]);
        else if (from > x)
            next = fmin(next, from);
    }
    *empty = !isfinite(least);
    return *empty ? next : fmin(next, x + 0.75 * least);
}

static double on_line(const struct parts *parts)
{
    double node[NODES], weight[NODES], x = INFINITY, sum = 0;
    fpk_gauss_legendre(NODES, node, weight);
    for (size_t k = 0; k < parts->n; k++)
        x = fmin(x, parts->centre[k] - REACH * parts->width[k]);
    while (isfinite(x)) {
        bool empty;
        double end = panel_end(parts, x, &empty);
        if (!(end > x))
            break; /* narrower than the spacing of numbers there */
        double half = 0.5 * (end - x), middle = 0.5 * (end + x);
        for (int j = 0; !empty && j < NODES; j++)
            sum += half * weight[j] * integrand(parts, middle + half * node[j]);
        x = end;
    }
    return sum;
}

enum fpk_status fpk_ddpm_data_variance(const struct fpk_mixture *mixture, struct fpk_level level,
                                       double *out)
{
    double sigma2 = level.sigma * level.sigma, alpha2 = level.alpha * level.alpha;
    if (mixture->n == 1) {
        *out = 0;
        for (size_t j = 0; j < mixture->dim; j++) {
            double v = mixture->spread[j];
            *out += v * (sigma2 / (alpha2 * v + sigma2)) / (double)mixture->dim;
        }
        return FPK_OK;
    }
    FPK_CHECK(
        mixture->dim == 1, FPK_USAGE,
        "the analytic variance of a mixture is computed in one dimension, and of one Gaussian "
        "in any; this target has %zu components in %zu dimensions; give the variances "
        "themselves (custom)",
        mixture->n, mixture->dim);
    struct parts parts;
    prepare(&parts, mixture, level);
    *out = on_line(&parts);
    FPK_CHECK(isfinite(*out), FPK_NUMERIC, "the analytic variance at sigma %g is %g", level.sigma,
              *out);
    return FPK_OK;
}

enum fpk_status fpk_ddpm_analytic_variances(const struct fpk_mixture *mixture,
                                            const struct fpk_path *path, double *variance)
{
    for (size_t i = 0; i < path->n; i++) {
        double spread, share = path->drop[i] / path->noise[i];
        FPK_TRY(fpk_ddpm_data_variance(mixture, path->level[i], &spread));
        double gain = path->level[i + 1].alpha * share;
        variance[i] = path->noise[i + 1] * share + gain * gain * spread;
    }
    return FPK_OK;
}
