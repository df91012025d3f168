/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/kramers.h"

#include "confine_priv.h"
#include "scale_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/root.h"

#include <math.h>

#define PI     3.14159265358979323846
#define LOOK   256 /* panels of the way from one point to the other */
#define BEHIND 16  /* ways that are looked at behind `from` */
#define NEAR   8   /* panels on each side, to find an extremum in */
#define STEP   0.05
#define AGREE  1e-3 /* relative: two steps of differences for c */

/* -drift = U' at x. */
static double slope(double x, const void *ctx)
{
    const struct fpk_model *model = ctx;
    double f;
    model->drift(0, 1, &x, &f, model->ctx);
    return -f;
}

/* First three derivatives of U' at x by central differences of step h, errors of order h^6, h^4 and
 * h^4: from seven values. */
static void differences(const struct fpk_model *model, double x, double h, double d[3])
{
    double at[7], s[7];
    for (int i = 0; i < 7; i++)
        at[i] = x + h * (i - 3);
    model->drift(0, 7, at, s, model->ctx);
    d[0] = -(45 * (s[4] - s[2]) - 9 * (s[5] - s[1]) + (s[6] - s[0])) / (60 * h);
    d[1] = -(16 * (s[4] + s[2]) - (s[5] + s[1]) - 30 * s[3]) / (12 * h * h);
    d[2] = -(8 * (s[5] - s[1]) - 13 * (s[4] - s[2]) - (s[6] - s[0])) / (8 * h * h * h);
}

/* U'', U''', U'''' by halving the step once and extrapolating; *sure: both steps agree. */
static void derivatives(const struct fpk_model *model, double x, double h, double d[3], bool *sure)
{
    double coarse[3], size = 0, off = 0;
    differences(model, x, h, coarse);
    differences(model, x, 0.5 * h, d);
    for (int i = 0; i < 3; i++) {
        double more = (d[i] - coarse[i]) / (i == 0 ? 63 : 15), unit = i == 0   ? 1
                                                                      : i == 1 ? h
                                                                               : h * h;
        d[i] += more;
        size = fmax(size, fabs(d[i]) * unit);
        off = fmax(off, fabs(more) * unit);
    }
    if (model->drift_x) {
        model->drift_x(0, 1, &x, d, model->ctx);
        d[0] = -d[0];
    }
    *sure = *sure && off <= AGREE * size;
}

/* What Laplace's method adds to the integral of e^{-s U/D} about an extremum, over D. */
static double second(double s, const double d[3])
{
    double two = s * d[0];
    return 5 * d[1] * d[1] / (24 * two * two * two) - s * d[2] / (8 * two * two);
}

/* The way on a scale that ascends from `from` to `to`, and behind. */
struct way {
    struct fpk_scale scale;
    size_t top, well; /* edges */
};

/* The highest inner maximum of Phi after `from`, at edge BEHIND * LOOK, and the least value before
 * it, as far back as Phi stays below it. */
static bool find(struct way *way)
{
    const double *phi = way->scale.at_edge;
    size_t start = (size_t)BEHIND * LOOK, last = way->scale.panels;
    way->top = 0;
    for (size_t k = start + 1; k < last; k++)
        if (phi[k] > phi[k - 1] && phi[k] >= phi[k + 1] && (!way->top || phi[k] > phi[way->top]))
            way->top = k;
    if (!way->top || phi[last] >= phi[way->top] || phi[start] >= phi[way->top])
        return false;
    way->well = way->top;
    for (size_t k = way->top; k-- > 0 && phi[k] <= phi[way->top];)
        way->well = phi[k] < phi[way->well] ? k : way->well;
    return way->well > 0;
}

