/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and variance of the number of steps after which Euler-Maruyama is beyond a point, without a
 * random number. With K(x, y) the density of a step from x to y that is not noticed as an arrival,
 *
 *     T(x) = 1 + int K(x, y) T(y) dy,      S(x) = 1 + 2 int K T dy + int K S dy   (S = E N^2)
 *
 *     looking at the steps     K = N(y; m(x), s^2) for y < b,      m = x - U'(x) h,  s^2 = 2 D h
 *     looking between them     K times 1 - exp(-2 (b - x)(b - y)/s^2), the chance that a Brownian
 *                              bridge from x to y stays below b
 *
 * Nystroem's method: Gauss-Legendre panels, a few s long. I - K has no positive entry off its
 * diagonal and positive row sums, so Gaussian elimination needs no pivots. */
#include "kramers.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

enum { RULE = 16 };

/* One step at one resolution. */
struct chain {
    double to, h, s;
    bool between;
    size_t n;
    double *y, *w; /* [n] nodes below `to`, weights; owned, as are all below */
    double *a;     /* [n][n + 2]: I - K, and two right-hand sides */
};

static double kernel(const struct chain *c, double x, double y)
{
    double z = (y - x - c->h * (x - x * x * x)) / c->s;
    double p = fpk_normal_pdf(z) / c->s;
    return c->between ? -p * fpk_expm1(-2 * (c->to - x) * (c->to - y) / (c->s * c->s)) : p;
}

static void clear(struct chain *c)
{
    fpk_release(&c->y);
    fpk_release(&c->w);
    fpk_release(&c->a);
}

/* Nodes from where a stationary particle is with a chance below 1e-20, on panels of `spacing` s. */
static enum fpk_status place(struct chain *c, double temperature, double spacing)
{
    double node[RULE], weight[RULE], low = -1;
    while (0.25 * (low * low - 1) * (low * low - 1) < 46 * temperature)
        low -= 0.01;
    size_t panels = (size_t)ceil((c->to - low) / (spacing * c->s));
    double width = (c->to - low) / (double)panels;
    c->n = panels * RULE;
    FPK_TRY(fpk_allocate(&c->y, c->n));
    FPK_TRY(fpk_allocate(&c->w, c->n));
    FPK_TRY(fpk_allocate(&c->a, c->n * (c->n + 2)));
    fpk_gauss_legendre(RULE, node, weight);
    for (size_t p = 0; p < panels; p++)
        fpk_gauss_legendre_on(low + width * (double)p, low + width * (double)(p + 1), RULE, node,
                              weight, c->y + p * RULE, c->w + p * RULE);
    return FPK_OK;
}

static void assemble(struct chain *c)
{
    size_t ld = c->n + 2;
    for (size_t i = 0; i < c->n; i++) {
        double *row = c->a + i * ld;
        for (size_t j = 0; j < c->n; j++)
            row[j] = (i == j) - c->w[j] * kernel(c, c->y[i], c->y[j]);
        row[c->n] = 1;
    }
}

/* Upper triangle in place, L of the product L U below it. */
static void factor(struct chain *c)
{
    size_t n = c->n, ld = n + 2;
    for (size_t k = 0; k < n; k++)
        for (size_t i = k + 1; i < n; i++) {
            double *row = c->a + i * ld, *top = c->a + k * ld, l = row[k] / top[k];
            row[k] = l;
            for (size_t j = k + 1; l != 0 && j < n; j++)
                row[j] -= l * top[j];
        }
}

/* Column `side` of the right-hand sides <- its solution. */
static void solve(struct chain *c, size_t side)
{
    size_t n = c->n, ld = n + 2;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            c->a[i * ld + side] -= c->a[i * ld + j] * c->a[j * ld + side];
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++)
            c->a[i * ld + side] -= c->a[i * ld + j] * c->a[j * ld + side];
        c->a[i * ld + side] /= c->a[i * ld + i];
    }
}

/* Mean and variance of the time from -1. */
static void moments(struct chain *c, double *mean, double *variance)
{
    size_t n = c->n, ld = n + 2;
    double t = 1, s = 1;
    solve(c, n);
    for (size_t i = 0; i < n; i++)
        c->a[i * ld + n + 1] = 2 * c->a[i * ld + n] - 1; /* 1 + 2 K T, as K T = T - 1 */
    solve(c, n + 1);
    for (size_t i = 0; i < n; i++) {
        double k = c->w[i] * kernel(c, -1, c->y[i]);
        t += k * c->a[i * ld + n];
        s += k * (2 * c->a[i * ld + n] + c->a[i * ld + n + 1]);
    }
    *mean = t * c->h;
    *variance = (s - t * t) * c->h * c->h;
}

static enum fpk_status run_chain(const struct setting *setting, bool between, double spacing,
                                 double *mean, double *variance)
{
    struct chain c = {.to = setting->to,
                      .h = setting->h,
                      .s = sqrt(2 * setting->temperature * setting->h),
                      .between = between};
    enum fpk_status status = place(&c, setting->temperature, spacing);
    if (status == FPK_OK) {
        assemble(&c);
        factor(&c);
        moments(&c, mean, variance);
    }
    clear(&c);
    return status;
}

enum fpk_status kramers_chain(struct setting *setting)
{
    for (int way = 0; way < WAYS; way++) {
        double coarse, unused;
        FPK_TRY(run_chain(setting, way == 1, 5, &setting->mean[way], &setting->variance[way]));
        FPK_TRY(run_chain(setting, way == 1, 6, &coarse, &unused));
        setting->mean_error[way] = fabs(setting->mean[way] - coarse) + 1e-11 * coarse;
    }
    return FPK_OK;
}
