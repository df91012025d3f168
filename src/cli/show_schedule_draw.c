/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a schedule: what is left of the data and how much noise, over time and over the
 * steps of the path. */
#include "show_schedule.h"

#include "fpk/base/memory.h"
#include "fpk/figure/figure.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <stdio.h>

enum { CURVE = 401 };

/* Curves of the schedule and points of the path, one allocation. */
struct drawing {
    double *store;
    double *t, *alpha, *sigma, *lambda;                    /* [CURVE] */
    double *at, *at_alpha, *at_sigma, *at_lambda, *number; /* [n]: levels above the clean end */
    size_t n;                                              /* of them with finite lambda */
};

/* Its time is sigma, over decades: drawn on a logarithmic axis. */
static bool by_sigma(const struct fpk_path *path)
{
    return path->continuous && path->process.kind == FPK_EDM;
}

static struct fpk_level curve_level(const struct fpk_path *path, size_t i)
{
    double share = (double)i / (CURVE - 1);
    if (path->discrete)
        return fpk_schedule_level(&path->schedule,
                                  (long)rint(share * (double)(path->schedule.T - 1)));
    double end = fpk_process_end(&path->process), low = 1e-3 * end;
    if (!by_sigma(path))
        return fpk_process_level(&path->process, low + (end - low) * share);
    for (size_t k = 0; k <= path->n; k++)
        if (path->level[k].sigma > 0)
            low = fmin(low, path->level[k].sigma);
    return fpk_process_level(&path->process, low * fpk_pow(end / low, share));
}

static enum fpk_status collect(struct drawing *d, const struct fpk_path *path)
{
    size_t n = path->n + 1;
    FPK_TRY(fpk_allocate(&d->store, 4 * CURVE + 5 * n));
    double **curve[] = {&d->t, &d->alpha, &d->sigma, &d->lambda};
    double **point[] = {&d->at, &d->at_alpha, &d->at_sigma, &d->at_lambda, &d->number};
    for (size_t k = 0; k < 4; k++)
        *curve[k] = d->store + k * CURVE;
    for (size_t k = 0; k < 5; k++)
        *point[k] = d->store + 4 * CURVE + k * n;
    for (size_t i = 0; i < CURVE; i++) {
        struct fpk_level level = curve_level(path, i);
        d->t[i] = level.t;
        d->alpha[i] = level.alpha;
        d->sigma[i] = level.sigma;
        d->lambda[i] = level.alpha > 0 ? fpk_level_half_log_snr(level) : NAN;
    }
    for (size_t i = 0; i < n; i++) {
        struct fpk_level level = path->level[i];
        if (!(level.sigma > 0 && level.alpha > 0))
            continue;
        size_t k = d->n++;
        d->at[k] = level.t;
        d->at_alpha[k] = level.alpha;
        d->at_sigma[k] = level.sigma;
        d->at_lambda[k] = fpk_level_half_log_snr(level);
        d->number[k] = (double)i;
    }
    return FPK_OK;
}

/* Points of the curve with a finite lambda: all, or all but the last. */
static size_t curve_end(const struct drawing *d)
{
    size_t n = CURVE;
    while (n > 0 && !isfinite(d->lambda[n - 1]))
        n--;
    return n;
}

static void line(struct fpk_panel *panel, const char *label, size_t n, const double *x,
                 const double *y, enum fpk_colour colour)
{
    if (n > 0)
        fpk_panel_add(
            panel, (struct fpk_layer){
                       .kind = FPK_LINE, .label = label, .n = n, .x = x, .y = y, .colour = colour});
}

/* None where the only step goes from pure noise to clean data. */
static void points(struct fpk_panel *panel, const char *label, size_t n, const double *x,
                   const double *y, enum fpk_colour colour)
{
    if (n > 0)
        fpk_panel_add(
            panel,
            (struct fpk_layer){
                .kind = FPK_POINTS, .label = label, .n = n, .x = x, .y = y, .colour = colour});
}

static void draw_amounts(struct fpk_panel *panel, const struct drawing *d,
                         const struct fpk_path *path)
{
    bool exploding = path->family == FPK_PATH_EXPLODING;
    *panel = (struct fpk_panel){.title = "Signal and noise of x = alpha x_0 + sigma eps",
                                .x_label = "label t",
                                .y_label = exploding ? "sigma" : "alpha, sigma",
                                .log_x = by_sigma(path),
                                .log_y = exploding,
                                .y_max = exploding ? 0 : 1.4, /* the key stands above */
                                .key_bottom = exploding};
    if (!exploding)
        line(panel, "alpha", CURVE, d->t, d->alpha, FPK_BLUE);
    line(panel, "sigma", CURVE, d->t, d->sigma, FPK_VERMILLION);
    if (!exploding)
        points(panel, NULL, d->n, d->at, d->at_alpha, FPK_BLUE);
    points(panel, "the path", d->n, d->at, d->at_sigma, FPK_VERMILLION);
}

static void draw_lambda(struct fpk_panel *panel, const struct drawing *d, bool log_x)
{
    *panel = (struct fpk_panel){.title = "Half the logarithm of the SNR over the label",
                                .x_label = "label t",
                                .y_label = "lambda = log(alpha/sigma)",
                                .log_x = log_x};
    line(panel, "the schedule", curve_end(d), d->t, d->lambda, FPK_GREY);
    points(panel, "the path", d->n, d->at, d->at_lambda, FPK_VERMILLION);
}

static void draw_steps(struct fpk_panel *panel, const struct drawing *d)
{
    *panel = (struct fpk_panel){.title = "The path, step by step",
                                .x_label = "level",
                                .y_label = "lambda = log(alpha/sigma)",
                                .key_left = true};
    line(panel, NULL, d->n, d->number, d->at_lambda, FPK_GREY);
    points(panel, NULL, d->n, d->number, d->at_lambda, FPK_VERMILLION);
}

enum fpk_status fpk_show_schedule_draw(const struct fpk_path *path, const char *name,
                                       const char *folder, char *note)
{
    struct drawing d = {0};
    char title[96], caption[256];
    FPK_TRY(collect(&d, path));
    snprintf(title, sizeof title, "The schedule %s and a path of %zu steps", name, path->n);
    snprintf(caption, sizeof caption,
             "Levels from t = %.6g (alpha %.4g, sigma %.4g) to t = %.6g (alpha %.4g, sigma %.4g); "
             "levels at which lambda is infinite are not drawn.",
             path->level[0].t, path->level[0].alpha, path->level[0].sigma, path->level[path->n].t,
             path->level[path->n].alpha, path->level[path->n].sigma);
    size_t panels = d.n > 0 ? 3 : 2; /* a single step from pure noise has no level between */
    struct fpk_figure figure = {
        .name = "schedule", .title = title, .caption = caption, .columns = panels, .n = panels};
    draw_amounts(&figure.panel[0], &d, path);
    draw_lambda(&figure.panel[1], &d, by_sigma(path));
    if (d.n > 0)
        draw_steps(&figure.panel[2], &d);
    enum fpk_status status = fpk_figure_write(&figure, folder, note);
    fpk_release(&d.store);
    return status;
}
