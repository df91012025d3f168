/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ito.h"

#include "../common/curve.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static double normal(double x, double deviation)
{
    return fpk_normal_pdf(x / deviation) / deviation;
}

/* Density of (W^2 - t)/2 for t = p; that of W^2/2 is the same, moved by p/2. */
static double ito_density(double x, double p)
{
    double w = 2 * x + p;
    return w > 0 ? 2 * fpk_normal_pdf(sqrt(w / p)) / sqrt(w * p) : NAN;
}

static double stratonovich_density(double x, double p)
{
    return ito_density(x - 0.5 * p, p);
}

static double power(double h, double p)
{
    return p * sqrt(h);
}

static enum fpk_status draw_integral(const struct ito *ito, struct fpk_panel *panel,
                                     struct fpk_store *store)
{
    double deviation = sqrt(ito->wiener_variance);
    panel->title = "int f dW, f = sqrt(2) cos(pi s/t)";
    panel->x_label = "value";
    panel->y_label = "density";
    panel->x_min = -4 * deviation;
    panel->x_max = 4 * deviation;
    panel->y_max = 0.6 / deviation;
    FPK_TRY(fpk_panel_histogram(panel, &ito->wiener, -4 * deviation, 4 * deviation, store));
    panel->layer[panel->n - 1].label = "paths";
    return fpk_panel_curve(panel, "N(0, sum f^2 dt)", -4 * deviation, 4 * deviation, normal,
                           deviation, store);
}

static enum fpk_status draw_readings(const struct ito *ito, struct fpk_panel *panel,
                                     struct fpk_store *store)
{
    double t = ito->time;
    panel->title = "sum W dW: where W is read";
    panel->x_label = "value";
    panel->y_label = "density";
    panel->x_min = -0.8 * t;
    panel->x_max = 2.2 * t;
    panel->y_max = 2.2 / t;
    FPK_TRY(fpk_panel_histogram(panel, &ito->left, -0.8 * t, 2.2 * t, store));
    panel->layer[panel->n - 1].label = "left end (Ito)";
    FPK_TRY(fpk_panel_histogram(panel, &ito->middle, -0.8 * t, 2.2 * t, store));
    panel->layer[panel->n - 1].label = "middle (Stratonovich)";
    panel->layer[panel->n - 1].colour = FPK_ORANGE;
    FPK_TRY(
        fpk_panel_curve(panel, "(W^2 - t)/2, W^2/2", -0.4985 * t, 2.2 * t, ito_density, t, store));
    return fpk_panel_curve(panel, NULL, 0.0015 * t, 2.2 * t, stratonovich_density, t, store);
}

/* One of the sums over dt, as points. */
static enum fpk_status add_level(const struct ito *ito, struct fpk_panel *panel, const char *label,
                                 double (*value)(const struct sums *), enum fpk_colour colour,
                                 struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, LEVELS, &x));
    FPK_TRY(fpk_store_new(store, LEVELS, &y));
    for (int l = 0; l < LEVELS; l++) {
        x[l] = ito->level[l].dt;
        y[l] = value(&ito->level[l]);
    }
    fpk_panel_add(
        panel,
        (struct fpk_layer){
            .kind = FPK_POINTS, .label = label, .n = LEVELS, .x = x, .y = y, .colour = colour});
    return FPK_OK;
}

static double ito_rms(const struct sums *s)
{
    return s->ito_rms;
}

static double lemma_rms(const struct sums *s)
{
    return s->gap_rms;
}

static double naive(const struct sums *s)
{
    return fabs(s->naive_mean);
}

static double constant(double x, double p)
{
    (void)x;
    return p;
}

static enum fpk_status draw_lemma(const struct ito *ito, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    double low = ito->level[LEVELS - 1].dt, high = ito->level[0].dt, t = ito->time;
    panel->title = "Ito's formulas, against the step";
    panel->x_label = "step dt";
    panel->y_label = "distance from the limit";
    panel->log_x = panel->log_y = true;
    panel->y_min = 5e-3;
    panel->y_max = 30;
    panel->key_left = true;
    FPK_TRY(add_level(ito, panel, "cos W without phi''/2 dt, mean", naive, FPK_VERMILLION, store));
    FPK_TRY(add_level(ito, panel, "sum W dW, rms", ito_rms, FPK_BLUE, store));
    FPK_TRY(add_level(ito, panel, "lemma for cos W, rms", lemma_rms, FPK_GREEN, store));
    FPK_TRY(fpk_panel_curve(panel, "exact", low, high, power, sqrt(t / 2), store));
    FPK_TRY(fpk_panel_curve(panel, NULL, low, high, constant, -fpk_expm1(-0.5 * t), store));
    /* to leading order E (phi''/2 (dW^2 - dt))^2 summed = dt/2 int E cos^2 W ds */
    double lemma = sqrt((t - 0.5 * fpk_expm1(-2 * t)) / 4);
    return fpk_panel_curve(panel, NULL, low, high, power, lemma, store);
}

static enum fpk_status draw_orders(const struct ito *ito, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    static const enum fpk_colour colour[METHODS] = {FPK_BLUE, FPK_VERMILLION};
    (void)store;
    panel->title = "Strong error, geometric Brownian motion";
    panel->x_label = "step h";
    panel->y_label = "rms |X_h - X|";
    panel->log_x = panel->log_y = true;
    panel->key_left = true;
    for (int m = 0; m < METHODS; m++) {
        const struct fpk_order_study *s = &ito->order[m];
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                                .label = s->method,
                                                .n = FPK_CONVERGENCE_POINTS,
                                                .x = s->h,
                                                .y = s->error,
                                                .colour = colour[m]});
    }
    for (int m = 0; m < METHODS; m++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = m ? NULL : "closed form",
                                                .n = FPK_CONVERGENCE_POINTS,
                                                .x = ito->order[m].h,
                                                .y = ito->strong[m],
                                                .colour = FPK_BLACK,
                                                .dash = FPK_DASHED});
    return FPK_OK;
}

enum fpk_status ito_draw(const struct ito *ito, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "ito",
        .title = "Ito's integral, Ito's lemma, and two schemes",
        .caption = "Histograms and points are samples, dashed lines exact. Read at the left end "
                   "the sum of W dW has mean 0; in the middle it obeys the ordinary chain rule. "
                   "Without the second-order term Ito's lemma misses a constant at every step.",
        .columns = 2,
        .n = 4};
    static enum fpk_status (*const panel[4])(const struct ito *, struct fpk_panel *,
                                             struct fpk_store *) = {draw_integral, draw_readings,
                                                                    draw_lemma, draw_orders};
    struct fpk_store store = {0};
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < 4; k++)
        status = panel[k](ito, &figure.panel[k], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
