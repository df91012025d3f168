/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma and Poisson variates by rejection. The first attempt of all particles is drawn as a block;
 * the few that are refused go on alone, with the draws that follow. */
#include "variates_priv.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"
#include "fpk/wiener/normal.h"

#include <math.h>

static struct fpk_stream stream(const struct fpk_noise *noise, uint32_t draw)
{
    return (struct fpk_stream){.seed = noise->seed,
                               .purpose = FPK_FOR_INCREMENT,
                               .step = noise->step * noise->refine,
                               .draw = draw};
}

static double uniform(const struct fpk_noise *noise, size_t i, uint32_t draw)
{
    double u;
    fpk_uniform_fill(stream(noise, draw), noise->first + i, 1, &u);
    return u;
}

static double normal(const struct fpk_noise *noise, size_t i, uint32_t draw)
{
    double z;
    fpk_normal_fill(stream(noise, draw), noise->first + i, 1, &z);
    return z;
}

/* Marsaglia, Tsang 2000, doi:10.1145/358407.358414, for shape >= 1: v = (1 + c z)^3 has nearly the
 * density of gamma/d, and a squeeze saves the logarithms of all but a few. */
static bool gamma_accepts(double d, double z, double u, double *out)
{
    double root = 1 + z / (3 * sqrt(d)), v = root * root * root, square = z * z;
    *out = d * v;
    if (!(v > 0))
        return false;
    if (u < 1 - 0.0331 * (square * square))
        return true;
    return fpk_log(u) < 0.5 * square + d * ((1 - v) + fpk_log(v));
}

void fpk_sde_gamma(const struct fpk_noise *noise, size_t n, const double *shape, double *out)
{
    double z[FPK_BLOCK], u[FPK_BLOCK], boost[FPK_BLOCK], given[FPK_BLOCK];
    fpk_normal_fill(stream(noise, FPK_DRAW_GAMMA), noise->first, n, z);
    fpk_uniform_fill(stream(noise, FPK_DRAW_GAMMA + 1), noise->first, n, u);
    fpk_uniform_fill(stream(noise, FPK_DRAW_BOOST), noise->first, n, boost);
    for (size_t i = 0; i < n; i++)
        given[i] = shape[i]; /* out may be shape */
    for (size_t i = 0; i < n; i++) {
        double a = given[i], d = (a < 1 ? a + 1 : a) - 1.0 / 3;
        out[i] = a == 0 ? 0 : NAN;
        if (!(a > 0 && a < 0x1p1000))
            continue;
        bool found = gamma_accepts(d, z[i], u[i], &out[i]);
        for (uint32_t k = 1; !found && k < FPK_ATTEMPTS; k++)
            found = gamma_accepts(d, normal(noise, i, FPK_DRAW_GAMMA + 2 * k),
                                  uniform(noise, i, FPK_DRAW_GAMMA + 2 * k + 1), &out[i]);
        if (!found)
            out[i] = NAN;
        else if (a < 1) /* gamma(a) = gamma(a + 1) u^(1/a) */
            out[i] *= fpk_exp(fpk_log(boost[i]) / a);
    }
}

/* For large k without cancelling: k (ln(1+r) - r) with r = (mean-k)/k, and Stirling's series. */
double fpk_sde_log_poisson(double mean, double k)
{
    if (k < 16) {
        double factorial = 1;
        for (double j = 2; j <= k; j++)
            factorial *= j;
        return (k * fpk_log(mean) - mean) - fpk_log(factorial);
    }
    double r = (mean - k) / k, square = k * k;
    double series = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260) / square) / square) / k;
    return (k * (fpk_log1p(r) - r) - 0.5 * fpk_log(2 * FPK_PI * k)) - series;
}

/* Hormann 1993, doi:10.1016/0167-6687(93)90997-4, algorithm PTRS, for mean >= 10. */
struct ptrs {
    double a, b, v_r, inverse_alpha;
};

static struct ptrs ptrs_of(double mean)
{
    double b = 0.931 + 2.53 * sqrt(mean);
    return (struct ptrs){.a = -0.059 + 0.02483 * b,
                         .b = b,
                         .v_r = 0.9277 - 3.6224 / (b - 2),
                         .inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)};
}

static bool poisson_accepts(struct ptrs p, double mean, double u, double v, double *k)
{
    u -= 0.5;
    double us = 0.5 - fabs(u);
    *k = floor((2 * p.a / us + p.b) * u + mean + 0.43);
    if (us >= 0.07 && v <= p.v_r)
        return true;
    if (*k < 0 || (us < 0.013 && v > us))
        return false;
    return fpk_log(v * p.inverse_alpha / (p.a / (us * us) + p.b)) <= fpk_sde_log_poisson(mean, *k);
}

/* Small means: the first k with u <= P(N <= k). */
static double poisson_search(double mean, double u)
{
    double p = fpk_exp(-mean), k = 0;
    while (u > p && k < 200) {
        u -= p;
        k++;
        p *= mean / k;
    }
    return k;
}

void fpk_sde_poisson(const struct fpk_noise *noise, size_t n, const double *mean, double *out)
{
    double u[FPK_BLOCK], v[FPK_BLOCK];
    fpk_uniform_fill(stream(noise, FPK_DRAW_POISSON), noise->first, n, u);
    fpk_uniform_fill(stream(noise, FPK_DRAW_POISSON + 1), noise->first, n, v);
    for (size_t i = 0; i < n; i++) {
        double m = mean[i];
        out[i] = NAN;
        if (m >= 0 && m < 10)
            out[i] = poisson_search(m, u[i]);
        if (!(m >= 10 && m < 0x1p1000))
            continue;
        struct ptrs p = ptrs_of(m);
        bool found = poisson_accepts(p, m, u[i], v[i], &out[i]);
        for (uint32_t k = 1; !found && k < FPK_ATTEMPTS; k++)
            found = poisson_accepts(p, m, uniform(noise, i, FPK_DRAW_POISSON + 2 * k),
                                    uniform(noise, i, FPK_DRAW_POISSON + 2 * k + 1), &out[i]);
        if (!found)
            out[i] = NAN;
    }
}
