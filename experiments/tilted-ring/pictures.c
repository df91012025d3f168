/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ring.h"

#include "../common/curve.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

static const char *const label[TEMPERATURES] = {"D = 0.1", "D = 0.2", "D = 0.5", "D = 1"};
static const enum fpk_colour colour[TEMPERATURES] = {FPK_BLUE, FPK_GREEN, FPK_ORANGE,
                                                     FPK_VERMILLION};

/* Without noise: the mean of 1/(sin x + F) over a turn is 1/sqrt(F^2 - 1). */
static double without_noise(double force, double p)
{
    (void)p;
    return force > 1 ? sqrt(force * force - 1) : 0;
}

/* One curve over the force. */
static enum fpk_status add_curve(const struct ring *ring, int t,
                                 double (*value)(const struct rates *), struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, FORCES, &x));
    FPK_TRY(fpk_store_new(store, FORCES, &y));
    for (int f = 0; f < FORCES; f++) {
        x[f] = ring->rates[t][f].force;
        y[f] = value(&ring->rates[t][f]);
    }
    fpk_panel_add(
        panel,
        (struct fpk_layer){
            .kind = FPK_LINE, .label = label[t], .n = FORCES, .x = x, .y = y, .colour = colour[t]});
    return FPK_OK;
}

/* The particles, with two standard errors; D_eff over D, or v. */
static enum fpk_status add_walks(const struct ring *ring, bool spreading, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    double *x, *y, *low, *high;
    FPK_TRY(fpk_store_new(store, SETTINGS, &x));
    FPK_TRY(fpk_store_new(store, SETTINGS, &y));
    FPK_TRY(fpk_store_new(store, SETTINGS, &low));
    FPK_TRY(fpk_store_new(store, SETTINGS, &high));
    for (int k = 0; k < SETTINGS; k++) {
        const struct setting *s = &ring->setting[k];
        double se = spreading ? s->d_se / s->temperature : s->v_se;
        x[k] = s->force;
        y[k] = spreading ? s->sampled_d / s->temperature : s->sampled_v;
        low[k] = y[k] - 2 * se;
        high[k] = y[k] + 2 * se;
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "particles",
                                            .n = SETTINGS,
                                            .x = x,
                                            .y = y,
                                            .low = low,
                                            .high = high,
                                            .colour = FPK_BLACK});
    return FPK_OK;
}

static double velocity(const struct rates *r)
{
    return r->v;
}

static double spreading(const struct rates *r)
{
    return r->d_eff / r->temperature;
}

static double production(const struct rates *r)
{
    return r->production;
}

static double cost(const struct rates *r)
{
    return r->d_eff * r->production / (r->v * r->v);
}

static enum fpk_status draw_velocity(const struct ring *ring, struct fpk_panel *panel,
                                     struct fpk_store *store)
{
    panel->title = "Velocity";
    panel->x_label = "force F";
    panel->y_label = "v (1/time)";
    panel->key_left = true;
    panel->y_min = -0.05;
    panel->y_max = 2.8;
    for (int t = 0; t < TEMPERATURES; t++)
        FPK_TRY(add_curve(ring, t, velocity, panel, store));
    FPK_TRY(fpk_panel_curve(panel, "D = 0: sqrt(F^2 - 1)", 0, 2, without_noise, 0, store));
    return add_walks(ring, false, panel, store);
}

static enum fpk_status draw_spreading(const struct ring *ring, struct fpk_panel *panel,
                                      struct fpk_store *store)
{
    panel->title = "Spreading, over that of free particles";
    panel->x_label = "force F";
    panel->y_label = "D_eff / D";
    panel->y_min = 0;
    panel->y_max = 8;
    for (int t = 0; t < TEMPERATURES; t++)
        FPK_TRY(add_curve(ring, t, spreading, panel, store));
    return add_walks(ring, true, panel, store);
}

/* Particles folded onto the ring, as heights of 32 bins. */
static enum fpk_status add_folded(const struct ring *ring, const struct setting *s,
                                  enum fpk_colour own, const char *name, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    enum { BINS = 32 };
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, BINS, &x));
    FPK_TRY(fpk_store_new(store, BINS, &y));
    for (size_t i = 0; i < ring->particles; i++) {
        double turn = s->points.x[i] / (2 * FPK_PI);
        int bin = (int)((turn - floor(turn)) * BINS);
        y[bin < BINS ? bin : BINS - 1] += BINS / (2 * FPK_PI * (double)ring->particles);
    }
    for (int k = 0; k < BINS; k++)
        x[k] = 2 * FPK_PI * (k + 0.5) / BINS;
    fpk_panel_add(panel,
                  (struct fpk_layer){
                      .kind = FPK_POINTS, .label = name, .n = BINS, .x = x, .y = y, .colour = own});
    return FPK_OK;
}

