/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include <math.h>

#define PLACES 257 /* where a coefficient is looked at first */
#define NEAR   17  /* and in every bracket */
#define ZOOMS  11
#define FIRST  3     /* zooms, from which on growth is measured */
#define SHRINK 8.0   /* of the bracket, each time */
#define GROWTH 2.5e5 /* 8^6 of the 8^8 of a pole; 8^4 is that of a root */

/* |f| at any places. */
struct search {
    fpk_block_fn *f;
    const void *ctx;
    double t;
};

static void look(const struct search *s, size_t n, const double *x, double *size)
{
    s->f(s->t, n, x, size, s->ctx);
    for (size_t i = 0; i < n; i++)
        size[i] = fabs(size[i]);
}

/* The largest value in [*x - half, *x + half], which is narrowed around it. */
static double zoom(const struct search *s, double *x, double *half)
{
    double at[NEAR], size[NEAR];
    size_t best = 0;
    for (size_t i = 0; i < NEAR; i++)
        at[i] = *x + *half * ((double)i / (NEAR / 2) - 1);
    look(s, NEAR, at, size);
    for (size_t i = 1; i < NEAR; i++)
        best = size[i] > size[best] || isnan(size[best]) ? i : best;
    *x = at[best];
    *half /= SHRINK;
    return size[best];
}

/* Whether what is largest near x grows as fast as 1/distance does. *x is where. A bounded function
 * is given up after the first look. */
static bool grows(const struct search *s, double *x, double half, double size)
{
    double before = zoom(s, x, &half), now = before;
    if (!(now > 1.2 * size))
        return false;
    for (int k = 1; k < ZOOMS; k++) {
        now = zoom(s, x, &half);
        before = k + 1 == FIRST ? now : before;
        if (!isfinite(now))
            return true;
    }
    return now > before * GROWTH;
}

/* *found <- such a place inside (not at an end), or NaN. */
static void find(const struct search *s, const struct fpk_setting *setting, double *found)
{
    double u[PLACES], x[PLACES], size[PLACES];
    *found = NAN;
    /* Not the faces of any grid, where a pole would have been met. */
    for (size_t i = 0; i < PLACES; i++)
        u[i] = setting->ua + (setting->ub - setting->ua) * ((double)i + 0.5) / PLACES;
    fpk_coordinate_x(&setting->mesh.coordinate, PLACES, u, x, NULL);
    look(s, PLACES, x, size);
    for (size_t i = 1; i + 1 < PLACES; i++) {
        double at = x[i], half = fmax(x[i + 1] - x[i], x[i] - x[i - 1]);
        if (!(size[i] >= size[i - 1] && size[i] >= size[i + 1]) || size[i] == 0)
            continue;
        if (grows(s, &at, half, size[i])) {
            *found = at;
            return;
        }
    }
}

enum fpk_status fpk_check_poles(const struct fpk_setting *setting)
{
    const struct fpk_model *model = setting->problem->model;
    double t0 = setting->problem->t0, t1 = setting->problem->t1, x;
    for (int k = 0; k < (model->autonomous ? 1 : 3); k++) {
        struct search s = {.f = model->drift, .ctx = model->ctx, .t = t0 + 0.5 * k * (t1 - t0)};
        find(&s, setting, &x);
        FPK_CHECK(isnan(x), FPK_NUMERIC,
                  "the drift grows without bound near x = %.6g, inside the domain [%.6g, %.6g]: "
                  "give a domain on one side of it",
                  x, setting->a, setting->b);
        if (!model->diffusion)
            continue;
        s.f = model->diffusion;
        find(&s, setting, &x);
        FPK_CHECK(isnan(x), FPK_NUMERIC,
                  "the diffusion grows without bound near x = %.6g, inside the domain [%.6g, "
                  "%.6g]: give a domain on one side of it",
                  x, setting->a, setting->b);
    }
    return FPK_OK;
}
