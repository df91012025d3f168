/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "all-samplers.h"

#include "../common/sampled_panel.h"

#include <string.h>

static const enum fpk_colour colours[8] = {FPK_BLUE,   FPK_VERMILLION, FPK_GREEN, FPK_PURPLE,
                                           FPK_ORANGE, FPK_BLACK,      FPK_SKY,   FPK_GREY};

static void set_axes(struct fpk_panel *panel, const char *title, const char *y_label)
{
    *panel = (struct fpk_panel){.title = title,
                                .x_label = "evaluations of the score",
                                .y_label = y_label,
                                .log_x = true,
                                .log_y = true,
                                .x_min = 6,
                                .x_max = 200,
                                .y_min = 2e-6,
                                .y_max = 1,
                                .key_left = true,
                                .key_bottom = true};
}

static enum fpk_status draw_costs(const struct all_samplers *a, struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "costs",
        .title = "Exact error against cost, from the usual start",
        .caption = "TV of the output law from the data. Methods of high order come down to about "
                   "0.001 and stay there: that is the start's share, not theirs.",
        .columns = 2,
        .n = FAMILIES};
    for (int family = 0; family < FAMILIES; family++) {
        struct fpk_panel *panel = &figure.panel[family];
        int line = 0;
        set_axes(panel, all_family_name[family], "TV, law to data");
        panel->y_min = 1e-6;
        for (size_t i = 0; i < a->n; i++)
            if (a->entry[i].method.family == family)
                FPK_TRY(fpk_panel_marked(panel, a->entry[i].method.name, a->n_budget,
                                         a->entry[i].evaluations, a->entry[i].tv,
                                         colours[line++ % 8], store));
    }
    return fpk_run_figure(a->run, &figure);
}

/* The parts of a few methods that differ most. */
static enum fpk_status draw_parts(const struct all_samplers *a, struct fpk_store *store)
{
    static const char *const shown[SPLITS] = {"ddpm large", "ddim", "dpm-solver++ 2M", "unipc 3"};
    struct fpk_figure figure = {
        .name = "parts",
        .title = "Where the error comes from",
        .caption = "Left: what the steps cost from the exact start p_T. Right: what N(0, 1) in its "
                   "place costs. Noise forgets the start, an ODE carries it to the end, the same "
                   "at any number of steps.",
        .columns = 2,
        .n = 2};
    set_axes(&figure.panel[0], "Discretisation", "TV, law from p_T to data");
    set_axes(&figure.panel[1], "Initialisation", "TV between the laws of both starts");
    figure.panel[0].y_min = figure.panel[1].y_min = 1e-9;
    for (int k = 0; k < SPLITS; k++)
        for (size_t i = 0; i < a->n; i++) {
            const struct all_entry *e = &a->entry[i];
            if (strcmp(e->method.name, shown[k]) != 0)
                continue;
            FPK_TRY(fpk_panel_marked(&figure.panel[0], shown[k], a->n_budget, e->evaluations,
                                     e->discretisation, colours[k], store));
            FPK_TRY(fpk_panel_marked(&figure.panel[1], shown[k], a->n_budget, e->evaluations,
                                     e->initialisation, colours[k], store));
        }
    return fpk_run_figure(a->run, &figure);
}

enum fpk_status all_draw(const struct all_samplers *a)
{
    struct fpk_store store = {0};
    enum fpk_status status = draw_costs(a, &store);
    if (status == FPK_OK)
        status = draw_parts(a, &store);
    fpk_store_clear(&store);
    return status;
}
