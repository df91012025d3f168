/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "double-well.h"

#include "../common/evolution_figure.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static enum fpk_status draw_left(const struct double_well *well, struct fpk_panel *panel)
{
    static const double half = 0.5;
    const struct hopping *h = &well->hopping;
    panel->title = "Mass in the left well";
    panel->x_label = "time t";
    panel->y_label = "P(X < 0)";
    panel->x_max = well->evolution.t1;
    panel->y_max = 0.6;
    panel->key_bottom = true;
    fpk_panel_add(
        panel,
        (struct fpk_layer){
            .kind = FPK_HORIZONTAL, .n = 1, .y = &half, .colour = FPK_GREY, .dash = FPK_DOTTED});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "particles",
                                            .n = TIMES,
                                            .x = well->time,
                                            .y = h->particles,
                                            .colour = FPK_SKY});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "law of the scheme",
                                            .n = well->views.n_law_time,
                                            .x = well->views.law_time,
                                            .y = h->law,
                                            .colour = FPK_VERMILLION});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "spectral oracle",
                                            .n = TIMES,
                                            .x = well->time,
                                            .y = h->exact,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

/* 1/2 - P(left), and the line of slope -lambda_1 through its end. */
static enum fpk_status draw_relaxation(const struct double_well *well, struct fpk_panel *panel,
                                       struct fpk_store *store)
{
    const struct hopping *h = &well->hopping;
    double *y[3], *low = NULL, *high = NULL;
    for (int i = 0; i < 3; i++)
        FPK_TRY(fpk_store_new(store, TIMES, &y[i]));
    FPK_TRY(fpk_store_new(store, TIMES, &low));
    FPK_TRY(fpk_store_new(store, TIMES, &high));
    for (int k = 0; k < TIMES; k++) {
        double left = well->evolution.t1 - well->time[k];
        y[0][k] = 0.5 - h->particles[k];
        low[k] = y[0][k] - 2 * h->particles_se[k];
        high[k] = y[0][k] + 2 * h->particles_se[k];
        y[1][k] = 0.5 - h->grid[k];
        y[2][k] = (0.5 - h->exact[TIMES - 1]) * fpk_exp(h->lambda[1] * left);
    }
    panel->title = "Relaxation at the rate lambda_1";
    panel->x_label = "time t";
    panel->y_label = "1/2 - P(X < 0)";
    panel->log_y = true;
    panel->x_max = well->evolution.t1;
    panel->y_min = 0.5 * y[1][TIMES - 1];
    panel->y_max = 1;
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "particles, 2 standard errors",
                                            .n = TIMES,
                                            .x = well->time,
                                            .y = y[0],
                                            .low = low,
                                            .high = high,
                                            .colour = FPK_SKY});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "grid",
                                            .n = TIMES,
                                            .x = well->time,
                                            .y = y[1],
                                            .colour = FPK_BLUE});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = fpk_store_text(
                                                store, "slope -lambda_1 = -%.4f", h->lambda[1]),
                                            .n = TIMES,
                                            .x = well->time,
                                            .y = y[2],
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

static enum fpk_status draw_panels(const struct double_well *well, struct fpk_figure *figure,
                                   struct fpk_store *store)
{
    static const size_t number[4] = {0, 4, 16, TIMES - 1};
    const struct fpk_evolution *e = &well->evolution;
    const struct fpk_evolution_views *v = &well->views;
    double low = 0.72 * v->a, high = 0.72 * v->b; /* the tails are e^-80 at the walls */
    figure->panel[0].title = "Density along time";
    figure->panel[0].x_label = "time t";
    figure->panel[1].title = "Dots: particles; lines: grid";
    figure->panel[2].title = "The end";
    figure->panel[3].title = "The end, minus the spectral oracle";
    FPK_TRY(fpk_panel_of_density(&figure->panel[0], e, v, low, high, store));
    FPK_TRY(fpk_panel_of_times(&figure->panel[1], e, v, 4, number, low, high, store));
    FPK_TRY(fpk_panel_of_end(&figure->panel[2], e, v, low, high, store));
    FPK_TRY(fpk_panel_of_difference(&figure->panel[3], e, v, low, high, store));
    FPK_TRY(draw_left(well, &figure->panel[4]));
    return draw_relaxation(well, &figure->panel[5], store);
}

enum fpk_status well_draw(const struct double_well *well, struct fpk_run *run)
{
    struct fpk_figure figure = {.name = "well",
                                .title = "Double well: falling fast, hopping slowly",
                                .caption = "The start falls into the wells within a time of 1, the "
                                           "nearer one first; then they share the particles at the "
                                           "rate lambda_1. Minus the exact density, the particles "
                                           "follow the law of their scheme.",
                                .columns = 2,
                                .n = 6};
    struct fpk_store store = {0};
    enum fpk_status status = draw_panels(well, &figure, &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
