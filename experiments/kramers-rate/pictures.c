/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kramers.h"

#include "../common/curve.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

static double kramers(double barrier, double p)
{
    return p * sqrt(2) / pi * fpk_exp(-barrier);
}

static double power_1(double d, double p)
{
    return p * d;
}

static double power_2(double d, double p)
{
    return p * d * d;
}

static double power_3(double d, double p)
{
    return p * d * d * d;
}

static double one(double x, double p)
{
    (void)x;
    return p;
}

static double first(double d, double p)
{
    (void)p;
    return 1 - 1.5 * d;
}

static double second(double d, double p)
{
    (void)p;
    return 1 - 1.5 * d - 4.875 * d * d;
}

/* Columns x, y of n numbers for one layer, released with the store. */
static enum fpk_status room(struct fpk_store *store, size_t n, double **x, double **y)
{
    FPK_TRY(fpk_store_new(store, n, x));
    return fpk_store_new(store, n, y);
}

static enum fpk_status draw_rates(const struct kramers *k, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    double *x, *y, *dense, *at, *rate, *low, *high;
    panel->title = "Rate of crossing";
    panel->x_label = "barrier / temperature";
    panel->y_label = "rate (1/time)";
    panel->log_y = true;
    panel->y_min = 1e-32;
    panel->y_max = 1e8;
    FPK_TRY(room(store, BARRIERS, &x, &y));
    FPK_TRY(room(store, BARRIERS, &at, &dense));
    for (int b = 0; b < BARRIERS; b++) {
        x[b] = k->rates[b].barrier;
        y[b] = k->rates[b].rate;
        at[b] = k->rates[b].barrier;
        dense[b] = fmax(fabs(k->rates[b].dense), 1e-17);
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "lambda_1, generator's factors",
                                            .n = BARRIERS,
                                            .x = x,
                                            .y = y,
                                            .colour = FPK_BLUE});
    FPK_TRY(fpk_panel_curve(panel, "Kramers 2k", 0.5, 70, kramers, 1, store));
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "|lambda_1|, plain eigensolver",
                                            .n = BARRIERS,
                                            .x = at,
                                            .y = dense,
                                            .colour = FPK_ORANGE});
    FPK_TRY(room(store, WELLS, &at, &rate));
    FPK_TRY(room(store, WELLS, &low, &high));
    for (int i = 0; i < WELLS; i++) {
        const struct setting *s = &k->setting[i];
        at[i] = 0.25 / s->temperature;
        rate[i] = 2 / s->sampled[1];
        low[i] = 2 / (s->sampled[1] + 2 * s->se[1]);
        high[i] = 2 / (s->sampled[1] - 2 * s->se[1]);
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "2/T, particles",
                                            .n = WELLS,
                                            .x = at,
                                            .y = rate,
                                            .low = low,
                                            .high = high,
                                            .colour = FPK_VERMILLION});
    return FPK_OK;
}

static enum fpk_status draw_ratio(const struct kramers *k, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    double *x, *y, *at, *time, *point, *where, *low, *high;
    panel->title = "Over Kramers' rate 2k";
    panel->x_label = "temperature D";
    panel->y_label = "ratio to 2k";
    panel->x_min = 0.003;
    panel->x_max = 0.6;
    panel->y_min = 0.55;
    panel->y_max = 1.8;
    panel->log_x = true;
    panel->key_left = true;
    FPK_TRY(room(store, BARRIERS, &x, &y));
    FPK_TRY(room(store, BARRIERS, &at, &time));
    for (int b = 0; b < BARRIERS; b++) {
        const struct rates *r = &k->rates[b];
        x[b] = at[b] = r->temperature;
        y[b] = r->rate / r->kramers;
        time[b] = 2 / r->well / r->kramers;
    }
    FPK_TRY(room(store, WELLS, &where, &point));
    FPK_TRY(room(store, WELLS, &low, &high));
    for (int i = 0; i < WELLS; i++) {
        const struct setting *s = &k->setting[i];
        double two_k = sqrt(2) / pi * fpk_exp(-0.25 / s->temperature);
        where[i] = s->temperature;
        point[i] = 2 / s->sampled[1] / two_k;
        low[i] = 2 / (s->sampled[1] + 2 * s->se[1]) / two_k;
        high[i] = 2 / (s->sampled[1] - 2 * s->se[1]) / two_k;
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "lambda_1",
                                            .n = BARRIERS,
                                            .x = x,
                                            .y = y,
                                            .colour = FPK_BLUE});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "2/T(-1, 1)",
                                            .n = BARRIERS,
                                            .x = at,
                                            .y = time,
                                            .colour = FPK_GREEN});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "2/T, particles +- 2 se",
                                            .n = WELLS,
                                            .x = where,
                                            .y = point,
                                            .low = low,
                                            .high = high,
                                            .colour = FPK_VERMILLION});
    FPK_TRY(fpk_panel_curve(panel, "1, 1 - 3D/2, ... - 39 D^2/8", 0.003, 0.6, one, 1, store));
    FPK_TRY(fpk_panel_curve(panel, NULL, 0.003, 0.29, first, 1, store));
    return fpk_panel_curve(panel, NULL, 0.003, 0.185, second, 1, store);
}

