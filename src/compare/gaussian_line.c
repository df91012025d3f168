/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distances of two Gaussians on the line that have a closed form only there.
 *
 * w1: quantiles differ by shift + (s_q - s_p) z, so w1 is the mean of its absolute value. tv: with
 * the narrower one N(0, 1) and the wider N(mu, r^2) the densities cross at the roots of
 *
 *     (r^2 - 1) u^2 + 2 mu u - mu^2 - 2 r^2 ln r = 0,
 *
 * and tv = G(u_2) - G(u_1), G(u) = integral of the normal density from (u - mu)/r to u, of opposite
 * signs at the two. Nothing cancels when the two are near. */
#include "gaussian_priv.h"

#include "fpk/numeric/elementary.h"

#include <float.h>
#include <math.h>

#define ROOT_HALF   0.707106781186547524401
#define DENSITY_TOP 0.398942280401432677940 /* 1/sqrt(2 pi) */

static double density(double u)
{
    return DENSITY_TOP * fpk_exp(-.5 * u * u);
}

/* Integral of the normal density from a to b: by erfc from the nearer tail, or, over less than a
 * quarter, by 5 Gauss-Legendre nodes (error below (b - a)^11 1e-9). */
static double mass_between(double a, double b)
{
    static const double node[] = {0, .538469310105683091036, .906179845938663992798};
    static const double weight[] = {.568888888888888888889, .478628670499366468041,
                                    .236926885056189087514};
    double half = (b - a) / 2, middle = a + half;
    if (fabs(b - a) > .25) {
        if (middle > 0)
            return .5 * (fpk_erfc(a * ROOT_HALF) - fpk_erfc(b * ROOT_HALF));
        return .5 * (fpk_erfc(-b * ROOT_HALF) - fpk_erfc(-a * ROOT_HALF));
    }
    double sum = weight[0] * density(middle);
    for (int k = 1; k < 3; k++)
        sum += weight[k] * (density(middle - half * node[k]) + density(middle + half * node[k]));
    return half * sum;
}

/* G at the crossing u; far out on the line there is nothing. */
static double signed_mass(double u, double mu, double gain)
{
    if (!isfinite(u))
        return 0;
    double step = (u * gain + mu) / (1 + gain); /* u - (u - mu)/r, r = 1 + gain */
    return mass_between(u - step, u);
}

/* N(0, 1) and N(mu, (1 + gain)^2), gain >= 0. */
static double variation(double mu, double gain)
{
    if (mu == 0 && gain == 0)
        return 0;
    double r = 1 + gain, wider = gain * (r + 1), log_r = fpk_log1p(gain);
    double root = r * sqrt(mu * mu + 2 * wider * log_r);
    double sum = mu < 0 ? mu - root : mu + root;
    double first = -sum / wider, second = (mu * mu + 2 * r * r * log_r) / sum;
    return fabs(signed_mass(first, mu, gain)) + fabs(signed_mass(second, mu, gain));
}

static struct fpk_number total_variation(const struct fpk_gaussian_pair *g)
{
    double s = sqrt(g->v[0]), t = sqrt(g->q[0]), low = fmin(s, t);
    struct fpk_number tv = {.value = s == t && g->shift[0] == 0 ? 0 : 1};
    if (low == 0)
        return tv;
    double gain = fabs(g->e[0]) / (s + t) / low;
    tv.value = variation(g->shift[0] / low, gain);
    tv.error = g->p_error[0] / s + g->q_error[0] / t + 32 * DBL_EPSILON * tv.value;
    return tv;
}

static struct fpk_number wasserstein_1(const struct fpk_gaussian_pair *g)
{
    double sum = sqrt(g->v[0]) + sqrt(g->q[0]), m = fabs(g->shift[0]);
    double s = sum > 0 ? fabs(g->e[0]) / sum : 0;
    double value = m;
    if (s > 0) { /* 2 density(0) = sqrt(2/pi) */
        double a = m / s;
        value = s * 2 * density(a) + m * fpk_erf(a * ROOT_HALF);
    }
    double error = g->p_error[0] + g->q_error[0] + 16 * DBL_EPSILON * value;
    return (struct fpk_number){.value = value, .error = error};
}

enum fpk_status fpk_gaussian_on_line(const struct fpk_gaussian *p, const struct fpk_gaussian *q,
                                     struct fpk_distances *out)
{
    struct fpk_gaussian_distances any;
    struct fpk_gaussian_pair pair;
    bool exchanged;
    FPK_CHECK(p->dim == 1 && q->dim == 1, FPK_USAGE,
              "tv and w1 of Gaussians: %zu and %zu dimensions; they have a closed form in one",
              p->dim, q->dim);
    FPK_TRY(fpk_gaussian_distance(p, q, &any));
    FPK_TRY(fpk_gaussian_pair_init(&pair, p, q, &exchanged));
    *out = (struct fpk_distances){.kl_pq = any.kl_pq,
                                  .kl_qp = any.kl_qp,
                                  .tv = total_variation(&pair),
                                  .w1 = wasserstein_1(&pair),
                                  .w2 = any.w2};
    fpk_gaussian_pair_clear(&pair);
    return FPK_OK;
}
