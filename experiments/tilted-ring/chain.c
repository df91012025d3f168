/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and variance of Euler-Maruyama's unfolded X after k steps, without a random number. A step
 * goes from x to x + D(x), D ~ N(h f, s^2), s^2 = 2 T h. With A_k(x), B_k(x) the mean and the mean
 * square of the way that k steps make from x,
 *
 *     A_{k+1} = E D + E A_k(x + D),     B_{k+1} = E D^2 + 2 E D A_k(x + D) + E B_k(x + D),
 *
 * and A, B have the period of f. The integrals are trapezoidal sums over the ring and over the
 * images of each place, which converge like exp(-2 pi^2 s^2/spacing^2). A start at 0 is forgotten
 * exponentially fast, so from two times v = A'/t' and D_eff = (B - A^2)'/(2 t'). */
#include "ring.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

/* Rows from each place; [n][n] and [n], owned. */
struct chain {
    size_t n;
    double *p, *q;     /* weight of a place, and the same times the way to it */
    double *one, *two; /* E D, E D^2 */
    double *a, *b, *next_a, *next_b;
};

static enum fpk_status make(struct chain *c, size_t n)
{
    c->n = n;
    FPK_TRY(fpk_allocate(&c->p, n * n));
    FPK_TRY(fpk_allocate(&c->q, n * n));
    FPK_TRY(fpk_allocate(&c->one, n));
    FPK_TRY(fpk_allocate(&c->two, n));
    FPK_TRY(fpk_allocate(&c->a, n));
    FPK_TRY(fpk_allocate(&c->b, n));
    FPK_TRY(fpk_allocate(&c->next_a, n));
    return fpk_allocate(&c->next_b, n);
}

static void clear(struct chain *c)
{
    double **all[] = {&c->p, &c->q, &c->one, &c->two, &c->a, &c->b, &c->next_a, &c->next_b};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        fpk_release(all[k]);
}

/* Images up to two turns away: a step is far shorter. */
static void fill(struct chain *c, const struct setting *s)
{
    double spacing = 2 * FPK_PI / (double)c->n, width = sqrt(2 * s->temperature * s->h);
    for (size_t i = 0; i < c->n; i++) {
        double x = spacing * (double)i, m = s->h * (fpk_sin(x) + s->force);
        c->one[i] = m;
        c->two[i] = m * m + width * width;
        for (size_t j = 0; j < c->n; j++)
            for (int turn = -2; turn <= 2; turn++) {
                double way = spacing * (double)j - x + 2 * FPK_PI * turn;
                double weight = spacing * fpk_normal_pdf((way - m) / width) / width;
                c->p[i * c->n + j] += weight;
                c->q[i * c->n + j] += weight * way;
            }
    }
}

static void advance(struct chain *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const double *p = c->p + i * c->n, *q = c->q + i * c->n;
        double a = c->one[i], b = c->two[i];
        for (size_t j = 0; j < c->n; j++) {
            a += p[j] * c->a[j];
            b += p[j] * c->b[j] + 2 * q[j] * c->a[j];
        }
        c->next_a[i] = a;
        c->next_b[i] = b;
    }
    double *a = c->a, *b = c->b;
    c->a = c->next_a;
    c->b = c->next_b;
    c->next_a = a;
    c->next_b = b;
}

enum fpk_status ring_chain(struct setting *s)
{
    struct chain c = {0};
    double width = sqrt(2 * s->temperature * s->h);
    enum fpk_status status = make(&c, 48 + (size_t)(2 * FPK_PI * 1.4 / width));
    if (status == FPK_OK) {
        fill(&c, s);
        for (uint64_t k = 1; k <= s->n_step; k++) {
            advance(&c);
            if (k == s->n_step / 2 || k == s->n_step) {
                int late = k == s->n_step;
                s->mean[late] = c.a[0];
                s->var[late] = c.b[0] - c.a[0] * c.a[0];
            }
        }
        double time = s->h * (double)(s->n_step / 2);
        s->v = (s->mean[1] - s->mean[0]) / time;
        s->d_eff = (s->var[1] - s->var[0]) / (2 * time);
    }
    clear(&c);
    return status;
}
