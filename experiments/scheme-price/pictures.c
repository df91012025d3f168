/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scheme-price.h"

#include "../common/panel.h"

#include <math.h>

static struct fpk_layer *add(struct fpk_panel *panel, enum fpk_layer_kind kind, const char *label,
                             size_t n, const double *x, const double *y, enum fpk_colour colour)
{
    return fpk_panel_add(
        panel,
        (struct fpk_layer){.kind = kind, .label = label, .n = n, .x = x, .y = y, .colour = colour});
}

/* A curve with marks at its points. */
static void add_marked(struct fpk_panel *panel, const char *label, size_t n, const double *x,
                       const double *y, enum fpk_colour colour)
{
    add(panel, FPK_LINE, label, n, x, y, colour);
    add(panel, FPK_POINTS, NULL, n, x, y, colour);
}

static enum fpk_status draw_point(const struct price *price, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    const struct point *point = &price->point;
    struct fpk_grid grid = price_grid(price->cells);
    double *x = NULL;
    FPK_TRY(fpk_store_new(store, grid.n, &x));
    for (size_t i = 0; i < grid.n; i++)
        x[i] = fpk_grid_centre(&grid, i);
    panel->title = "From a point: the end, t = 1/2, near x = 0.3";
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = point->x0 - 0.25;
    panel->x_max = point->x0 + 0.25;
    panel->y_min = -0.5;
    panel->y_max = 2.6;
    add(panel, FPK_LINE, "Crank-Nicolson", grid.n, x, point->end[CN], FPK_VERMILLION);
    add(panel, FPK_LINE, "  clipped", grid.n, x, point->end[CN_CLIPPED], FPK_ORANGE);
    add(panel, FPK_LINE, "ours", grid.n, x, point->end[OURS], FPK_BLUE);
    add(panel, FPK_LINE, "exact", grid.n, x, point->reference, FPK_BLACK)->dash = FPK_DASHED;
    return FPK_OK;
}

static enum fpk_status draw_sweep(const struct price *price, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    const struct point *point = &price->point;
    (void)store;
    panel->title = "From a point: error against steps";
    panel->x_label = "time steps to t = 1/2";
    panel->y_label = "total variation";
    panel->log_x = panel->log_y = true;
    panel->y_min = 1e-10;
    panel->y_max = 1e4;
    add_marked(panel, "Crank-Nicolson", SWEEP, point->steps, point->cn, FPK_VERMILLION);
    add_marked(panel, "  clipped", SWEEP, point->steps, point->clipped, FPK_ORANGE);
    add_marked(panel, "explicit Euler", SWEEP_OK, point->explicit_steps, point->explicit_euler,
               FPK_PURPLE);
    add_marked(panel, "ours", SWEEP, point->steps, point->ours, FPK_BLUE);
    add_marked(panel, "  with Richardson", SWEEP, point->steps, point->richardson, FPK_GREEN);
    return FPK_OK;
}

static enum fpk_status draw_states(const struct price *price, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    size_t n = price->rung[0].cells;
    (void)store;
    panel->title = "Stationary, on the coarsest grid";
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = -2;
    panel->x_max = 2;
    panel->y_max = 1.6 * price->coarse_exact[n / 2 + n / 6]; /* room for the key */
    add(panel, FPK_LINE, "upwind", n, price->coarse_x, price->coarse[UPWIND], FPK_VERMILLION);
    add(panel, FPK_POINTS, "ours", n, price->coarse_x, price->coarse[SCHARFETTER_GUMMEL], FPK_BLUE);
    add(panel, FPK_LINE, "exp(-U/D)", n, price->coarse_x, price->coarse_exact, FPK_BLACK)->dash =
        FPK_DASHED;
    return FPK_OK;
}

/* One number of every rung from `first` on. */
static enum fpk_status add_ladder(const struct price *price, struct fpk_panel *panel,
                                  const char *label, double (*value)(const struct rung *),
                                  int first, enum fpk_colour colour, struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, LADDER, &x));
    FPK_TRY(fpk_store_new(store, LADDER, &y));
    for (int k = first; k < LADDER; k++) {
        x[k - first] = (double)price->rung[k].cells;
        y[k - first] = value(&price->rung[k]);
    }
    add_marked(panel, label, (size_t)(LADDER - first), x, y, colour);
    return FPK_OK;
}

