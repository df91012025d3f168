/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smld.h"

#include "../common/sampled_panel.h"

#include <math.h>
#include <stdio.h>

static const enum fpk_colour by_noise[NOISES] = {FPK_VERMILLION, FPK_ORANGE, FPK_GREEN, FPK_BLUE};

/* ---- data with noise, and what few of them teach ---- */

static enum fpk_status draw_noise(const struct smld *s, struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "perturbation",
        .title = "Noise fills the gap between the modes",
        .caption = "Left: the data's density at four noise levels. Right: how far the best score "
                   "that 256 data can teach is from the true one, in units of 1/sigma.",
        .columns = 2,
        .n = 2};
    struct fpk_panel *density = &figure.panel[0], *error = &figure.panel[1];
    *density = (struct fpk_panel){.title = "Densities", .x_label = "x", .y_label = "density"};
    *error = (struct fpk_panel){.title = "Error of the learnt score",
                                .x_label = "x",
                                .y_label = "sigma |learnt score - score|",
                                .log_y = true,
                                .y_min = 1e-3,
                                .y_max = 3000};
    for (int i = 0; i < NOISES; i++) {
        const struct smld_noise *n = &s->noise[i];
        double *off = NULL;
        const char *label = fpk_store_text(store, "sigma = %g", n->sigma);
        FPK_TRY(fpk_store_new(store, PLACES, &off));
        for (int k = 0; k < PLACES; k++)
            off[k] = fmax(n->sigma * fabs(n->learnt[k] - n->score[k]), 1e-4);
        struct fpk_layer layer = {.kind = FPK_LINE,
                                  .label = label,
                                  .n = PLACES,
                                  .x = n->x,
                                  .y = n->pdf,
                                  .colour = by_noise[i]};
        fpk_panel_add(density, layer);
        layer.y = off;
        fpk_panel_add(error, layer);
    }
    fpk_panel_add(
        error,
        (struct fpk_layer){
            .kind = FPK_VERTICAL, .n = 1, .x = &s->gap, .colour = FPK_GREY, .dash = FPK_DOTTED});
    for (int k = 0; k < PLACES; k++)
        density->y_max = fmax(density->y_max, 1.6 * s->noise[0].pdf[k]); /* room for the key */
    density->x_min = error->x_min = s->noise[0].x[0];
    density->x_max = error->x_max = s->noise[0].x[PLACES - 1];
    return fpk_run_figure(s->run, &figure);
}

/* ---- level by level ---- */

static enum fpk_status draw_level(const struct smld *s, int i, struct fpk_panel *panel,
                                  char title[64], struct fpk_store *store)
{
    const struct smld_level *l = &s->level[i];
    struct fpk_level level = {.alpha = 1, .sigma = l->sigma};
    struct fpk_mixture exact = {0};
    FPK_TRY(fpk_mixture_diffuse(&s->target, level, &exact));
    double low = fpk_mixture_quantile(&exact, 1e-3) - 0.3;
    double high = fpk_mixture_quantile_tail(&exact, 1e-3) + 0.3;
    snprintf(title, 64, "level %d, sigma = %.2f: TV = %.3f", i + 1, l->sigma, l->after);
    *panel = (struct fpk_panel){
        .title = title, .x_label = "x", .y_label = "density", .x_min = low, .x_max = high};
    fpk_panel_law(panel, &l->law.fine, low, high);
    enum fpk_status status =
        fpk_panel_mixture(panel, "data with that noise", &exact, low, high, store);
    double top = 0;
    for (size_t k = 0; k < l->law.fine.n; k++)
        top = fmax(top, l->law.fine.pdf[k]);
    for (size_t k = 0; k < panel->layer[1].n; k++)
        top = fmax(top, panel->layer[1].y[k]);
    panel->y_max = 1.5 * top; /* room for the key */
    fpk_mixture_clear(&exact);
    return status;
}

static enum fpk_status draw_levels(const struct smld *s, struct fpk_store *store)
{
    static const int shown[FPK_PANELS_MAX] = {0, 2, 4, 5, 7, 9};
    struct fpk_figure figure = {
        .name = "levels",
        .title = "Annealed Langevin dynamics, level by level",
        .caption = "The exact law after the 20 steps of a level, over the density that it should "
                   "have there. The modes part at sigma = 2 to 0.8, faster than 20 steps can bring "
                   "mass across: the share that is missing there is missing at the end.",
        .columns = 3,
        .n = FPK_PANELS_MAX};
    char title[FPK_PANELS_MAX][64];
    for (int i = 0; i < FPK_PANELS_MAX; i++)
        FPK_TRY(draw_level(s, shown[i], &figure.panel[i], title[i], store));
    return fpk_run_figure(s->run, &figure);
}

/* ---- the mass right of the gap ---- */

