/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evolution_figure.h"

#include "fpk/numeric/quadrature.h"

#include <math.h>

enum { PATHS_SHOWN = 8 }; /* more would hide the map */

/* Cells of the grid between low and high: first and number. */
static size_t window(const struct fpk_grid *grid, double low, double high, size_t *first)
{
    size_t n = 0;
    *first = grid->n;
    for (size_t i = 0; i < grid->n; i++) {
        double x = fpk_grid_centre(grid, i);
        if (x < low || x > high)
            continue;
        if (n++ == 0)
            *first = i;
    }
    return n;
}

/* The top of the colour scale: the highest density, unless one moment's peak (a narrow start) would
 * leave the others in the dark. */
static double brightest(const struct fpk_evolution_views *v)
{
    double most = 0, least_peak = INFINITY;
    for (size_t k = 0; k < v->grid.n_time; k++) {
        double peak = 0;
        for (size_t i = 0; i < v->grid.field[k].grid.n; i++)
            peak = fmax(peak, v->grid.field[k].value[i]);
        most = fmax(most, peak);
        least_peak = fmin(least_peak, peak);
    }
    return fmin(most, 2 * least_peak);
}

static enum fpk_status add_paths(struct fpk_panel *panel, const struct fpk_evolution *p,
                                 const struct fpk_evolution_views *v, struct fpk_store *store)
{
    double *y = NULL;
    size_t shown = p->n_path < PATHS_SHOWN ? p->n_path : PATHS_SHOWN;
    FPK_TRY(fpk_store_new(store, shown * p->n_time, &y));
    for (size_t i = 0; i < shown; i++)
        for (size_t k = 0; k < p->n_time; k++)
            y[i * p->n_time + k] = v->particles.path[k * p->n_path + i];
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_PATHS,
                                            .n = p->n_time,
                                            .m = shown,
                                            .x = p->time,
                                            .y = y,
                                            .colour = FPK_WHITE});
    return FPK_OK;
}

enum fpk_status fpk_panel_of_density(struct fpk_panel *panel, const struct fpk_evolution *p,
                                     const struct fpk_evolution_views *v, double low, double high,
                                     struct fpk_store *store)
{
    const struct fpk_grid *grid = &v->grid.field[0].grid;
    size_t first, m = window(grid, low, high, &first), n = p->n_time;
    double *y = NULL, *z = NULL;
    FPK_TRY(fpk_store_new(store, m, &y));
    FPK_TRY(fpk_store_new(store, m * n, &z));
    for (size_t i = 0; i < m; i++) {
        y[i] = fpk_grid_centre(grid, first + i);
        for (size_t k = 0; k < n; k++)
            z[i * n + k] = v->grid.field[k].value[first + i];
    }
    panel->y_min = low;
    panel->y_max = high;
    panel->x_max = p->t1;
    panel->y_label = "x";
    panel->z_label = "density p(x, t)";
    panel->z_max = brightest(v);
    fpk_panel_add(
        panel, (struct fpk_layer){.kind = FPK_HEAT, .n = n, .m = m, .x = p->time, .y = y, .z = z});
    return add_paths(panel, p, v, store);
}

/* ---- the end ---- */

static double highest(const struct fpk_density *law)
{
    double most = 0;
    for (size_t i = 0; i < law->n; i++)
        most = fmax(most, law->pdf[i]);
    return most;
}

enum { CURVE = 401, BIN_NODES = 4 };

/* The reference as a dashed line on top. */
static enum fpk_status add_reference(struct fpk_panel *panel, const struct fpk_evolution *p,
                                     const struct fpk_evolution_views *v, double low, double high,
                                     struct fpk_store *store)
{
    double *x = NULL, *pdf = NULL;
    if (p->exact)
        return fpk_panel_mixture(panel, "closed form", &v->end, low, high, store);
    FPK_TRY(fpk_store_new(store, CURVE, &x));
    FPK_TRY(fpk_store_new(store, CURVE, &pdf));
    for (int i = 0; i < CURVE; i++)
        x[i] = low + (high - low) * i / (CURVE - 1);
    FPK_TRY(fpk_evolution_reference_pdf(p, v, p->t1, CURVE, x, pdf));
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "spectral oracle",
                                            .n = CURVE,
                                            .x = x,
                                            .y = pdf,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}

