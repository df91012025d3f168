/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The .dat file of a figure (fpk_figure_data). */
#include "figure_priv.h"

#include "fpk/base/memory.h"

#include <math.h>

/* A picture has no more pixels than that: larger maps are thinned. */
#define HEAT_MAX 512

static void number(struct fpk_text *out, double v)
{
    if (isfinite(v))
        fpk_text_add(out, " %.9g", v);
    else
        fpk_text_add(out, " NaN");
}

static void columns(struct fpk_text *out, size_t n, const double *a, const double *b,
                    const double *c, const double *d)
{
    const double *const column[4] = {a, b, c, d};
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < 4; k++)
            if (column[k])
                number(out, column[k][i]);
        fpk_text_add(out, "\n");
    }
}

/* Edge by edge: the height to the right of each, and 0 beyond the last. */
static void steps(struct fpk_text *out, const struct fpk_layer *l)
{
    for (size_t i = 0; i <= l->n; i++) {
        number(out, l->x[i]);
        number(out, i < l->n ? l->y[i] : 0);
        fpk_text_add(out, "\n");
    }
}

static void paths(struct fpk_text *out, const struct fpk_layer *l)
{
    for (size_t i = 0; i < l->n; i++) {
        number(out, l->x[i]);
        for (size_t j = 0; j < l->m; j++)
            number(out, l->y[j * l->n + i]);
        fpk_text_add(out, "\n");
    }
}

/* Place i of `out_n` equal ones in x [n]: cell *k and weight *w of its right end. */
static void place(const double *x, size_t n, size_t i, size_t out_n, double *at, size_t *k,
                  double *w)
{
    *at = x[0] + (x[n - 1] - x[0]) * ((double)i / (double)(out_n - 1));
    size_t low = 0, high = n - 1;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (x[middle] <= *at)
            low = middle;
        else
            high = middle;
    }
    *k = low;
    *w = (*at - x[low]) / (x[high] - x[low]);
    *w = *w < 0 ? 0 : *w > 1 ? 1 : *w;
}

static bool equally_spaced(const double *x, size_t n)
{
    double h = (x[n - 1] - x[0]) / (double)(n - 1);
    for (size_t i = 0; i < n; i++)
        if (fabs(x[i] - (x[0] + h * (double)i)) > 1e-6 * h)
            return false;
    return true;
}

/* gnuplot paints images on equal pixels, so the map is interpolated (bilinearly) to equal steps;
 * where steps are equal already the numbers are those given. Few unequal steps get more pixels. */
static size_t pixels(const double *x, size_t n)
{
    if (equally_spaced(x, n) && n <= HEAT_MAX)
        return n;
    return n > HEAT_MAX / 4 ? HEAT_MAX : 4 * n;
}

static void heat(struct fpk_text *out, const struct fpk_layer *l)
{
    size_t nx = pixels(l->x, l->n), ny = pixels(l->y, l->m);
    for (size_t j = 0; j < ny; j++) {
        double y, wy, x, wx;
        size_t ky, kx;
        place(l->y, l->m, j, ny, &y, &ky, &wy);
        for (size_t i = 0; i < nx; i++) {
            place(l->x, l->n, i, nx, &x, &kx, &wx);
            const double *z0 = l->z + ky * l->n + kx, *z1 = z0 + l->n;
            number(out, x);
            number(out, y);
            number(out, (1 - wy) * ((1 - wx) * z0[0] + wx * z0[1]) +
                            wy * ((1 - wx) * z1[0] + wx * z1[1]));
            fpk_text_add(out, "\n");
        }
        fpk_text_add(out, "\n");
    }
}

static const char *heading(const struct fpk_layer *l)
{
    switch (l->kind) {
    case FPK_LINE:
        return "x y";
    case FPK_STEPS:
        return "left edge, height";
    case FPK_POINTS:
        return l->low ? "x y low high" : "x y";
    case FPK_BAND:
        return "x low high";
    case FPK_HEAT:
        return "x y value, on equal steps";
    case FPK_PATHS:
        return "x, then one column per curve";
    case FPK_HORIZONTAL:
        return "y";
    case FPK_VERTICAL:
        return "x";
    }
    return "";
}

static void add_block(struct fpk_text *out, const struct fpk_layer *l)
{
    switch (l->kind) {
    case FPK_LINE:
        columns(out, l->n, l->x, l->y, NULL, NULL);
        break;
    case FPK_STEPS:
        steps(out, l);
        break;
    case FPK_POINTS:
        columns(out, l->n, l->x, l->y, l->low, l->high);
        break;
    case FPK_BAND:
        columns(out, l->n, l->x, l->low, l->high, NULL);
        break;
    case FPK_HEAT:
        heat(out, l);
        break;
    case FPK_PATHS:
        paths(out, l);
        break;
    case FPK_HORIZONTAL:
        columns(out, l->n, l->y, NULL, NULL, NULL);
        break;
    case FPK_VERTICAL:
        columns(out, l->n, l->x, NULL, NULL, NULL);
        break;
    }
}

/* A comment must stay on its line. */
static void comment(struct fpk_text *out, const char *text)
{
    for (; text && *text; text++)
        fpk_text_add(out, "%c", *text == '\n' || *text == '\r' ? ' ' : *text);
}

enum fpk_status fpk_figure_data(const struct fpk_figure *figure, struct fpk_text *out)
{
    size_t block = 0;
    for (size_t p = 0; p < figure->n; p++) {
        const struct fpk_panel *panel = &figure->panel[p];
        for (size_t k = 0; k < panel->n; k++, block++) {
            const struct fpk_layer *l = &panel->layer[k];
            if (block)
                fpk_text_add(out, "\n\n");
            fpk_text_add(out, "# block %zu: panel %zu \"", block, p + 1);
            comment(out, panel->title);
            fpk_text_add(out, "\", \"");
            comment(out, l->label);
            fpk_text_add(out, "\"; columns: %s\n", heading(l));
            add_block(out, l);
        }
    }
    return fpk_text_status(out);
}
