/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sampled_panel.h"

#include <math.h>

enum fpk_status fpk_sampled_panels(struct fpk_panel *panel, size_t n,
                                   const struct fpk_sampled *const *sampled,
                                   const char *const *title, const char *label,
                                   const struct fpk_mixture *target, struct fpk_store *store)
{
    double low = fpk_mixture_quantile(target, 1e-4) - 0.8, top = 0;
    double high = fpk_mixture_quantile_tail(target, 1e-4) + 0.8;
    for (size_t k = 0; k < n; k++) {
        panel[k] = (struct fpk_panel){
            .title = title[k], .x_label = "x", .y_label = "density", .x_min = low, .x_max = high};
        FPK_TRY(fpk_panel_histogram(&panel[k], &sampled[k]->points, low, high, store));
        fpk_panel_law(&panel[k], &sampled[k]->law.fine, low, high);
        FPK_TRY(fpk_panel_mixture(&panel[k], label, target, low, high, store));
        for (int layer = 1; layer < 3; layer++) /* the law, the closed form */
            for (size_t i = 0; i < panel[k].layer[layer].n; i++)
                top = fmax(top, panel[k].layer[layer].y[i]);
    }
    for (size_t k = 0; k < n; k++)
        panel[k].y_max = 1.5 * top; /* room for the key */
    return FPK_OK;
}

enum fpk_status fpk_panel_marked(struct fpk_panel *panel, const char *label, size_t n,
                                 const double *x, const double *y, enum fpk_colour colour,
                                 struct fpk_store *store)
{
    double *at = NULL, *value = NULL;
    size_t kept = 0;
    FPK_TRY(fpk_store_new(store, n, &at));
    FPK_TRY(fpk_store_new(store, n, &value));
    for (size_t i = 0; i < n; i++)
        if (isfinite(y[i])) {
            at[kept] = x[i];
            value[kept++] = y[i];
        }
    if (kept == 0)
        return FPK_OK;
    struct fpk_layer layer = {
        .kind = FPK_LINE, .label = label, .n = kept, .x = at, .y = value, .colour = colour};
    if (kept > 1)
        fpk_panel_add(panel, layer);
    layer.kind = FPK_POINTS;
    layer.label = kept > 1 ? NULL : label;
    fpk_panel_add(panel, layer);
    return FPK_OK;
}

enum fpk_status fpk_sampled_cost(struct fpk_panel *panel, const char *label, size_t n,
                                 const struct fpk_sampled *sampled, enum fpk_colour colour,
                                 struct fpk_store *store)
{
    double *x = NULL, *y = NULL;
    FPK_TRY(fpk_store_new(store, n, &x));
    FPK_TRY(fpk_store_new(store, n, &y));
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)sampled[i].evaluations;
        y[i] = sampled[i].error.tv.value;
    }
    return fpk_panel_marked(panel, label, n, x, y, colour, store);
}