enum fpk_status fpk_panel_of_end(struct fpk_panel *panel, const struct fpk_evolution *p,
                                 const struct fpk_evolution_views *v, double low, double high,
                                 struct fpk_store *store)
{
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = low;
    panel->x_max = high;
    panel->y_max = 1.35 * highest(&v->law.fine); /* room for the key */
    FPK_TRY(fpk_panel_histogram(panel, &v->particles.points, low, high, store));
    fpk_panel_law(panel, &v->law.fine, low, high);
    return add_reference(panel, p, v, low, high, store);
}

enum fpk_status fpk_panel_of_difference(struct fpk_panel *panel, const struct fpk_evolution *p,
                                        const struct fpk_evolution_views *v, double low,
                                        double high, struct fpk_store *store)
{
    const struct fpk_points *points = &v->particles.points;
    const struct fpk_density *law = &v->law.fine;
    size_t first, n = fpk_panel_nodes(law, low, high, &first), m = FPK_PANEL_BINS * BIN_NODES;
    double node[BIN_NODES], weight[BIN_NODES], average[FPK_PANEL_BINS], *x = NULL, *pdf = NULL;
    panel->x_label = "x";
    panel->y_label = "difference, times 1000";
    if (p->exact)
        return fpk_panel_difference(panel, points, law, &v->end, low, high, store);
    FPK_TRY(fpk_store_new(store, n + m, &x)); /* the law's nodes, then Gauss's in every bin */
    FPK_TRY(fpk_store_new(store, n + m, &pdf));
    for (size_t i = 0; i < n; i++)
        x[i] = law->x[first + i];
    fpk_gauss_legendre(BIN_NODES, node, weight);
    double width = (high - low) / FPK_PANEL_BINS;
    for (size_t i = 0; i < m; i++) {
        double middle = (double)(i / BIN_NODES) + 0.5;
        x[n + i] = low + width * (middle + 0.5 * node[i % BIN_NODES]);
    }
    FPK_TRY(fpk_evolution_reference_pdf(p, v, p->t1, n + m, x, pdf));
    for (size_t i = 0; i < FPK_PANEL_BINS; i++) {
        average[i] = 0;
        for (size_t j = 0; j < BIN_NODES; j++)
            average[i] += 0.5 * weight[j] * pdf[n + i * BIN_NODES + j];
    }
    return fpk_panel_difference_of(panel, points, law, pdf, average, low, high, store);
}

/* ---- several times ---- */

static enum fpk_status add_dots(struct fpk_panel *panel, const struct fpk_evolution *p,
                                const struct fpk_evolution_views *v, size_t k, double low,
                                double high, enum fpk_colour colour, struct fpk_store *store)
{
    double *x = NULL, *y = NULL, width = (v->b - v->a) / (double)p->bins;
    const double *count = v->count + k * (p->bins + 2) + 1;
    size_t kept = 0;
    FPK_TRY(fpk_store_new(store, p->bins, &x));
    FPK_TRY(fpk_store_new(store, p->bins, &y));
    for (size_t i = 0; i < p->bins; i++) {
        x[kept] = v->a + ((double)i + 0.5) * width;
        y[kept] = count[i] / ((double)p->particles * width);
        kept += x[kept] >= low && x[kept] <= high;
    }
    fpk_panel_add(
        panel, (struct fpk_layer){.kind = FPK_POINTS, .n = kept, .x = x, .y = y, .colour = colour});
    return FPK_OK;
}

enum fpk_status fpk_panel_of_times(struct fpk_panel *panel, const struct fpk_evolution *p,
                                   const struct fpk_evolution_views *v, size_t n,
                                   const size_t *number, double low, double high,
                                   struct fpk_store *store)
{
    static const enum fpk_colour colour[4] = {FPK_SKY, FPK_ORANGE, FPK_PURPLE, FPK_BLUE};
    const struct fpk_grid *grid = &v->grid.field[0].grid;
    size_t first, m = window(grid, low, high, &first);
    double *x = NULL, most = 0;
    FPK_TRY(fpk_store_new(store, m, &x));
    for (size_t i = 0; i < m; i++)
        x[i] = fpk_grid_centre(grid, first + i);
    for (size_t k = 0; k < n; k++) {
        const struct fpk_field *field = &v->grid.field[number[k]];
        for (size_t i = 0; i < m; i++)
            most = fmax(most, field->value[first + i]);
        if (p->bins)
            FPK_TRY(add_dots(panel, p, v, number[k], low, high, colour[k], store));
        fpk_panel_add(panel,
                      (struct fpk_layer){.kind = FPK_LINE,
                                         .label = fpk_store_text(store, "t = %.3g", field->t),
                                         .n = m,
                                         .x = x,
                                         .y = field->value + first,
                                         .colour = colour[k]});
    }
    for (size_t k = 0; k < n; k++)
        fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                                .label = k ? NULL : "exact",
                                                .n = m,
                                                .x = x,
                                                .y = v->exact + number[k] * grid->n + first,
                                                .colour = FPK_BLACK,
                                                .dash = FPK_DASHED});
    panel->x_label = "x";
    panel->y_label = "density";
    panel->x_min = low;
    panel->x_max = high;
    panel->y_max = 1.2 * most;
    return FPK_OK;
}

