/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include "fpk/base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum fpk_status fpk_store_new(struct fpk_store *store, size_t n, double **out)
{
    assert(store->n < FPK_STORE_MAX);
    FPK_TRY(fpk_allocate(out, n));
    store->array[store->n++] = *out;
    return FPK_OK;
}

const char *fpk_store_text(struct fpk_store *store, const char *format, ...)
{
    va_list args;
    assert(store->n_text < FPK_STORE_TEXTS);
    char *text = store->text[store->n_text++];
    va_start(args, format);
    vsnprintf(text, sizeof store->text[0], format, args);
    va_end(args);
    return text;
}

void fpk_store_clear(struct fpk_store *store)
{
    for (size_t i = 0; i < store->n; i++)
        fpk_release(&store->array[i]);
    store->n = store->n_text = 0;
}

enum { BINS = FPK_PANEL_BINS, CURVE = 400 };

/* edge [BINS + 1], height [BINS], zero before. */
static void fill_bins(const struct fpk_points *points, double low, double high, double *edge,
                      double *height)
{
    double width = (high - low) / BINS;
    for (int i = 0; i <= BINS; i++)
        edge[i] = low + i * width;
    for (size_t i = 0; i < points->n; i++) {
        double at = floor((points->x[i] - low) / width);
        if (at >= 0 && at < BINS)
            height[(int)at] += 1 / ((double)points->n * width);
    }
}

enum fpk_status fpk_panel_histogram(struct fpk_panel *panel, const struct fpk_points *points,
                                    double low, double high, struct fpk_store *store)
{
    double *edge = NULL, *height = NULL;
    FPK_TRY(fpk_store_new(store, BINS + 1, &edge));
    FPK_TRY(fpk_store_new(store, BINS, &height));
    fill_bins(points, low, high, edge, height);
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_STEPS,
                                            .label = "particles",
                                            .n = BINS,
                                            .x = edge,
                                            .y = height,
                                            .colour = FPK_SKY});
    return FPK_OK;
}

/* Number of the law's nodes between low and high, and the first of them. */
size_t fpk_panel_nodes(const struct fpk_density *law, double low, double high, size_t *at)
{
    size_t first = 0, last = law->n;
    while (first < law->n && law->x[first] < low)
        first++;
    while (last > first && law->x[last - 1] > high)
        last--;
    *at = first;
    return last - first;
}

void fpk_panel_law(struct fpk_panel *panel, const struct fpk_density *law, double low, double high)
{
    size_t first, n = fpk_panel_nodes(law, low, high, &first);
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "law of the scheme",
                                            .n = n,
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

/* ---- differences from a mixture ---- */

#define DIFFERENCE 1000 /* they are drawn times that */

/* Where the particles' bins should lie if they follow the law: law - exact, two standard errors of
 * a bin on either side. */
static enum fpk_status add_expected(struct fpk_panel *panel, const struct fpk_density *law,
                                    const double *exact, double n_width, double low, double high,
                                    struct fpk_store *store)
{
    size_t first, n = fpk_panel_nodes(law, low, high, &first);
    double *middle = NULL, *below = NULL, *above = NULL, low_end = 0, high_end = 0;
    FPK_TRY(fpk_store_new(store, n, &middle));
    FPK_TRY(fpk_store_new(store, n, &below));
    FPK_TRY(fpk_store_new(store, n, &above));
    for (size_t i = 0; i < n; i++) {
        double pdf = law->pdf[first + i], error = sqrt(pdf / n_width);
        middle[i] = DIFFERENCE * (pdf - exact[i]);
        below[i] = middle[i] - 2 * DIFFERENCE * error;
        above[i] = middle[i] + 2 * DIFFERENCE * error;
        low_end = fmin(low_end, below[i]);
        high_end = fmax(high_end, above[i]);
    }
    panel->y_min = low_end - 0.25 * (high_end - low_end);
    panel->y_max = high_end + 0.6 * (high_end - low_end); /* room for the key */
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_BAND,
                                            .label = "law +- 2 standard errors",
                                            .n = n,
                                            .x = law->x + first,
                                            .low = below,
                                            .high = above,
                                            .colour = FPK_VERMILLION});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_LINE,
                                            .label = "law of the scheme",
                                            .n = n,
                                            .x = law->x + first,
                                            .y = middle,
                                            .colour = FPK_VERMILLION});
    return FPK_OK;
}

enum fpk_status fpk_panel_difference_of(struct fpk_panel *panel, const struct fpk_points *points,
                                        const struct fpk_density *law, const double *exact_at_nodes,
                                        const double *exact_in_bins, double low, double high,
                                        struct fpk_store *store)
{
    static const double zero = 0;
    double *edge = NULL, *height = NULL, width = (high - low) / BINS;
    FPK_TRY(fpk_store_new(store, BINS + 1, &edge));
    FPK_TRY(fpk_store_new(store, BINS, &height));
    fill_bins(points, low, high, edge, height);
    for (int i = 0; i < BINS; i++) {
        height[i] = DIFFERENCE * (height[i] - exact_in_bins[i]);
        edge[i] += width / 2; /* from here on the centre */
    }
    FPK_TRY(add_expected(panel, law, exact_at_nodes, (double)points->n * width, low, high, store));
    panel->x_min = low;
    panel->x_max = high;
    fpk_panel_add(
        panel,
        (struct fpk_layer){
            .kind = FPK_HORIZONTAL, .n = 1, .y = &zero, .colour = FPK_BLACK, .dash = FPK_DASHED});
    fpk_panel_add(panel, (struct fpk_layer){.kind = FPK_POINTS,
                                            .label = "particles",
                                            .n = BINS,
                                            .x = edge,
                                            .y = height,
                                            .colour = FPK_BLUE});
    return FPK_OK;
}

enum fpk_status fpk_panel_difference(struct fpk_panel *panel, const struct fpk_points *points,
                                     const struct fpk_density *law, const struct fpk_mixture *exact,
                                     double low, double high, struct fpk_store *store)
{
    double edge[BINS + 1], cdf[BINS + 1], average[BINS], width = (high - low) / BINS, *pdf = NULL;
    size_t first, n = fpk_panel_nodes(law, low, high, &first);
    FPK_TRY(fpk_store_new(store, n, &pdf));
    for (size_t i = 0; i < n; i += FPK_BLOCK)
        fpk_mixture_pdf(exact, n - i < FPK_BLOCK ? n - i : FPK_BLOCK, law->x + first + i, pdf + i);
    for (int i = 0; i <= BINS; i++)
        edge[i] = low + i * width;
    fpk_mixture_cdf(exact, BINS + 1, edge, cdf);
    for (int i = 0; i < BINS; i++)
        average[i] = (cdf[i + 1] - cdf[i]) / width;
    return fpk_panel_difference_of(panel, points, law, pdf, average, low, high, store);
}
