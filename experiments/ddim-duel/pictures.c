/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "duel.h"

#include "../common/panel.h"

#include <math.h>
#include <stdio.h>

static const enum fpk_colour colour_of[METHODS] = {FPK_PURPLE, FPK_GREEN, FPK_ORANGE,
                                                   FPK_VERMILLION, FPK_BLUE};

static enum fpk_status draw_errors(const struct duel *duel, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    panel->title = "Exact error against cost";
    panel->x_label = "score evaluations per sample";
    panel->y_label = "total variation, law to target";
    panel->log_x = panel->log_y = true;
    double most = 0, least = INFINITY;
    for (int m = 0; m < METHODS; m++) {
        double *x = NULL, *y = NULL;
        FPK_TRY(fpk_store_new(store, duel->n_budget, &x));
        FPK_TRY(fpk_store_new(store, duel->n_budget, &y));
        for (size_t b = 0; b < duel->n_budget; b++) {
            x[b] = (double)duel->bout[m][b].sampled.evaluations;
            y[b] = duel->bout[m][b].sampled.error.tv.value;
            most = fmax(most, y[b]);
            least = fmin(least, y[b]);
        }
        struct fpk_layer layer = {.kind = FPK_LINE,
                                  .label = contestants[m].name,
                                  .n = duel->n_budget,
                                  .x = x,
                                  .y = y,
                                  .colour = colour_of[m]};
        fpk_panel_add(panel, layer);
        layer.kind = FPK_POINTS;
        layer.label = NULL;
        fpk_panel_add(panel, layer);
    }
    panel->y_min = 0.25 * least;
    panel->y_max = fmin(1.5 * most, 1);
    panel->key_left = panel->key_bottom = true;
    return FPK_OK;
}

/* One contestant's particles and law over the target. */
static enum fpk_status draw_bout(const struct duel *duel, int method, struct fpk_panel *panel,
                                 char title[64], const double range[3], struct fpk_store *store)
{
    const struct bout *bout = &duel->bout[method][duel->shown];
    snprintf(title, 64, "%s, %zu evaluations", contestants[method].name, bout->sampled.evaluations);
    panel->title = title;
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = range[0];
    panel->x_max = range[1];
    panel->y_max = range[2];
    FPK_TRY(fpk_panel_histogram(panel, &bout->sampled.points, range[0], range[1], store));
    fpk_panel_law(panel, &bout->sampled.law.fine, range[0], range[1]);
    return fpk_panel_mixture(panel, "target", &duel->target, range[0], range[1], store);
}

/* The top of the laws that are drawn, one scale for all. */
static double highest(const struct duel *duel, const int *method, int n)
{
    double top = 0;
    for (int i = 0; i < n; i++) {
        const struct fpk_density *law = &duel->bout[method[i]][duel->shown].sampled.law.fine;
        for (size_t k = 0; k < law->n; k++)
            top = fmax(top, law->pdf[k]);
    }
    return top;
}

enum fpk_status duel_draw(const struct duel *duel, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "duel",
        .title = "SMLD, DDPM and DDIM at equal numbers of score evaluations",
        .caption = "Left above: the exact distance of each sampler's output law from the target. "
                   "The others: particles, law and target at one budget.",
        .columns = 2,
        .n = 4};
    static const int shown[3] = {1, 3, 4};
    char title[3][64];
    struct fpk_store store = {0};
    const double range[3] = {fpk_mixture_quantile(&duel->target, 1e-4) - 0.8,
                             fpk_mixture_quantile_tail(&duel->target, 1e-4) + 0.8,
                             1.45 * highest(duel, shown, 3)}; /* room for the key */
    enum fpk_status status = draw_errors(duel, &figure.panel[0], &store);
    for (int i = 0; status == FPK_OK && i < 3; i++)
        status = draw_bout(duel, shown[i], &figure.panel[i + 1], title[i], range, &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
