/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/figure/figure.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "figure_priv.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

struct fpk_layer *fpk_panel_add(struct fpk_panel *panel, struct fpk_layer layer)
{
    assert(panel->n < FPK_LAYERS_MAX);
    panel->layer[panel->n] = layer;
    return &panel->layer[panel->n++];
}

static bool increasing(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!(x[i] > x[i - 1]))
            return false;
    return true;
}

static bool complete(const struct fpk_layer *l)
{
    switch (l->kind) {
    case FPK_LINE:
    case FPK_STEPS:
    case FPK_POINTS:
        return l->n >= 1 && l->x && l->y && !l->low == !l->high;
    case FPK_BAND:
        return l->n >= 2 && l->x && l->low && l->high;
    case FPK_HEAT:
        return l->n >= 2 && l->m >= 2 && l->x && l->y && l->z && increasing(l->x, l->n) &&
               increasing(l->y, l->m);
    case FPK_PATHS:
        return l->n >= 2 && l->m >= 1 && l->x && l->y;
    case FPK_HORIZONTAL:
        return l->n >= 1 && l->y;
    case FPK_VERTICAL:
        return l->n >= 1 && l->x;
    }
    return false;
}

static enum fpk_status check(const struct fpk_figure *figure)
{
    const char *name = figure->name;
    size_t length = name ? strlen(name) : 0;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]) && name[i] != '-' && name[i] != '_')
            length = 0;
    FPK_CHECK(length > 0, FPK_USAGE,
              "figure \"%.60s\": its name should be letters, digits, '-' and '_'",
              name ? name : "");
    FPK_CHECK(figure->n >= 1 && figure->n <= FPK_PANELS_MAX, FPK_USAGE,
              "figure %s: %zu panels; 1 to %d can be drawn", name, figure->n, FPK_PANELS_MAX);
    for (size_t p = 0; p < figure->n; p++) {
        const struct fpk_panel *panel = &figure->panel[p];
        FPK_CHECK(panel->n >= 1 && panel->n <= FPK_LAYERS_MAX, FPK_USAGE,
                  "figure %s, panel %zu: %zu layers; 1 to %d can be drawn", name, p + 1, panel->n,
                  FPK_LAYERS_MAX);
        for (size_t k = 0; k < panel->n; k++)
            FPK_CHECK(complete(&panel->layer[k]), FPK_USAGE,
                      "figure %s, panel %zu, layer %zu: its data are incomplete (see figure.h)",
                      name, p + 1, k + 1);
    }
    return FPK_OK;
}

static enum fpk_status write(const struct fpk_figure *figure, const char *folder,
                             const char *ending, struct fpk_text *content)
{
    struct fpk_text path = {0};
    fpk_text_add(&path, "%s/%s%s", folder, figure->name, ending);
    enum fpk_status status = fpk_text_status(content);
    if (status == FPK_OK)
        status = fpk_text_status(&path);
    if (status == FPK_OK)
        status = fpk_file_write(path.bytes, content->bytes, content->n);
    fpk_text_clear(&path);
    return status;
}

enum fpk_status fpk_figure_write(const struct fpk_figure *figure, const char *folder,
                                 char note[FPK_NOTE_TEXT])
{
    struct fpk_text data = {0}, script = {0};
    enum fpk_status status;
    note[0] = '\0';
    FPK_TRY(check(figure));
    FPK_TRY_DONE(status, fpk_folder_make(folder));
    FPK_TRY_DONE(status, fpk_figure_data(figure, &data));
    FPK_TRY_DONE(status, write(figure, folder, ".dat", &data));
    fpk_figure_script(figure, &script);
    FPK_TRY_DONE(status, write(figure, folder, ".gp", &script));
    status = fpk_figure_draw(figure->name, folder, note);
done:
    fpk_text_clear(&data);
    fpk_text_clear(&script);
    return status;
}
