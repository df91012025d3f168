/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include "fpk/base/memory.h"

#include <assert.h>
#include <math.h>

enum fpk_status fpk_store_new(struct fpk_store *store, size_t n, double **out)
{
    assert(store->n < FPK_STORE_MAX);
    FPK_TRY(fpk_allocate(out, n));
    store->array[store->n++] = *out;
    return FPK_OK;
}

void fpk_store_clear(struct fpk_store *store)
{
    for (size_t i = 0; i < store->n; i++)
        fpk_release(&store->array[i]);
    store->n = 0;
}

enum { BINS = 80, CURVE = 400 };

enum fpk_status fpk_panel_histogram(struct fpk_panel *panel, const struct fpk_points *points,
                                    double low, double high, struct fpk_store *store)
{
    double *edge = NULL, *height = NULL, width = (high - low) / BINS;
    FPK_TRY(fpk_store_new(store, BINS + 1, &edge));
    FPK_TRY(fpk_store_new(store, BINS, &height));
    for (int i = 0; i <= BINS; i++)
        edge[i] = low + i * width;
    for (size_t i = 0; i < points->n; i++) {
        double at = floor((points->x[i] - low) / width);
        if (at >= 0 && at < BINS)
            height[(int)at] += 1 / ((double)points->n * width);
    }
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_STEPS,
                                            .label = "particles",
                                            .n = BINS,
                                            .x = edge,
                                            .y = height,
                                            .colour = FPK_SKY});
    return FPK_OK;
}

/* The part of the law's nodes between low and high. */
void fpk_panel_law(struct fpk_panel *panel, const struct fpk_density *law, double low, double high)
{
    size_t first = 0, last = law->n;
    while (first < law->n && law->x[first] < low)
        first++;
    while (last > first && law->x[last - 1] > high)
        last--;
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "law of the scheme",
                                            .n = last - first,
                                            .x = law->x + first,
                                            .y = law->pdf + first,
                                            .colour = FPK_VERMILLION});
}

enum fpk_status fpk_panel_mixture(struct fpk_panel *panel, const char *label,
                                  const struct fpk_mixture *mixture, double low, double high,
                                  struct fpk_store *store)
{
    double *x = NULL, *pdf = NULL;
    FPK_TRY(fpk_store_new(store, CURVE + 1, &x));
    FPK_TRY(fpk_store_new(store, CURVE + 1, &pdf));
    for (int i = 0; i <= CURVE; i++)
        x[i] = low + (high - low) * i / CURVE;
    fpk_mixture_pdf(mixture, CURVE + 1, x, pdf);
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = label,
                                            .n = CURVE + 1,
                                            .x = x,
                                            .y = pdf,
                                            .colour = FPK_BLACK,
                                            .dash = FPK_DASHED});
    return FPK_OK;
}
