/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors of an evolution in its record, and in a figure. */
#include "evolution_errors.h"

#include "evolution_figure.h"

#include <math.h>
#include <stdio.h>

/* ---- the record ---- */

struct names {
    char text[12][80];
    size_t n;
};

/* As in evolution_record.c: what is compared with the oracle is a group apart. */
static const char *in_group(struct names *names, const struct fpk_evolution *p, bool compared,
                            const char *what)
{
    char *out = names->text[names->n++];
    const char *format = compared && !p->exact ? "%s/one_machine/%s" : "%s/%s";
    snprintf(out, sizeof names->text[0], format, p->name, what);
    return out;
}

struct row {
    const char *name, *long_name;
    const double *value;
    bool compared; /* with the reference */
};

static enum fpk_status add_rows(const struct fpk_evolution *p, struct fpk_record *record,
                                const char *axis, size_t n, size_t rows, const struct row *row)
{
    struct names names = {.n = 0};
    for (size_t k = 0; k < rows; k++) {
        const struct fpk_array array = {in_group(&names, p, row[k].compared, row[k].name),
                                        1,
                                        {n},
                                        {axis},
                                        row[k].value,
                                        "1",
                                        row[k].long_name};
        FPK_TRY(fpk_record_array(record, &array));
    }
    return FPK_OK;
}

enum fpk_status fpk_evolution_errors_record(const struct fpk_evolution *p,
                                            const struct fpk_evolution_errors *e,
                                            struct fpk_record *record)
{
    struct names names = {.n = 0};
    double cells[FPK_ERRORS_RUNGS], steps[FPK_ERRORS_RUNGS], tv[FPK_ERRORS_RUNGS],
        richardson[FPK_ERRORS_RUNGS];
    for (int k = 0; k < FPK_ERRORS_RUNGS; k++) {
        cells[k] = e->rung[k].cells;
        steps[k] = e->rung[k].steps;
        tv[k] = e->rung[k].tv;
        richardson[k] = e->rung[k].richardson_tv;
    }
    const char *cell_axis = in_group(&names, p, false, "plain_cells"),
               *count_axis = in_group(&names, p, false, "particle_number");
    FPK_TRY(fpk_record_axis(record, cell_axis, FPK_ERRORS_RUNGS, cells, "1", "cells of one grid"));
    FPK_TRY(fpk_record_axis(record, count_axis, e->n_count, e->count, "1", "first particles"));
    const struct row rungs[] = {
        {"plain_steps", "time steps", steps, false},
        {"plain_order_tv", "total variation at the end, one grid", tv, true},
        {"richardson_order_tv", "total variation at the end, two grids extrapolated", richardson,
         true}};
    const struct row times[] = {
        {"plain_tv", "total variation, one grid of 256 cells", e->plain_tv, true},
        {"richardson_tv", "total variation, 128 and 256 cells extrapolated", e->richardson_tv,
         true},
        {"histogram_tv", "total variation of the particles' histogram", e->histogram_tv, true},
        {"histogram_tv_mean", "its mean for particles without any error of the scheme",
         e->histogram_mean, true}};
    const struct row counts[] = {
        {"particles_w1_law", "W1 of the first particles from the law of their scheme", e->to_law,
         false},
        {"particles_w1_exact", "W1 of the first particles from the exact law", e->to_exact, true},
        {"particles_w1_mean", "mean of the former if all is right", e->expected, false}};
    FPK_TRY(add_rows(p, record, cell_axis, FPK_ERRORS_RUNGS, 3, rungs));
    FPK_TRY(add_rows(p, record, "time", e->n_time, 4, times));
    return add_rows(p, record, count_axis, e->n_count, 3, counts);
}

/* ---- the figure ---- */

/* y over x where y is above rounding, from index `first` on; with marks when few. */
static enum fpk_status add_curve(struct fpk_panel *panel, const char *label, size_t n,
                                 const double *x, const double *y, enum fpk_colour colour,
                                 struct fpk_store *store)
{
    double *at = NULL, *value = NULL;
    size_t kept = 0;
    FPK_TRY(fpk_store_new(store, n, &at));
    FPK_TRY(fpk_store_new(store, n, &value));
    for (size_t k = 0; k < n; k++)
        if (x[k] > 0 && y[k] > 1e-15) {
            at[kept] = x[k];
            value[kept++] = y[k];
        }
    struct fpk_layer layer = {
        .kind = FPK_LINE, .label = label, .n = kept, .x = at, .y = value, .colour = colour};
    if (kept > 1)
        fpk_panel_add(panel, layer);
    layer.kind = FPK_POINTS;
    layer.label = NULL;
    if (kept && kept <= 16)
        fpk_panel_add(panel, layer);
    return FPK_OK;
}

