/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wiener.h"

#include "../common/curve.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

static double root(double x, double p)
{
    return p * sqrt(x);
}

static double half_jump(double n, double p)
{
    return p / sqrt(2 * pi * n);
}

/* Probability of one value of S_16 under the normal law: the values are 2 apart. */
static double normal_share(double s, double p)
{
    return 2 / p * fpk_normal_pdf(s / p);
}

static double least(double t, double s)
{
    return fmin(s, t);
}

static double lorentzian(double f, double p)
{
    return p / (1 + (2 * pi * f) * (2 * pi * f));
}

static double constant(double x, double p)
{
    (void)x;
    return p;
}

static enum fpk_status draw_paths(const struct wiener *w, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    static const char *const label[3] = {"16 steps", "256 steps", "4096 steps"};
    static const size_t steps[3] = {16, 256, 4096};
    static const enum fpk_colour colour[3] = {FPK_ORANGE, FPK_GREEN, FPK_BLUE};
    panel->title = "Random walks, steps of sqrt(dt)";
    panel->x_label = "time t";
    panel->y_label = "sqrt(dt) S";
    panel->y_min = -2.6 * sqrt(w->time);
    panel->y_max = 3.6 * sqrt(w->time);
    panel->key_left = true;
    for (int k = 0; k < 3; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = label[k],
                                                .n = steps[k] + 1,
                                                .x = w->walks.path_time[k],
                                                .y = w->walks.path[k],
                                                .colour = colour[k]});
    FPK_TRY(fpk_panel_curve(panel, "2 sqrt(t)", 0, w->time, root, 2, store));
    return fpk_panel_curve(panel, NULL, 0, w->time, root, -2, store);
}

static enum fpk_status draw_law(const struct wiener *w, struct fpk_panel *panel,
                                struct fpk_store *store)
{
    double *place = NULL, *edge = NULL;
    FPK_TRY(fpk_store_new(store, WALK_SHOWN + 1, &place));
    FPK_TRY(fpk_store_new(store, WALK_SHOWN + 2, &edge));
    for (int k = 0; k <= WALK_SHOWN + 1; k++)
        edge[k] = 2 * k - WALK_SHOWN - 1;
    for (int k = 0; k <= WALK_SHOWN; k++)
        place[k] = 2 * k - WALK_SHOWN;
    panel->title = "Where 16 steps end";
    panel->x_label = "S";
    panel->y_label = "probability";
    panel->y_max = 0.27;
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_STEPS,
                                            .label = "binomial law",
                                            .n = WALK_SHOWN + 1,
                                            .x = edge,
                                            .y = w->walks.law,
                                            .colour = FPK_SKY});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "walks",
                                            .n = WALK_SHOWN + 1,
                                            .x = place,
                                            .y = w->walks.share,
                                            .colour = FPK_BLUE});
    return fpk_panel_curve(panel, "normal", -WALK_SHOWN, WALK_SHOWN, normal_share, 4, store);
}

static enum fpk_status draw_distance(const struct wiener *w, struct fpk_panel *panel,
                                     struct fpk_store *store)
{
    panel->title = "How fast it becomes normal";
    panel->x_label = "steps n";
    panel->y_label = "sup |F - Phi|";
    panel->log_x = panel->log_y = true;
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "binomial law, exact",
                                            .n = WALKS,
                                            .x = w->walks.steps,
                                            .y = w->walks.distance,
                                            .colour = FPK_BLUE});
    return fpk_panel_curve(panel, "1/sqrt(2 pi n)", 3, 6000, half_jump, 1, store);
}

static enum fpk_status draw_covariance(const struct wiener *w, struct fpk_panel *panel,
                                       struct fpk_store *store)
{
    static const int row[3] = {3, 7, 15};
    static const char *const label[3] = {"s = t_end/4", "s = t_end/2", "s = t_end"};
    static const enum fpk_colour colour[3] = {FPK_ORANGE, FPK_GREEN, FPK_BLUE};
    panel->title = "cov(W(s), W(t)) = min(s, t)";
    panel->x_label = "time t";
    panel->y_label = "covariance";
    panel->y_min = 0;
    panel->y_max = 1.1 * w->time;
    panel->key_left = true;
    for (int k = 0; k < 3; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                                .label = label[k],
                                                .n = TIMES,
                                                .x = w->increments.time,
                                                .y = w->increments.covariance[row[k]],
                                                .colour = colour[k]});
    for (int k = 0; k < 3; k++)
        FPK_TRY(fpk_panel_curve(panel, k ? NULL : "min(s, t)", 0, w->time, least,
                                w->increments.time[row[k]], store));
    return FPK_OK;
}