/* ---- errors ---- */

/* All views begin at the closed form: time 0 is left out. What is only rounding has no place on the
 * log scale: such points are left out. */
static enum fpk_status add_error(struct fpk_panel *panel, const char *label, size_t n,
                                 const double *t, const double *error, enum fpk_colour colour,
                                 struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    size_t kept = 0;
    FPK_TRY(fpk_store_new(store, n, &x));
    FPK_TRY(fpk_store_new(store, n, &y));
    for (size_t k = 1; k < n; k++) {
        if (!(error[k] > 1e-14))
            continue;
        x[kept] = t[k];
        y[kept++] = error[k];
    }
    if (kept > 1)
        fpk_panel_add(
            panel,
            (struct fpk_layer){
                .kind = FPK_LINE, .label = label, .n = kept, .x = x, .y = y, .colour = colour});
    return FPK_OK;
}

enum fpk_status fpk_panel_of_errors(struct fpk_panel *panel, const struct fpk_evolution *p,
                                    const struct fpk_evolution_views *v, struct fpk_store *store)
{
    panel->y_label = "total variation from the closed form";
    panel->log_y = true;
    panel->x_max = p->t1;
    panel->y_min = 1e-14; /* below are roundings; above 1 is room for the key */
    panel->y_max = 30;
    FPK_TRY(add_error(panel, "law of Euler-Maruyama", v->n_law_time, v->law_time, v->law_tv,
                      FPK_VERMILLION, store));
    return add_error(panel, "Fokker-Planck grid", p->n_time, p->time, v->grid_tv, FPK_BLUE, store);
}

/* ---- order ---- */

enum fpk_status fpk_panel_add_order(struct fpk_panel *panel, const char *label,
                                    const struct fpk_evolution_views *v, enum fpk_colour colour,
                                    struct fpk_store *store)
{
    double *tv = NULL;
    FPK_TRY(fpk_store_new(store, FPK_EVOLUTION_STEPS, &tv));
    for (int i = 0; i < FPK_EVOLUTION_STEPS; i++)
        tv[i] = v->error[i].tv.value;
    struct fpk_layer layer = {.kind = FPK_LINE,
                              .label = label,
                              .n = FPK_EVOLUTION_STEPS,
                              .x = v->dt,
                              .y = tv,
                              .colour = colour};
    fpk_panel_add(panel, layer);
    layer.kind = FPK_POINTS;
    layer.label = NULL;
    fpk_panel_add(panel, layer);
    return FPK_OK;
}

/* The line C dt below all curves; the range leaves room for the key above. */
enum fpk_status fpk_panel_end_order(struct fpk_panel *panel, struct fpk_store *store)
{
    const struct fpk_layer *first = &panel->layer[0];
    double ratio = INFINITY, most = 0, *guide = NULL;
    for (size_t k = 0; k < panel->n; k++)
        for (size_t i = 0; i < first->n; i++) {
            ratio = fmin(ratio, panel->layer[k].y[i] / first->x[i]);
            most = fmax(most, panel->layer[k].y[i]);
        }
    FPK_TRY(fpk_store_new(store, first->n, &guide));
    for (size_t i = 0; i < first->n; i++)
        guide[i] = 0.7 * ratio * first->x[i];
    panel->x_label = "time step dt";
    panel->y_label = "total variation at the end";
    panel->log_x = panel->log_y = true;
    panel->key_left = true;
    panel->y_min = 0.8 * guide[first->n - 1];
    panel->y_max = 6 * most;
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "slope 1",
                                            .n = first->n,
                                            .x = first->x,
                                            .y = guide,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}