static enum fpk_status draw_time(const struct fpk_evolution *p, const struct fpk_evolution_views *v,
                                 const struct fpk_evolution_errors *e, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    size_t n = p->n_time;
    panel->title = "Error against time";
    panel->x_label = "time t";
    panel->y_label = "total variation from the exact density";
    panel->log_y = true;
    panel->x_max = p->t1;
    panel->y_min = 1e-14;
    panel->y_max = 1e7; /* room for the key */
    FPK_TRY(
        add_curve(panel, "histogram of particles", n, p->time, e->histogram_tv, FPK_SKY, store));
    FPK_TRY(add_curve(panel, "law of Euler-Maruyama", v->n_law_time, v->law_time, v->law_tv,
                      FPK_VERMILLION, store));
    FPK_TRY(add_curve(panel, "grid, 256 cells", n, p->time, e->plain_tv, FPK_ORANGE, store));
    FPK_TRY(
        add_curve(panel, "  and 128, Richardson", n, p->time, e->richardson_tv, FPK_GREEN, store));
    return add_curve(panel, "grid, to a tolerance", n, p->time, v->grid_tv, FPK_BLUE, store);
}

static enum fpk_status draw_cost(const struct fpk_evolution_errors *e, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    double cost[FPK_ERRORS_RUNGS], tv[FPK_ERRORS_RUNGS], more[FPK_ERRORS_RUNGS],
        richardson[FPK_ERRORS_RUNGS];
    panel->title = "The grid at the end, against cost";
    panel->x_label = "cells x steps";
    panel->y_label = "total variation at the end";
    panel->log_x = panel->log_y = true;
    for (int k = 0; k < FPK_ERRORS_RUNGS; k++) {
        cost[k] = e->rung[k].cost;
        tv[k] = e->rung[k].tv;
        more[k] = e->rung[k].richardson_cost;
        richardson[k] = e->rung[k].richardson_tv;
    }
    panel->y_max = 30 * tv[0];
    panel->y_min = 0.3 * richardson[FPK_ERRORS_RUNGS - 1];
    FPK_TRY(add_curve(panel, "one grid", FPK_ERRORS_RUNGS, cost, tv, FPK_ORANGE, store));
    return add_curve(panel, "two grids, Richardson", FPK_ERRORS_RUNGS - 1, more + 1, richardson + 1,
                     FPK_GREEN, store);
}

static enum fpk_status draw_number(const struct fpk_evolution_errors *e, struct fpk_panel *panel,
                                   struct fpk_store *store)
{
    double *law = NULL;
    FPK_TRY(fpk_store_new(store, 1, &law));
    *law = e->law_w1;
    panel->title = "Particles at the end, against their number";
    panel->x_label = "particles n";
    panel->y_label = "W1 at the end";
    panel->log_x = panel->log_y = true;
    panel->y_max = 10 * e->expected[0];
    panel->y_min = 0.3 * fmin(e->expected[e->n_count - 1], e->law_w1);
    FPK_TRY(
        add_curve(panel, "from the exact law", e->n_count, e->count, e->to_exact, FPK_BLUE, store));
    FPK_TRY(add_curve(panel, "from the law of the scheme", e->n_count, e->count, e->to_law,
                      FPK_VERMILLION, store));
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "mean if all is right",
                                            .n = e->n_count,
                                            .x = e->count,
                                            .y = e->expected,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_HORIZONTAL,
                                            .label = "the scheme's own error",
                                            .n = 1,
                                            .y = law,
                                            .colour = FPK_GREY,
                                            .dash = FPK_DOTTED});
    return FPK_OK;
}

static enum fpk_status draw_step(const struct fpk_evolution_views *v, struct fpk_panel *panel,
                                 struct fpk_store *store)
{
    panel->title = "The law at the end, against dt";
    FPK_TRY(fpk_panel_add_order(panel, "law of Euler-Maruyama", v, FPK_VERMILLION, store));
    return fpk_panel_end_order(panel, store);
}

enum fpk_status fpk_evolution_errors_draw(const struct fpk_evolution *p,
                                          const struct fpk_evolution_views *v,
                                          const struct fpk_evolution_errors *e, struct fpk_run *run)
{
    char name[64];
    snprintf(name, sizeof name, "%s-errors", p->name);
    struct fpk_figure figure = {
        .name = name,
        .title = "What each view is worth",
        .caption = "A histogram stops at its noise, the law of the scheme at its time step; a grid "
                   "is of order 2, two of them extrapolated of order 4. More particles than the "
                   "time step is worth only find the scheme's own error.",
        .columns = 2,
        .n = 4};
    struct fpk_store store = {0};
    enum fpk_status status = draw_time(p, v, e, &figure.panel[0], &store);
    if (status == FPK_OK)
        status = draw_cost(e, &figure.panel[1], &store);
    if (status == FPK_OK)
        status = draw_step(v, &figure.panel[2], &store);
    if (status == FPK_OK)
        status = draw_number(e, &figure.panel[3], &store);
    if (status == FPK_OK)
        status = fpk_run_figure(run, &figure);
    fpk_store_clear(&store);
    return status;
}
