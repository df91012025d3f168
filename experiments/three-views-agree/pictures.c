/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ways.h"

#include "../common/evolution_figure.h"

static const char *const title_of[WAYS] = {"Forward: data to noise", "Reverse SDE: noise to data",
                                           "Probability flow: noise to data"};

static const char *time_label(int way)
{
    return way == 0 ? "time t  (0: data, 1: noise)" : "reverse time 1 - t  (0: noise, 1: data)";
}

static enum fpk_status draw_density(const struct ways *w, struct fpk_run *run, double low,
                                    double high, struct fpk_store *store)
{
    struct fpk_figure figure = {.name = "density",
                                .title = "One equation, forward and back",
                                .caption = "Density on the grid, and the first particles of each "
                                           "ensemble. Both ways back pass through the same "
                                           "densities, one on noisy paths, the other on smooth "
                                           "ones.",
                                .columns = WAYS,
                                .n = WAYS};
    for (int i = 0; i < WAYS; i++) {
        figure.panel[i].title = title_of[i];
        figure.panel[i].x_label = time_label(i);
        FPK_TRY(fpk_panel_of_density(&figure.panel[i], &w->way[i], &w->views[i], low, high, store));
    }
    return fpk_run_figure(run, &figure);
}

static enum fpk_status draw_end(const struct ways *w, struct fpk_run *run, double low, double high,
                                struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "end",
        .title = "Where each way ends",
        .caption = "Below: the same, minus the closed form. The particles follow the law of their "
                   "scheme, not the closed form: the band is the law with two standard errors of a "
                   "bin on either side.",
        .columns = WAYS,
        .n = 2 * WAYS};
    for (int i = 0; i < WAYS; i++) {
        figure.panel[i].title = title_of[i];
        FPK_TRY(fpk_panel_of_end(&figure.panel[i], &w->way[i], &w->views[i], low, high, store));
        figure.panel[WAYS + i].title = "Minus the closed form";
        FPK_TRY(fpk_panel_of_difference(&figure.panel[WAYS + i], &w->way[i], &w->views[i], low,
                                        high, store));
    }
    return fpk_run_figure(run, &figure);
}

static enum fpk_status draw_errors(const struct ways *w, struct fpk_run *run,
                                   struct fpk_store *store)
{
    struct fpk_figure figure = {.name = "error",
                                .title = "How far from the closed form",
                                .caption = "The law is the exact density of the scheme: its "
                                           "distance is the scheme's own error, with no sampling "
                                           "noise in it. It halves with the time step.",
                                .columns = 2,
                                .n = WAYS + 1};
    static const enum fpk_colour colour[WAYS] = {FPK_BLUE, FPK_VERMILLION, FPK_GREEN};
    struct fpk_panel *order = &figure.panel[WAYS];
    order->title = "The law at the end, against dt";
    for (int i = 0; i < WAYS; i++) {
        figure.panel[i].title = title_of[i];
        figure.panel[i].x_label = time_label(i);
        FPK_TRY(fpk_panel_of_errors(&figure.panel[i], &w->way[i], &w->views[i], store));
        FPK_TRY(fpk_panel_add_order(order, way_name[i], &w->views[i], colour[i], store));
    }
    FPK_TRY(fpk_panel_end_order(order, store));
    return fpk_run_figure(run, &figure);
}

enum fpk_status ways_draw(const struct ways *w, struct fpk_run *run)
{
    struct fpk_store store = {0};
    double low = fpk_mixture_quantile(&w->target, 1e-4) - 0.2;
    double high = fpk_mixture_quantile_tail(&w->target, 1e-4) + 0.2;
    low = low > -3.2 ? -3.2 : low; /* N(0, 1) is in the pictures too */
    high = high < 3.2 ? 3.2 : high;
    enum fpk_status status = draw_density(w, run, low, high, &store);
    if (status == FPK_OK)
        status = draw_end(w, run, low, high, &store);
    if (status == FPK_OK)
        status = draw_errors(w, run, &store);
    fpk_store_clear(&store);
    return status;
}
