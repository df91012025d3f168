/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bayes' rule, q(x_{t-1} | x_t, x_0) = q(x_t | x_{t-1}) q(x_{t-1} | x_0)/q(x_t | x_0), on nodes of
 * a quadrature, beside the Gaussian that post 1 derives (section 3). */
#include "ddpm.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

enum { RULE = 16 };

/* All that is known of a step: alpha_t, 1 - alpha_t, abar_{t-1} and the noises. */
struct around {
    double alpha, beta, before, noise_before, noise;
};

static double normal(double x, double mean, double variance)
{
    double s = sqrt(variance);
    return fpk_normal_pdf((x - mean) / s) / s;
}

/* Where both factors live: within 9 of their standard deviations. */
static void lay(const struct around *a, double xt, double x0, size_t panels, double *x, double *w)
{
    double node[RULE], weight[RULE];
    double wide = 9 * sqrt(a->beta / a->alpha), at = xt / sqrt(a->alpha);
    double other = 9 * sqrt(a->noise_before), centre = sqrt(a->before) * x0;
    double low = fmax(at - wide, centre - other), high = fmin(at + wide, centre + other);
    fpk_gauss_legendre(RULE, node, weight);
    for (size_t p = 0; p < panels; p++)
        fpk_gauss_legendre_on(low + (high - low) * (double)p / (double)panels,
                              low + (high - low) * (double)(p + 1) / (double)panels, RULE, node,
                              weight, x + p * RULE, w + p * RULE);
}

struct compared {
    double tv, mean, variance;
};

static struct compared compare(const struct around *a, double xt, double x0, size_t panels,
                               struct ddpm_posterior *keep)
{
    double x[PLACES], w[PLACES], p[PLACES], mass = 0, mean = 0, variance = 0, tv = 0;
    size_t n = panels * RULE;
    double mu = (a->noise_before * sqrt(a->alpha) * xt + a->beta * sqrt(a->before) * x0) / a->noise;
    double v = a->beta * a->noise_before / a->noise;
    lay(a, xt, x0, panels, x, w);
    for (size_t i = 0; i < n; i++) {
        p[i] = normal(xt, sqrt(a->alpha) * x[i], a->beta) *
               normal(x[i], sqrt(a->before) * x0, a->noise_before) /
               normal(xt, sqrt(a->alpha * a->before) * x0, a->noise);
        mass += w[i] * p[i];
        mean += w[i] * p[i] * x[i];
        tv += 0.5 * w[i] * fabs(p[i] - normal(x[i], mu, v));
    }
    mean /= mass;
    for (size_t i = 0; i < n; i++)
        variance += w[i] * p[i] / mass * (x[i] - mean) * (x[i] - mean);
    for (size_t i = 0; keep && i < n; i++) {
        keep->x[i] = x[i];
        keep->bayes[i] = p[i];
        keep->formula[i] = normal(x[i], mu, v);
    }
    return (struct compared){tv, fabs(mean - mu) / sqrt(v), fabs(variance / v - 1)};
}

static void look(const struct ddpm *d, struct ddpm_posterior *post)
{
    static const double datum[2] = {-2, 1.5}, noise[3] = {-2, 0, 1};
    const struct fpk_schedule *s = &d->schedule;
    size_t i = (size_t)post->t - 1;
    struct around a = {1 - s->beta[i], s->beta[i], s->abar[i - 1], s->noise[i - 1], s->noise[i]};
    for (int k = 0; k < 6; k++) {
        double x0 = datum[k / 3], xt = sqrt(s->abar[i]) * x0 + sqrt(s->noise[i]) * noise[k % 3];
        struct compared fine = compare(&a, xt, x0, PLACES / RULE, k == 5 ? post : NULL);
        struct compared coarse = compare(&a, xt, x0, PLACES / RULE / 2, NULL);
        post->tv = fmax(post->tv, fine.tv);
        post->mean = fmax(post->mean, fine.mean);
        post->variance = fmax(post->variance, fine.variance);
        post->error = fmax(post->error, 4 * fabs(fine.tv - coarse.tv) + 1e-12);
    }
}

enum fpk_status ddpm_posteriors(struct ddpm *d)
{
    static const double t[POSTERIORS] = {2, 10, 100, 500, 1000};
    for (int i = 0; i < POSTERIORS; i++) {
        d->posterior[i].t = t[i];
        look(d, &d->posterior[i]);
    }
    return FPK_OK;
}
