/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conventions.h"

#include "../common/curve.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static const char *const label[READINGS] = {"Ito", "Stratonovich", "Klimontovich"};
static const enum fpk_colour colour[READINGS] = {FPK_BLUE, FPK_GREEN, FPK_VERMILLION};

static double noise(double x, double p)
{
    return 0.2 * (1 + p * fpk_tanh(2 * x));
}

static double growth(double t, double p)
{
    return fpk_exp(p * t);
}

static enum fpk_status draw_rest(const struct conventions *c, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    panel->title = "At rest: grid, and closed form";
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = -4;
    panel->x_max = 4;
    panel->y_max = 1;
    for (int k = 0; k < READINGS; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = label[k],
                                                .n = PLACES,
                                                .x = c->x,
                                                .y = c->reading[k].late,
                                                .colour = colour[k]});
    for (int k = 0; k < READINGS; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = k ? NULL : "g^-2, g^-1, 1 times normal",
                                                .n = PLACES,
                                                .x = c->x,
                                                .y = c->reading[k].rest,
                                                .colour = FPK_BLACK,
                                                .dash = FPK_DASHED});
    FPK_TRY(fpk_panel_curve(panel, "noise g(x), times 1/5", -4, 4, noise, c->contrast, store));
    panel->layer[panel->n - 1].colour = FPK_GREY;
    panel->layer[panel->n - 1].dash = FPK_DOTTED;
    return FPK_OK;
}

/* Heights of 70 bins as points, which lie over each other more readably than areas do. */
static enum fpk_status add_bins(const struct fpk_points *points, const char *name,
                                enum fpk_colour own, struct fpk_panel *panel,
                                struct fpk_store *store)
{
    enum { SHOWN = 70 };
    double *at = NULL, *height = NULL, bin = (panel->x_max - panel->x_min) / SHOWN;
    FPK_TRY(fpk_store_new(store, SHOWN, &at));
    FPK_TRY(fpk_store_new(store, SHOWN, &height));
    for (int k = 0; k < SHOWN; k++)
        at[k] = panel->x_min + (k + 0.5) * bin;
    for (size_t i = 0; i < points->n; i++) {
        double k = floor((points->x[i] - panel->x_min) / bin);
        if (k >= 0 && k < SHOWN)
            height[(int)k] += 1 / ((double)points->n * bin);
    }
    fpk_panel_add(
        panel,
        (struct fpk_layer){
            .kind = FPK_POINTS, .label = name, .n = SHOWN, .x = at, .y = height, .colour = own});
    return FPK_OK;
}

static enum fpk_status draw_now(const struct conventions *c, struct fpk_panel *panel,
                                struct fpk_store *store)
{
    static const int shown[READINGS] = {0, 3, 5};
    static const char *const name[READINGS] = {"Ito: Euler-Maruyama", "Stratonovich: Heun",
                                               "Klimontovich: end point"};
    panel->title = "On the way: grid, and own scheme";
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = -3;
    panel->x_max = 4;
    panel->y_max = 0.9;
    for (int k = 0; k < READINGS; k++)
        FPK_TRY(add_bins(&c->scheme[shown[k]].points, name[k], colour[k], panel, store));
    for (int k = 0; k < READINGS; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = k ? NULL : "grid, the same readings",
                                                .n = PLACES,
                                                .x = c->x,
                                                .y = c->reading[k].now,
                                                .colour = FPK_BLACK,
                                                .dash = FPK_DASHED});
    return FPK_OK;
}

static enum fpk_status draw_steps(const struct conventions *c, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    (void)store;
    panel->title = "Distance of Euler-Maruyama's law";
    panel->x_label = "step dt";
    panel->y_label = "TV to the reading's density";
    panel->log_x = panel->log_y = true;
    panel->x_min = 0.7 * c->reading[0].dt[REFINED - 1];
    panel->x_max = 1.4 * c->reading[0].dt[0];
    panel->y_min = 1e-4;
    panel->y_max = 50;
    panel->key_left = true;
    static const char *const right[READINGS] = {"Ito", "Stratonovich, converted",
                                                "Klimontovich, converted"};
    static const char *const wrong[READINGS] = {NULL, "Stratonovich, misread as Ito",
                                                "Klimontovich, misread as Ito"};
    for (int k = 0; k < 2 * READINGS; k++) {
        const struct reading *r = &c->reading[k % READINGS];
        bool misread = k >= READINGS;
        if (misread && !wrong[k % READINGS])
            continue;
        struct fpk_layer layer = {.kind = FPK_LINE,
                                  .label = misread ? wrong[k % READINGS] : right[k],
                                  .n = REFINED,
                                  .x = r->dt,
                                  .y = misread ? r->wrong_tv : r->law_tv,
                                  .colour = colour[k % READINGS],
                                  .dash = misread ? FPK_DASHED : FPK_SOLID};
        fpk_panel_add(panel, layer);
        layer.kind = FPK_POINTS;
        layer.label = NULL;
        fpk_panel_add(panel, layer);
    }
    return FPK_OK;
}

static enum fpk_status draw_growth(const struct conventions *c, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    static const int shown[READINGS] = {0, 1, 3};
    static const char *const name[READINGS] = {"Ito, Euler-Maruyama", "Stratonovich, Heun",
                                               "Klimontovich, end point"};
    static const double weight[READINGS] = {0, 0.5, 1};
    double top = fpk_expm1(c->strength * c->strength * c->time);
    panel->title = "dX = s X dW: the mean";
    panel->x_label = "time t";
    panel->y_label = "E X(t)";
    panel->y_min = 1 - 0.25 * top;
    panel->y_max = 1 + 1.9 * top;
    panel->x_min = -0.03 * c->time;
    panel->x_max = 1.03 * c->time;
    panel->key_left = true;
    for (int k = 0; k < READINGS; k++) {
        const struct grower *g = &c->grower[shown[k]];
        double *low = NULL, *high = NULL;
        FPK_TRY(fpk_store_new(store, TIMES, &low));
        FPK_TRY(fpk_store_new(store, TIMES, &high));
        for (int i = 0; i < TIMES; i++) {
            low[i] = g->mean[i] - 2 * g->se[i];
            high[i] = g->mean[i] + 2 * g->se[i];
        }
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                                .label = name[k],
                                                .n = TIMES,
                                                .x = c->grown_time,
                                                .y = g->mean,
                                                .low = low,
                                                .high = high,
                                                .colour = colour[k]});
    }
    for (int k = 0; k < READINGS; k++)
        FPK_TRY(fpk_panel_curve(panel, k ? NULL : "1, exp(s^2 t/2), exp(s^2 t)", 0, c->time, growth,
                                weight[k] * c->strength * c->strength, store));
    return FPK_OK;
}

enum fpk_status conventions_draw(const struct conventions *c, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "conventions",
        .title = "One equation, read in three ways",
        .caption = "A trap whose noise g grows from left to right. Ito's particles gather where it "
                   "is quiet, Klimontovich's do not see g at rest. Each scheme solves its own "
                   "reading; converting the drift repairs a misreading, smaller steps do not.",
        .columns = 2,
        .n = 4};
    static enum fpk_status (*const panel[4])(const struct conventions *, struct fpk_panel *,
                                             struct fpk_store *) = {draw_rest, draw_now, draw_steps,
                                                                    draw_growth};
    struct fpk_store store = {0};
    enum fpk_status status = FPK_OK;
    for (int p = 0; status == FPK_OK && p < 4; p++)
        status = panel[p](c, &figure.panel[p], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
