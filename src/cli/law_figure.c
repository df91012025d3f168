/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "law_sweep.h"

#include "fpk/base/memory.h"
#include "fpk/figure/figure.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CURVES_MOST (FPK_LAYERS_MAX / 2)
#define LABEL       32 /* bytes of a name in the key */

static double value_of(const struct fpk_sweep_point *p, int panel)
{
    return panel ? p->d.w1.value : p->d.tv.value;
}

/* x, y <- the points of a sampler that have an error; how many. */
static size_t curve(const struct fpk_law_sweep *s, size_t i, int panel, double *x, double *y)
{
    size_t n = 0;
    for (size_t v = 0; v < s->n_value; v++) {
        const struct fpk_sweep_point *p = &s->point[i * s->n_value + v];
        double d = value_of(p, panel);
        if (!isfinite(d) || d <= 0 || p->evaluations == 0)
            continue;
        x[n] = (double)p->evaluations;
        y[n++] = d;
    }
    return n;
}

/* The sampler's name; with its options where the name alone would not tell it from others. */
static void name_of(const struct fpk_law_sweep *s, size_t i, char out[LABEL])
{
    size_t n = strcspn(s->word[i], ":");
    bool alone = true;
    for (size_t k = 0; k < s->n_word; k++)
        alone = alone &&
                (k == i || strcspn(s->word[k], ":") != n || memcmp(s->word[k], s->word[i], n) != 0);
    if (!alone) /* as many whole options as fit */
        for (size_t end = n; end < LABEL; end += 1 + strcspn(s->word[i] + end + 1, ",")) {
            n = end;
            if (s->word[i][end] == '\0')
                break;
        }
    snprintf(out, LABEL, "%.*s", (int)n, s->word[i]);
}

static void fill(const struct fpk_law_sweep *s, int panel, char (*label)[LABEL], double *store,
                 struct fpk_panel *out)
{
    static const enum fpk_colour colour[CURVES_MOST] = {
        FPK_BLUE, FPK_VERMILLION, FPK_GREEN, FPK_PURPLE, FPK_ORANGE, FPK_SKY, FPK_BLACK, FPK_GREY};
    for (size_t i = 0; i < s->n_word && i < CURVES_MOST; i++) {
        double *x = store + 2 * i * s->n_value, *y = x + s->n_value;
        size_t n = curve(s, i, panel, x, y);
        if (n == 0)
            continue;
        int half = 2 * i >= s->n_word; /* of the key: one in each panel */
        name_of(s, i, label[i]);
        fpk_panel_add(out, (struct fpk_layer){.kind = FPK_LINE,
                                              .label = half == panel ? label[i] : NULL,
                                              .n = n,
                                              .x = x,
                                              .y = y,
                                              .colour = colour[i]});
        fpk_panel_add(out, (struct fpk_layer){
                               .kind = FPK_POINTS, .n = n, .x = x, .y = y, .colour = colour[i]});
    }
}

/* Room below the curves, which fall to the right, for the key at the left. */
static void deepen(size_t lines, struct fpk_panel *panel)
{
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < panel->n; i++)
        for (size_t k = 0; k < panel->layer[i].n; k++) {
            low = fmin(low, panel->layer[i].y[k]);
            high = fmax(high, panel->layer[i].y[k]);
        }
    if (!(high > low))
        return;
    panel->y_max = 1.3 * high;
    panel->y_min = low * pow(low / high, .09 * (double)lines);
}

enum fpk_status fpk_law_sweep_figure(const struct fpk_law_sweep *s, const char *folder)
{
    char note[FPK_NOTE_TEXT], caption[256], label[CURVES_MOST][LABEL];
    struct fpk_figure figure = {.name = "sweep",
                                .title = "Exact error against evaluations of the score",
                                .caption = caption,
                                .columns = 2,
                                .n = 2};
    static const char *const y_label[] = {"total variation to the data (1)",
                                          "W1 to the data (unit of x)"};
    double *store = NULL;
    size_t each = 2 * s->n_word * s->n_value;
    FPK_CHECK(s->n_word <= CURVES_MOST, FPK_USAGE,
              "a figure of %zu samplers; at most %d can be told apart: take some away, or --out",
              s->n_word, CURVES_MOST);
    FPK_TRY(fpk_allocate(&store, 2 * each));
    for (int panel = 0; panel < 2; panel++) {
        figure.panel[panel] = (struct fpk_panel){.title = panel ? "W1" : "TV",
                                                 .x_label = "evaluations of the score (1)",
                                                 .y_label = y_label[panel],
                                                 .log_x = true,
                                                 .log_y = true,
                                                 .key_left = true,
                                                 .key_bottom = true};
        fill(s, panel, label, store + (size_t)panel * each, &figure.panel[panel]);
        deepen((s->n_word + 1) / 2, &figure.panel[panel]);
    }
    snprintf(
        caption, sizeof caption,
        "Each point is the exact output law of a sampler against the data, %s = %s to %s; no "
        "random numbers. A colour is the same sampler on both sides. A slope of -p is order p.",
        s->key, s->value[0], s->value[s->n_value - 1]);
    enum fpk_status status = fpk_figure_write(&figure, folder, note);
    if (status == FPK_OK && note[0])
        fprintf(stderr, "fpk law: %s\n", note);
    fpk_release(&store);
    return status;
}