static enum fpk_status draw_particles(const struct smld *s, struct fpk_panel *panel, size_t n,
                                      const double *x, const struct fpk_points *const *points,
                                      const char *label, enum fpk_colour colour,
                                      struct fpk_store *store)
{
    double *y = NULL, *low = NULL, *high = NULL;
    FPK_TRY(fpk_store_new(store, n, &y));
    FPK_TRY(fpk_store_new(store, n, &low));
    FPK_TRY(fpk_store_new(store, n, &high));
    for (size_t k = 0; k < n; k++) {
        y[k] = smld_right_of_points(s, points[k]);
        double se = sqrt(y[k] * (1 - y[k]) / (double)points[k]->n);
        low[k] = y[k] - 2 * se;
        high[k] = y[k] + 2 * se;
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = label,
                                            .n = n,
                                            .x = x,
                                            .y = y,
                                            .low = low,
                                            .high = high,
                                            .colour = colour});
    return FPK_OK;
}

static enum fpk_status draw_weight(const struct smld *s, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    static const enum fpk_colour colour[STARTS] = {FPK_BLUE, FPK_VERMILLION};
    const struct fpk_points *points[BUDGETS];
    double *steps = NULL;
    FPK_TRY(fpk_store_new(store, BUDGETS, &steps));
    *panel = (struct fpk_panel){.title = "Mass right of the gap",
                                .x_label = "score evaluations",
                                .y_label = "mass right of the gap",
                                .log_x = true,
                                .y_min = -0.05,
                                .y_max = 1.35};
    for (int i = 0; i < STARTS; i++) {
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = s->plain[i].name,
                                                .n = s->n_stop,
                                                .x = s->stop,
                                                .y = s->plain[i].right,
                                                .colour = colour[i]});
        points[0] = &s->plain[i].end.points;
        FPK_TRY(
            draw_particles(s, panel, 1, &s->stop[s->n_stop - 1], points, NULL, colour[i], store));
    }
    for (size_t b = 0; b < s->n_budget; b++) {
        steps[b] = (double)s->annealed[b].evaluations;
        points[b] = &s->annealed[b].points;
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "annealed",
                                            .n = s->n_budget,
                                            .x = steps,
                                            .y = s->annealed_right,
                                            .colour = FPK_GREEN});
    FPK_TRY(draw_particles(s, panel, s->n_budget, steps, points, "particles +- 2 errors", FPK_GREEN,
                           store));
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_HORIZONTAL,
                                            .label = "target",
                                            .n = 1,
                                            .y = &s->right,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

static enum fpk_status draw_error(const struct smld *s, struct fpk_panel *panel,
                                  struct fpk_store *store)
{
    static const enum fpk_colour colour[STARTS] = {FPK_BLUE, FPK_VERMILLION};
    double *steps = NULL, *tv = NULL;
    FPK_TRY(fpk_store_new(store, BUDGETS, &steps));
    FPK_TRY(fpk_store_new(store, BUDGETS, &tv));
    *panel = (struct fpk_panel){.title = "Distance from the target",
                                .x_label = "score evaluations",
                                .y_label = "total variation, law to target",
                                .log_x = true,
                                .log_y = true,
                                .y_min = 0.004,
                                .y_max = 1.5,
                                .key_left = true,
                                .key_bottom = true};
    for (int i = 0; i < STARTS; i++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = s->plain[i].name,
                                                .n = s->n_stop,
                                                .x = s->stop,
                                                .y = s->plain[i].tv,
                                                .colour = colour[i]});
    for (size_t b = 0; b < s->n_budget; b++) {
        steps[b] = (double)s->annealed[b].evaluations;
        tv[b] = s->annealed[b].error.tv.value;
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "annealed",
                                            .n = s->n_budget,
                                            .x = steps,
                                            .y = tv,
                                            .colour = FPK_GREEN});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_HORIZONTAL,
                                            .label = "noise of sigma_L alone",
                                            .n = 1,
                                            .y = &s->floor,
                                            .colour = FPK_GREY,
                                            .dash = FPK_DOTTED});
    return FPK_OK;
}

static enum fpk_status draw_weights(const struct smld *s, struct fpk_store *store)
{
    struct fpk_figure figure = {
        .name = "weights",
        .title = "Plain Langevin keeps the shares of its start, annealed Langevin finds them",
        .caption = "Above: exact laws (lines) and particles (points) against the number of steps. "
                   "Below: the densities at the end, plain steps from noise and annealed ones of "
                   "20 a level.",
        .columns = 2,
        .n = 4};
    char title[64];
    const char *const titles[2] = {title, "Annealed, 10 levels of 20 steps"};
    const struct fpk_sampled *const shown[2] = {&s->plain[1].end, &s->setting[0]};
    snprintf(title, sizeof title, "Plain, %.0f steps from N(0, 10^2)", s->stop[s->n_stop - 1]);
    FPK_TRY(draw_weight(s, &figure.panel[0], store));
    FPK_TRY(draw_error(s, &figure.panel[1], store));
    FPK_TRY(fpk_sampled_panels(&figure.panel[2], 2, shown, titles, "target", &s->target, store));
    return fpk_run_figure(s->run, &figure);
}

enum fpk_status smld_draw(const struct smld *s)
{
    struct fpk_store store = {0};
    enum fpk_status status = draw_noise(s, &store);
    if (status == FPK_OK)
        status = draw_levels(s, &store);
    if (status == FPK_OK)
        status = draw_weights(s, &store);
    fpk_store_clear(&store);
    return status;
}