/* Where the drift vanishes near an edge; on a flat top rounding may have moved that. */
static enum fpk_status extremum(const struct way *way, size_t edge, const char *what, double *x)
{
    const struct fpk_scale *scale = &way->scale;
    double a = 0, b = 0, sign = scale->sign;
    for (size_t wide = 1; wide <= NEAR; wide++) {
        size_t first = edge > wide ? edge - wide : 0;
        size_t last = edge + wide < scale->panels ? edge + wide : scale->panels;
        a = sign * scale->edge[first];
        b = sign * scale->edge[last];
        if ((slope(a, scale->model) < 0) != (slope(b, scale->model) < 0))
            break;
    }
    return fpk_root_find(what, slope, scale->model, a, b, 0, x);
}

static enum fpk_status height(const struct fpk_model *model, double well, double top, double *phi)
{
    struct fpk_scale scale;
    struct fpk_coordinate linear = {FPK_COORDINATE_LINEAR, 0, 0};
    double sign = top > well ? 1 : -1;
    FPK_TRY(fpk_scale_init(&scale, model, sign, &linear, fmin(well, top), fmax(well, top), LOOK));
    *phi = scale.at_edge[LOOK];
    fpk_scale_clear(&scale);
    return FPK_OK;
}

static enum fpk_status rate(const struct fpk_model *model, struct fpk_kramers *k)
{
    double at_well[3], at_top[3], g, h = STEP * fabs(k->top - k->well);
    bool sure = true;
    model->diffusion(0, 1, &k->well, &g, model->ctx);
    derivatives(model, k->well, h, at_well, &sure);
    derivatives(model, k->top, h, at_top, &sure);
    FPK_TRY(height(model, k->well, k->top, &k->barrier));
    double flat = 1e-10 * fmax(fabs(at_well[0]), fabs(at_top[0]));
    FPK_CHECK(at_well[0] > flat && at_top[0] < -flat, FPK_NUMERIC,
              "U'' is %.6g in the well at %.6g and %.6g on the barrier at %.6g: Kramers' formula "
              "needs it positive and negative",
              at_well[0], k->well, at_top[0], k->top);
    k->rate = sqrt(at_well[0]) * sqrt(-at_top[0]) / (2 * PI) * fpk_exp(-k->barrier);
    k->time = 2 * PI / (sqrt(at_well[0]) * sqrt(-at_top[0])) * fpk_exp(k->barrier);
    double c = second(1, at_well) + second(-1, at_top);
    k->diffusivity = 0.5 * g * g;
    k->correction = sure && isfinite(c) ? c : NAN;
    return FPK_OK;
}

enum fpk_status fpk_kramers_rate(const struct fpk_model *model, double from, double to,
                                 struct fpk_kramers *kramers)
{
    struct way way;
    struct fpk_coordinate linear = {FPK_COORDINATE_LINEAR, 0, 0};
    double sign = to > from ? 1 : -1, start = from - BEHIND * (to - from);
    *kramers = (struct fpk_kramers){.correction = NAN};
    FPK_TRY(fpk_stationary_model(model, "Kramers' rate is computed"));
    FPK_CHECK(model->noise_kind == FPK_NOISE_ADDITIVE, FPK_USAGE,
              "Kramers' rate is computed for noise that does not depend on x, and that of %s does",
              model->name ? model->name : "the model");
    FPK_CHECK(isfinite(from) && isfinite(to) && from != to, FPK_USAGE,
              "Kramers' rate from %.6g to %.6g: give two different numbers", from, to);
    FPK_TRY(fpk_scale_init(&way.scale, model, sign, &linear, fmin(start, to), fmax(start, to),
                           (size_t)LOOK * (BEHIND + 1)));
    enum fpk_status status = FPK_OK;
    if (!find(&way)) {
        status = fpk_fail(FPK_NUMERIC,
                          "there is no barrier between %.6g and %.6g that is higher than both, or "
                          "no well before it: Kramers' formula does not apply",
                          from, to);
        goto done;
    }
    FPK_TRY_DONE(status, extremum(&way, way.well, "the bottom of the well", &kramers->well));
    FPK_TRY_DONE(status, extremum(&way, way.top, "the top of the barrier", &kramers->top));
    status = rate(model, kramers);
done:
    fpk_scale_clear(&way.scale);
    return status;
}