static enum fpk_status draw_density(const struct ring *ring, struct fpk_panel *panel,
                                    struct fpk_store *store)
{
    static const char *const name[SHOWN] = {"particles, F = 0.5", "F = 1", "F = 1.5"};
    static const enum fpk_colour own[SHOWN] = {FPK_BLUE, FPK_GREEN, FPK_VERMILLION};
    panel->title = "Density at rest, D = 0.5";
    panel->x_label = "x on the ring";
    panel->y_label = "density";
    panel->x_min = 0;
    panel->x_max = 2 * FPK_PI;
    panel->y_min = 0;
    panel->y_max = 0.6;
    panel->key_left = true;
    for (int k = 0; k < SHOWN; k++)
        FPK_TRY(add_folded(ring, &ring->setting[k], own[k], name[k], panel, store));
    for (int k = 0; k < SHOWN; k++)
        fpk_panel_add(panel,
                      (struct fpk_layer){.kind = FPK_LINE,
                                         .label = k ? NULL : "equation",
                                         .n = PLACES,
                                         .x = ring->place,
                                         .y = ring->rates[2][ring_force(0.5 * (k + 1))].density,
                                         .colour = FPK_BLACK,
                                         .dash = FPK_DASHED});
    return FPK_OK;
}

/* What drift and noise carry makes up a current that is the same all around. */
static enum fpk_status draw_current(const struct ring *ring, struct fpk_panel *panel,
                                    struct fpk_store *store)
{
    const struct rates *r = &ring->rates[2][ring_force(0.5)];
    double *drift, *noise, *both;
    FPK_TRY(fpk_store_new(store, PLACES, &drift));
    FPK_TRY(fpk_store_new(store, PLACES, &noise));
    FPK_TRY(fpk_store_new(store, PLACES, &both));
    for (int i = 0; i < PLACES; i++) {
        drift[i] = (fpk_sin(ring->place[i]) + r->force) * r->density[i];
        noise[i] = -r->temperature * r->slope[i];
        both[i] = drift[i] + noise[i];
    }
    panel->title = "Current, F = 0.5, D = 0.5";
    panel->x_label = "x on the ring";
    panel->y_label = "current (1/time)";
    panel->x_min = 0;
    panel->x_max = 2 * FPK_PI;
    panel->y_min = -0.25;
    panel->y_max = 0.45;
    const double *const part[3] = {drift, noise, both};
    static const char *const name[3] = {"(sin x + F) p", "-D p_x", "J, their sum"};
    static const enum fpk_colour own[3] = {FPK_BLUE, FPK_VERMILLION, FPK_BLACK};
    for (int k = 0; k < 3; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = name[k],
                                                .n = PLACES,
                                                .x = ring->place,
                                                .y = part[k],
                                                .colour = own[k]});
    return FPK_OK;
}

/* The solver's entropy production, at every fourth force. */
static enum fpk_status add_steady(const struct ring *ring, int t, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, FORCES / 4, &x));
    FPK_TRY(fpk_store_new(store, FORCES / 4, &y));
    for (int k = 0; k < FORCES / 4; k++) {
        x[k] = ring->rates[t][4 * k + 3].force;
        y[k] = ring->rates[t][4 * k + 3].steady[2];
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = t ? NULL : "stationary solver",
                                            .n = FORCES / 4,
                                            .x = x,
                                            .y = y,
                                            .colour = FPK_BLACK});
    return FPK_OK;
}

static enum fpk_status draw_production(const struct ring *ring, struct fpk_panel *panel,
                                       struct fpk_store *store)
{
    panel->title = "Entropy production";
    panel->x_label = "force F";
    panel->y_label = "sigma (nats/time)";
    panel->log_y = true;
    panel->x_min = 0;
    panel->x_max = 2.05;
    panel->y_min = 1e-6;
    panel->y_max = 100;
    panel->key_bottom = true;
    for (int t = 0; t < TEMPERATURES; t++)
        FPK_TRY(add_curve(ring, t, production, panel, store));
    for (int t = 0; t < TEMPERATURES; t++)
        FPK_TRY(add_steady(ring, t, panel, store));
    return FPK_OK;
}

static enum fpk_status draw_cost(const struct ring *ring, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    static const double one = 1;
    panel->title = "The cost of precision";
    panel->x_label = "force F";
    panel->y_label = "sigma D_eff / v^2";
    panel->log_y = true;
    panel->x_min = 0;
    panel->x_max = 2.05;
    panel->y_min = 0.7;
    panel->y_max = 200;
    for (int t = 0; t < TEMPERATURES; t++)
        FPK_TRY(add_curve(ring, t, cost, panel, store));
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_HORIZONTAL,
                                            .label = "no less than 1",
                                            .n = 1,
                                            .y = &one,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

enum fpk_status ring_draw(const struct ring *ring, struct fpk_run *run)
{
    struct fpk_figure figure = {
        .name = "ring",
        .title = "A driven ring: a steady state with a current",
        .caption =
            "Curves are the closed forms; points are particles, with two standard errors, and "
            "below left the stationary solver. Where the barrier is about to vanish, F = 1, "
            "cold particles spread many times faster than free ones. A precise current "
            "costs entropy.",
        .columns = 2,
        .n = 6};
    static enum fpk_status (*const panel[6])(const struct ring *, struct fpk_panel *,
                                             struct fpk_store *) = {
        draw_velocity, draw_spreading, draw_density, draw_current, draw_production, draw_cost};
    struct fpk_store store = {0};
    enum fpk_status status = FPK_OK;
    for (int p = 0; status == FPK_OK && p < 6; p++)
        status = panel[p](ring, &figure.panel[p], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