static enum fpk_status draw_roughness(const struct wiener *w, struct fpk_panel *panel,
                                      struct fpk_store *store)
{
    const struct roughness *r = &w->roughness;
    double low = r->dt[LEVELS - 1], high = r->dt[0];
    panel->title = "One path, finer and finer";
    panel->x_label = "interval dt";
    panel->y_label = "sums over the path";
    panel->log_x = panel->log_y = true;
    panel->y_min = 3e-3 * w->time;
    panel->y_max = 3e3 * fmax(w->time, sqrt(w->time));
    const struct fpk_layer layer = {.kind = FPK_POINTS, .n = LEVELS, .x = r->dt};
    struct fpk_layer *length = fpk_panel_add(panel, layer);
    length->label = "sum |dW|, mean";
    length->y = r->total;
    length->colour = FPK_VERMILLION;
    struct fpk_layer *mean = fpk_panel_add(panel, layer);
    mean->label = "sum (dW)^2, mean";
    mean->y = r->square_mean;
    mean->colour = FPK_GREEN;
    struct fpk_layer *rms = fpk_panel_add(panel, layer);
    rms->label = "sum (dW)^2 - t, rms";
    rms->y = r->square_rms;
    rms->colour = FPK_BLUE;
    FPK_TRY(fpk_panel_curve(panel, "exact", low, high, constant, w->time, store));
    FPK_TRY(fpk_panel_curve(panel, NULL, low, high, root, sqrt(2 * w->time), store));
    double *y = NULL, *x = NULL;
    FPK_TRY(fpk_store_new(store, LEVELS, &x));
    FPK_TRY(fpk_store_new(store, LEVELS, &y));
    for (int k = 0; k < LEVELS; k++) {
        x[k] = r->dt[k];
        y[k] = w->time * sqrt(2 / (pi * x[k]));
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .n = LEVELS,
                                            .x = x,
                                            .y = y,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

static enum fpk_status draw_spectra(const struct wiener *w, struct fpk_panel *panel,
                                    struct fpk_store *store)
{
    const struct spectra *s = &w->spectra;
    panel->title = "White noise, and what it drives";
    panel->x_label = "frequency f (1/time)";
    panel->y_label = "power density";
    panel->log_x = panel->log_y = true;
    panel->y_min = 1e-4;
    panel->y_max = 30;
    panel->key_bottom = panel->key_left = true;
    const struct fpk_layer layer = {.kind = FPK_LINE, .n = ORDINATES - 4, .x = s->frequency + 4};
    struct fpk_layer *white = fpk_panel_add(panel, layer);
    white->label = "dW/dt";
    white->y = s->white + 4;
    white->colour = FPK_ORANGE;
    struct fpk_layer *ou = fpk_panel_add(panel, layer);
    ou->label = "dX = -X dt + dW";
    ou->y = s->ou + 4;
    ou->colour = FPK_BLUE;
    double low = s->frequency[4], high = s->frequency[ORDINATES - 1];
    FPK_TRY(fpk_panel_curve(panel, "1 and 1/(1 + (2 pi f)^2)", low, high, lorentzian, 1, store));
    return fpk_panel_curve(panel, NULL, low, high, constant, 1, store);
}

enum fpk_status wiener_draw(const struct wiener *w, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "wiener",
        .title = "From the random walk to white noise",
        .caption = "Points are samples, dashed lines are exact. A walk of n steps is normal up to "
                   "1/sqrt(2 pi n); the length of a path grows without bound as dt falls, the sum "
                   "of squares does not; white noise has no frequency of its own. (Seen every "
                   "0.05, the Lorentzian folds back at its end.)",
        .columns = 3,
        .n = 6};
    static enum fpk_status (*const panel[6])(const struct wiener *, struct fpk_panel *,
                                             struct fpk_store *) = {
        draw_paths, draw_law, draw_distance, draw_covariance, draw_roughness, draw_spectra};
    struct fpk_store store = {0};
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < 6; k++)
        status = panel[k](w, &figure.panel[k], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