static double state_upwind(const struct rung *r)
{
    return r->state[UPWIND];
}

static double state_central(const struct rung *r)
{
    return r->state[CENTRAL];
}

static double state_ours(const struct rung *r)
{
    return r->state[SCHARFETTER_GUMMEL];
}

static double end_upwind(const struct rung *r)
{
    return r->end[UPWIND];
}

static double end_central(const struct rung *r)
{
    return r->end[CENTRAL];
}

static double end_non_conservative(const struct rung *r)
{
    return r->end[NON_CONSERVATIVE];
}

static double end_ours(const struct rung *r)
{
    return r->end[SCHARFETTER_GUMMEL];
}

static double end_richardson(const struct rung *r)
{
    return r->richardson;
}

static void label_ladder(struct fpk_panel *panel)
{
    panel->x_label = "cells on [-3, 3]";
    panel->y_label = "total variation";
    panel->log_x = panel->log_y = true;
}

static enum fpk_status draw_state_errors(const struct price *price, struct fpk_panel *panel,
                                         struct fpk_store *store)
{
    panel->title = "Stationary: error against cells";
    label_ladder(panel);
    panel->y_min = 1e-18;
    panel->y_max = 1e4;
    FPK_TRY(add_ladder(price, panel, "upwind", state_upwind, 0, FPK_VERMILLION, store));
    FPK_TRY(add_ladder(price, panel, "central", state_central, 0, FPK_ORANGE, store));
    return add_ladder(price, panel, "ours: rounding", state_ours, 0, FPK_BLUE, store);
}

static enum fpk_status draw_mass(const struct price *price, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    static const enum fpk_colour colour[MASSES] = {FPK_VERMILLION, FPK_ORANGE, FPK_PURPLE};
    (void)store;
    panel->title = "Mass of the non-conservative form";
    panel->x_label = "time t";
    panel->y_label = "mass";
    panel->x_max = price->instant[INSTANTS - 1];
    panel->key_left = panel->key_bottom = true;
    for (int j = 0; j < MASSES; j++)
        add(panel, FPK_LINE, price->rung[j + 1].label, INSTANTS, price->instant, price->mass[j],
            colour[j]);
    add(panel, FPK_LINE, "ours, coarsest", INSTANTS, price->instant, price->ours_mass, FPK_BLUE);
    for (int j = 0; j < MASSES; j++)
        add(panel, FPK_LINE, j ? NULL : "e^{-h^2 t}", INSTANTS, price->instant,
            price->mass_exact[j], FPK_BLACK)
            ->dash = FPK_DASHED;
    return FPK_OK;
}

static enum fpk_status draw_end_errors(const struct price *price, struct fpk_panel *panel,
                                       struct fpk_store *store)
{
    panel->title = "From a normal, t = 1/2: error against cells";
    label_ladder(panel);
    panel->y_min = 1e-9;
    panel->y_max = 100;
    FPK_TRY(add_ladder(price, panel, "upwind", end_upwind, 0, FPK_VERMILLION, store));
    FPK_TRY(
        add_ladder(price, panel, "non-conservative", end_non_conservative, 0, FPK_PURPLE, store));
    FPK_TRY(add_ladder(price, panel, "central", end_central, 0, FPK_ORANGE, store));
    FPK_TRY(add_ladder(price, panel, "ours", end_ours, 0, FPK_BLUE, store));
    return add_ladder(price, panel, "  with Richardson", end_richardson, 1, FPK_GREEN, store);
}

enum fpk_status price_draw(const struct price *price, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "scheme-price",
        .title = "What a bad scheme costs: sign, mass, stationary state",
        .caption = "Double well. Crank-Nicolson keeps the waves of a start that no grid resolves; "
                   "clipping hides them and leaves a bias. Explicit Euler begins to work at "
                   "thousands of steps. Upwind's stationary state is that of a warmer bath. The "
                   "non-conservative form loses mass at the rate h^2.",
        .columns = 2,
        .n = 6};
    static enum fpk_status (*const panel[6])(const struct price *, struct fpk_panel *,
                                             struct fpk_store *) = {
        draw_point, draw_sweep, draw_states, draw_state_errors, draw_mass, draw_end_errors};
    struct fpk_store store = {0};
    enum fpk_status status = FPK_OK;
    for (int k = 0; status == FPK_OK && k < 6; k++)
        status = panel[k](price, &figure.panel[k], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
