/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exponential_priv.h"

#include "fpk/numeric/elementary.h"

#include <assert.h>
#include <math.h>

static const double factorial[] = {1, 1, 2, 6, 24};

double fpk_phi_scale(double z)
{
    return z > 2 ? fpk_exp(-z) : 1;
}

/* |z| <= 2: sum_j z^j/(j+k)!, 28 terms, the last below 1e-22 of the sum; beyond it the recursion
 * phi_{k+1} = (phi_k - 1/k!)/z loses no more than the factor that it divides by. */
double fpk_phi(int k, double z)
{
    assert(k >= 1 && k <= FPK_NODES_MAX);
    if (fabs(z) <= 2) {
        double sum = 0;
        for (int j = 28; j > 0; j--)
            sum = (1 + sum) * (z / (j + k));
        return (1 + sum) / factorial[k];
    }
    double scale = fpk_phi_scale(z);
    double phi = z > 2 ? -fpk_expm1(-z) / z : fpk_expm1(z) / z;
    for (int j = 1; j < k; j++)
        phi = (phi - scale / factorial[j]) / z;
    return phi;
}

void fpk_phi_moments(int n, double z, double *mu)
{
    mu[0] = 1;
    for (int k = 1; k < n; k++)
        mu[k] = factorial[k] * (fpk_phi(k + 1, z) / fpk_phi(1, z));
}

/* Lagrange's basis polynomials, expanded in powers of tau, against the moments. */
void fpk_node_weights(int n, const double *tau, const double *mu, double *w)
{
    assert(n >= 1 && n <= FPK_NODES_MAX);
    for (int j = 0; j < n; j++) {
        double c[FPK_NODES_MAX] = {1}, scale = 1;
        int degree = 0;
        for (int m = 0; m < n; m++) {
            if (m == j)
                continue;
            scale *= tau[j] - tau[m];
            degree++;
            for (int k = degree; k > 0; k--)
                c[k] = c[k - 1] - tau[m] * c[k];
            c[0] *= -tau[m];
        }
        double sum = 0;
        for (int k = 0; k < n; k++)
            sum += c[k] * mu[k];
        w[j] = sum / scale;
    }
}

/* With q = drop/sigma^2 = 1 - e^{-2h}, a sum of positive terms over one, and
 * e^{-h} = (sigma'/sigma) sqrt(keep), none of these coefficients is a difference:
 *     1 - e^{-h} = q/(1 + e^{-h}),   e^{2h} - 1 = drop/(keep sigma'^2). */
enum fpk_status fpk_span_whole(const struct fpk_integrator *I, size_t i, struct fpk_span *span)
{
    struct fpk_level now = I->path->level[i], next = I->path->level[i + 1];
    double keep = I->path->keep[i], drop = I->path->drop[i];
    *span = (struct fpk_span){.from = now, .to = next, .h = INFINITY};
    double ratio = next.sigma / now.sigma, q = drop / (now.sigma * now.sigma);
    double decay = ratio * sqrt(keep), fall = q / (1 + decay);
    if (now.alpha > 0 && next.sigma > 0) {
        span->h = 0.5 * fpk_log1p(drop / keep / (next.sigma * next.sigma));
        FPK_CHECK(span->h > 0 && isfinite(span->h), FPK_USAGE,
                  "%s: levels %zu and %zu (t = %.10g and %.10g) are %g apart in log(alpha/sigma); "
                  "take fewer steps, or other times",
                  I->plan->name, i, i + 1, now.t, next.t, span->h);
    }
    if (I->noisy) {
        span->z = -2 * span->h;
        span->keep = ratio * decay;
        span->first = next.alpha * q;
        span->noise = next.sigma * sqrt(q);
    } else if (I->head == FPK_HEAD_X0) {
        span->z = -span->h;
        span->keep = ratio;
        span->first = next.alpha * fall;
    } else {
        span->z = span->h;
        span->keep = 1 / sqrt(keep);
        span->first = -now.sigma / sqrt(keep) * fall;
    }
    return FPK_OK;
}

struct fpk_span fpk_span_part(const struct fpk_integrator *I, size_t i,
                              const struct fpk_span *whole, double r)
{
    struct fpk_level now = whole->from;
    double h = r * whole->h;
    struct fpk_level to = fpk_path_between(I->path, i, fpk_level_half_log_snr(now) + h);
    struct fpk_span part = {.from = now, .to = to, .h = h};
    double fall = -fpk_expm1(-h);
    if (I->head == FPK_HEAD_X0) {
        part.z = -h;
        part.keep = to.sigma / now.sigma;
        part.first = to.alpha * fall;
    } else {
        part.z = h;
        part.keep = to.alpha / now.alpha;
        part.first = -now.sigma * part.keep * fall;
    }
    return part;
}