static enum fpk_status draw_orders(const struct kramers *k, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    static const char *const label[3] = {"2k", "2k (1 - 3D/2)", "2k (1 - 3D/2 - 39 D^2/8)"};
    static const enum fpk_colour colour[3] = {FPK_VERMILLION, FPK_BLUE, FPK_GREEN};
    static double (*const line[3])(double, double) = {power_1, power_2, power_3};
    panel->title = "Error of the formulas";
    panel->x_label = "temperature D";
    panel->y_label = "|formula/lambda_1 - 1|";
    panel->log_x = panel->log_y = true;
    panel->y_min = 1e-7;
    panel->y_max = 1000;
    panel->key_left = true;
    for (int j = 0; j < 3; j++) {
        double *x, *y;
        FPK_TRY(room(store, BARRIERS, &x, &y));
        for (int b = 0; b < BARRIERS; b++) {
            x[b] = k->rates[b].temperature;
            y[b] = fabs(k->rates[b].series[j] / k->rates[b].rate - 1);
        }
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                                .label = label[j],
                                                .n = BARRIERS,
                                                .x = x,
                                                .y = y,
                                                .colour = colour[j]});
        double last = x[BARRIERS - 1], power = j == 0   ? last
                                               : j == 1 ? last * last
                                                        : last * last * last;
        FPK_TRY(fpk_panel_curve(panel, j ? NULL : "slopes 1, 2, 3", last, 0.03, line[j],
                                y[BARRIERS - 1] / power, store));
    }
    return FPK_OK;
}

/* Relative errors of the mean time over h, in percent: scheme, particles, prediction. */
static enum fpk_status draw_overshoot(const struct kramers *k, struct fpk_panel *panel,
                                      struct fpk_store *store)
{
    static const char *const points[WAYS] = {"seen at steps +- 2 se", "seen by bridges +- 2 se"};
    static const enum fpk_colour colour[WAYS] = {FPK_VERMILLION, FPK_BLUE};
    double *h, *line, *shifted;
    panel->title = "First passage to the top, D = 0.25";
    panel->x_label = "step h (time)";
    panel->y_label = "mean time, percent too late";
    panel->log_x = true;
    panel->x_min = 0.8 * k->setting[SETTINGS - 1].h;
    panel->x_max = 1.25 * k->setting[WELLS].h;
    panel->y_min = -5;
    panel->y_max = 35;
    panel->key_left = true;
    FPK_TRY(room(store, STEPS, &h, &shifted));
    for (int way = 0; way < WAYS; way++) {
        double *at, *y, *low, *high;
        FPK_TRY(room(store, STEPS, &at, &y));
        FPK_TRY(room(store, STEPS, &low, &high));
        FPK_TRY(fpk_store_new(store, STEPS, &line));
        for (int i = 0; i < STEPS; i++) {
            const struct setting *s = &k->setting[WELLS + i];
            at[i] = h[i] = s->h;
            y[i] = 100 * (s->sampled[way] / s->exact - 1);
            low[i] = y[i] - 200 * s->se[way] / s->exact;
            high[i] = y[i] + 200 * s->se[way] / s->exact;
            line[i] = 100 * (s->mean[way] / s->exact - 1);
            shifted[i] = 100 * (s->shifted / s->exact - 1);
        }
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                                .label = points[way],
                                                .n = STEPS,
                                                .x = at,
                                                .y = y,
                                                .low = low,
                                                .high = high,
                                                .colour = colour[way]});
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = way ? NULL : "the scheme, exactly",
                                                .n = STEPS,
                                                .x = at,
                                                .y = line,
                                                .colour = FPK_BLACK});
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "top moved by .5826 sqrt(2Dh)",
                                            .n = STEPS,
                                            .x = h,
                                            .y = shifted,
                                            .colour = FPK_GREEN,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

enum fpk_status kramers_draw(const struct kramers *k, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "kramers",
        .title = "Crossing a barrier: the true rate, Kramers' formula, particles",
        .caption = "The rate over thirty orders of magnitude; a dense eigensolver ends in its "
                   "rounding. Kramers' formula becomes true like D, with corrections like D^2 and "
                   "D^3. Particles that are looked at only after each step arrive too late.",
        .columns = 2,
        .n = 4};
    static enum fpk_status (*const panel[4])(const struct kramers *, struct fpk_panel *,
                                             struct fpk_store *) = {draw_rates, draw_ratio,
                                                                    draw_orders, draw_overshoot};
    struct fpk_store store = {0};
    enum fpk_status status = FPK_OK;
    for (int p = 0; status == FPK_OK && p < 4; p++)
        status = panel[p](k, &figure.panel[p], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
