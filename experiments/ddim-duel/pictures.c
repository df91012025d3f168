/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "duel.h"

#include "../common/sampled_panel.h"

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
        FPK_TRY(fpk_panel_marked(panel, contestants[m].name, duel->n_budget, x, y, colour_of[m],
                                 store));
    }
    panel->y_min = 0.25 * least;
    panel->y_max = fmin(1.5 * most, 1);
    panel->key_left = panel->key_bottom = true;
    return FPK_OK;
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
    char text[3][64];
    const char *const title[3] = {text[0], text[1], text[2]};
    const struct fpk_sampled *sampled[3];
    struct fpk_store store = {0};
    for (int i = 0; i < 3; i++) {
        sampled[i] = &duel->bout[shown[i]][duel->shown].sampled;
        snprintf(text[i], sizeof text[i], "%s, %zu evaluations", contestants[shown[i]].name,
                 sampled[i]->evaluations);
    }
    enum fpk_status status = draw_errors(duel, &figure.panel[0], &store);
    if (status == FPK_OK)
        status = fpk_sampled_panels(&figure.panel[1], 3, sampled, title, "target", &duel->target,
                                    &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
