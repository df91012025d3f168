/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddim.h"

#include "../common/sampled_panel.h"

/* ---- the family ---- */

static enum fpk_status draw_errors(const struct ddim *d, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    static const enum fpk_colour colour[ETAS] = {FPK_BLUE, FPK_GREEN, FPK_ORANGE, FPK_VERMILLION};
    *panel = (struct fpk_panel){.title = "Exact error against steps",
                                .x_label = "steps S",
                                .y_label = "TV, law to data",
                                .log_x = true,
                                .log_y = true,
                                .y_max = 0.5};
    panel->y_min = 0.5 * d->chain[0][d->n_length - 1].error.tv.value;
    for (int k = 0; k < ETAS; k++)
        FPK_TRY(fpk_sampled_cost(panel, fpk_store_text(store, "eta = %g", ddim_eta[k]), d->n_length,
                                 d->chain[k], colour[k], store));
    return FPK_OK;
}

static enum fpk_status draw_family(const struct ddim *d, struct fpk_store *store)
{
    const struct fpk_sampled *const shown[3] = {&d->chain[0][0], &d->chain[2][0], &d->chain[3][0]};
    static const char *const title[3] = {"eta = 0, 10 steps", "eta = 0.5, 10 steps",
                                         "eta = 1, 10 steps"};
    struct fpk_figure figure = {
        .name = "eta",
        .title = "One network, a family of samplers",
        .caption = "Left above: exact distance of the law from the data for four eta; from N(0, "
                   "1), trailing spacing. The others: particles, law and data after 10 steps.",
        .columns = 2,
        .n = 4};
    FPK_TRY(draw_errors(d, &figure.panel[0], store));
    FPK_TRY(fpk_sampled_panels(&figure.panel[1], 3, shown, title, "data", &d->target, store));
    return fpk_run_figure(d->run, &figure);
}

/* ---- the flow ---- */

static void draw_paths(const struct ddim *d, struct fpk_panel *panel)
{
    *panel = (struct fpk_panel){.title = "Paths of 10 steps and of the exact flow",
                                .x_label = "training time t (sampling goes to the left)",
                                .y_label = "x_t",
                                .key_left = true,
                                .y_min = -3.5,
                                .y_max = 5};
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_PATHS,
                                            .label = "DDIM, eta = 0",
                                            .n = SHOWN + 1,
                                            .m = PATHS,
                                            .x = d->label,
                                            .y = &d->path[0][0],
                                            .colour = FPK_BLUE});
    for (int i = 0; i < PATHS; i++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                                .label = i == 0 ? "exact flow" : NULL,
                                                .n = SHOWN + 1,
                                                .x = d->label,
                                                .y = d->exact_path[i],
                                                .colour = FPK_VERMILLION});
}

static void draw_image(const struct ddim *d, struct fpk_panel *panel)
{
    *panel = (struct fpk_panel){.title = "The map from latent to datum",
                                .x_label = "x_T",
                                .y_label = "x_0",
                                .key_left = true};
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "10 steps",
                                            .n = POINTS,
                                            .x = d->latent,
                                            .y = d->image,
                                            .colour = FPK_BLUE});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "exact flow",
                                            .n = POINTS,
                                            .x = d->latent,
                                            .y = d->image_exact,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
}

static enum fpk_status draw_orders(const struct ddim *d, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    static const char *const label[3] = {"end point", "latent of a datum", "round trip"};
    static const enum fpk_colour colour[3] = {FPK_BLUE, FPK_PURPLE, FPK_GREEN};
    double *y[4];
    *panel = (struct fpk_panel){.title = "Mean error, eta = 0",
                                .x_label = "steps S",
                                .y_label = "mean |error|",
                                .log_x = true,
                                .log_y = true,
                                .y_max = 2};
    for (int k = 0; k < 4; k++)
        FPK_TRY(fpk_store_new(store, d->n_length, &y[k]));
    for (size_t i = 0; i < d->n_length; i++) {
        y[0][i] = d->flow[i].end_mean;
        y[1][i] = d->flow[i].latent_mean;
        y[2][i] = d->flow[i].round_mean;
        y[3][i] = 0.5 * d->flow[0].end_mean * d->length[0] / d->length[i];
    }
    panel->y_min = 0.3 * y[3][d->n_length - 1];
    for (int k = 0; k < 3; k++)
        FPK_TRY(fpk_panel_marked(panel, label[k], d->n_length, d->length, y[k], colour[k], store));
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "1/S",
                                            .n = d->n_length,
                                            .x = d->length,
                                            .y = y[3],
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

static enum fpk_status draw_flow(const struct ddim *d, struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "flow",
        .title = "eta = 0 steps along the probability flow",
        .caption = "Left: paths of 10 steps from the exact start over the exact flow (points). "
                   "Middle: where a latent ends. Right: errors against the exact flow, mean over "
                   "the data.",
        .columns = 3,
        .n = 3};
    draw_paths(d, &figure.panel[0]);
    draw_image(d, &figure.panel[1]);
    FPK_TRY(draw_orders(d, &figure.panel[2], store));
    return fpk_run_figure(d->run, &figure);
}

/* ---- the plane ---- */

static enum fpk_status draw_plane(const struct ddim *d)
{
    static const enum fpk_colour on_map[ROADS] = {FPK_VERMILLION, FPK_SKY, FPK_WHITE};
    static const char *const label[ROADS] = {"straight, data", "straight, latents",
                                             "spherical, latents (white)"};
    static const enum fpk_colour on_paper[ROADS] = {FPK_VERMILLION, FPK_SKY, FPK_BLACK};
    struct fpk_figure figure = {
        .name = "latent",
        .title = "Between two data: through the gap, or through their latents",
        .caption = "Left: density of the data, and 41 points on three ways from the left mode to "
                   "the right one; the ways through the latents are encoded and decoded with 100 "
                   "steps. Right: the log density that is met.",
        .columns = 2,
        .n = 2};
    figure.panel[0] = (struct fpk_panel){
        .title = "Three ways", .x_label = "x", .y_label = "y", .z_label = "density"};
    figure.panel[1] = (struct fpk_panel){.title = "What is met on the way",
                                         .x_label = "fraction of the way",
                                         .y_label = "log density",
                                         .y_max = 6};
    fpk_panel_add(
        &figure.panel[0],
        (struct fpk_layer){
            .kind = FPK_HEAT, .n = SIDE, .m = SIDE, .x = d->axis_x, .y = d->axis_y, .z = d->map});
    for (int r = 0; r < ROADS; r++) {
        fpk_panel_add(&figure.panel[0], (struct fpk_layer){.kind = FPK_POINTS,
                                                           .n = FRACTIONS,
                                                           .x = d->road[r][0],
                                                           .y = d->road[r][1],
                                                           .colour = on_map[r]});
        fpk_panel_add(&figure.panel[1], (struct fpk_layer){.kind = FPK_LINE,
                                                           .label = label[r],
                                                           .n = FRACTIONS,
                                                           .x = d->fraction,
                                                           .y = d->road_log_pdf[r],
                                                           .colour = on_paper[r]});
    }
    figure.panel[1].y_min = -16;
    return fpk_run_figure(d->run, &figure);
}

enum fpk_status ddim_draw(const struct ddim *d)
{
    struct fpk_store store = {0};
    enum fpk_status status = draw_family(d, &store);
    if (status == FPK_OK)
        status = draw_flow(d, &store);
    if (status == FPK_OK)
        status = draw_plane(d);
    fpk_store_clear(&store);
    return status;
}
